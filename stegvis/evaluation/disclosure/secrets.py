"""What must not be learnt from a release, cell by cell.

Four kinds. A small number: 1 to 4 people. A small remainder: all but 1 to 4 of a group. Everybody alike: a whole
group in one destination. A small change: what an earlier release showed, off by 1 to 4. A zero is no secret by
itself: it says something about everybody else only when they are all in one place, and that is the third kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.cells import Cell
from stegvis.evaluation.disclosure.lattice import Lattice
from stegvis.evaluation.disclosure.published import PublishedSet

FAR = 1e9


@dataclass(frozen=True)
class Secret:
    """A sum of cells whose value must stay open. It is open when a world exists where the sum is in an `escape`."""

    coefficients: tuple[tuple[Cell, int], ...]
    escapes: tuple[tuple[float, float], ...]
    hides: tuple[Cell, ...]

    def is_open_at(self, value: float) -> bool:
        """Whether this value of the sum lies in an escape."""
        return any(low - 0.5 < value < high + 0.5 for low, high in self.escapes)


def small(value: float, threshold: int) -> bool:
    """1 to threshold-1."""
    return 0 < value < threshold


def _gives_way(part: Cell, whole: Cell) -> Cell:
    """The cell to hide when the remainder of a part in a whole must not be known."""
    # The transferred make the narrower base special: there the base gives way, not the common numerator.
    if part.number == cells.TRANSFERRED:
        return part.in_group(cells.ENDED_STAYED_OUT)
    return whole if whole.number == cells.ENDED_STAYED_OUT and part.number in cells.NAMED else part


@dataclass(frozen=True)
class SecretFinder:
    """Finds the secrets of a table. `pairs`: (part, whole) of the shares it shows."""

    value: Mapping[Cell, int]
    threshold: int
    pairs: Sequence[tuple[str, str]]

    def numbers(self, cell: Cell) -> Iterable[Secret]:
        """A number of 1 to threshold-1."""
        if small(self.value[cell], self.threshold):
            yield Secret(((cell, 1),), ((0, 0), (self.threshold, FAR)), (cell,))

    def remainders(self, group: Cell) -> Iterable[Secret]:
        """A part that leaves too few, or nobody, of its whole."""
        for part_name, whole_name in self.pairs:
            part, whole = group.in_group(part_name), group.in_group(whole_name)
            if part not in self.value or self.value[part] == 0:
                continue
            remainder = self.value[whole] - self.value[part]
            if remainder >= self.threshold:
                continue
            hides = _gives_way(part, whole)
            low_escape = ((0, 0),) if remainder else ()
            yield Secret(((whole, 1), (part, -1)), (*low_escape, (self.threshold, FAR)), (hides,))

    def changes(self, cell: Cell, earlier: PublishedSet) -> Iterable[Secret]:
        """A number that is off by 1 to threshold-1 from what a release showed."""
        before = earlier.shown.get(cell)
        if before is None:
            return
        if small(abs(self.value[cell] - before), self.threshold):
            yield Secret(((cell, 1),), self._away_from(before), (cell,))

    def changed_remainders(self, group: Cell, earlier: PublishedSet) -> Iterable[Secret]:
        """A remainder that is off by as little, or newcomers who are all alike."""
        for part_name, whole_name in self.pairs:
            part, whole = group.in_group(part_name), group.in_group(whole_name)
            if part not in self.value or part not in earlier.shown or whole not in earlier.shown:
                continue
            before = earlier.shown[whole] - earlier.shown[part]
            grown = self.value[whole] - earlier.shown[whole]
            change = self.value[whole] - self.value[part] - before
            alike = change == 0 and grown != 0
            if alike or small(abs(change), self.threshold):
                escapes = self._away_from(before, also_same=not alike)
                yield Secret(((whole, 1), (part, -1)), escapes, (_gives_way(part, whole),))

    def _away_from(self, before: int, *, also_same: bool = True) -> tuple[tuple[float, float], ...]:
        escapes = [(before + self.threshold, FAR)]
        if also_same:
            escapes.insert(0, (before, before))
        if before >= self.threshold:
            escapes.append((0, before - self.threshold))
        return tuple(escapes)


def find(lattice: Lattice, threshold: int, earlier: Sequence[PublishedSet], *, fine: bool) -> list[Secret]:
    """Every secret of the lattice, totals first, in a fixed order."""
    value = {cell: round(number) for cell, number in zip(lattice.cells, lattice.values, strict=True)}
    finder = SecretFinder(value, threshold, cells.parts_and_wholes(fine))
    found: list[Secret] = []
    for cell in sorted(lattice.cells, key=lambda cell: (-cells.worth(cell), cell)):
        found.extend(finder.numbers(cell))
        for release in earlier:
            found.extend(finder.changes(cell, release))
        if cell.number == cells.ENDED:
            found.extend(finder.remainders(cell))
            for release in earlier:
                found.extend(finder.changed_remainders(cell, release))
    return found


def rows_of(secrets: Sequence[Secret], lattice: Lattice) -> np.ndarray:
    """One row over the boxes per secret."""
    if not secrets:
        return np.zeros((0, len(lattice.boxes)))
    return np.array([lattice.row(dict(secret.coefficients)) for secret in secrets])

"""Protects a table of one row: some of those who have ended, or of all participants, shared out in groups.

It stands beside the family of linked tables and shares one number with it: all who have ended (or all participants) are
those of the row and those outside it. Nobody can link a group here to a group there by more than that, and by numbers
beside: two that count almost the same people. So the whole table gives way where its size would tell of few: few
outside it (who left lately, for whom it is too early to ask), or few between this table and another of the kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from stegvis.evaluation.disclosure.cells import Cell
from stegvis.evaluation.disclosure.lattice import Lattice
from stegvis.evaluation.disclosure.protection import Sheet
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.disclosure.secrets import FAR, Secret, SecretFinder, small

DUE = "due"
"""All who stand in the row."""

TOTAL = "total"
"""The sum of what was measured of all who stand in the row."""


@dataclass(frozen=True)
class OneRow:
    """What stands in a row, and how many people: by group, and `outside`.

    `beside`: group → the number of almost the same people that the release shows elsewhere. `left_between`: how many
    stand in the row of the kind before this one and not yet in this: both sizes together tell it. `shown_with`: numbers
    of the linked tables that must be shown for the row to be, since its size is made of them. `withheld`: the row may
    not be shown for what its numbers would say together with another's.
    `total`: of what was measured of them, where a mean is to be shown.
    """

    table: str
    groups: tuple[str, ...]
    outside: str
    people: Mapping[str, int]
    beside: Mapping[str, int] = field(default_factory=dict)
    left_between: int = 0
    shown_with: tuple[Cell, ...] = ()
    withheld: bool = False
    total: int | None = None

    def cell(self, number: str) -> Cell:
        """The name of a number of the table."""
        return Cell(self.table, "", "", number)


@dataclass
class _RowSheet(Sheet):
    due: Cell | None = None

    def follow(self) -> None:
        """Without its whole no group is shown."""
        if self.hidden[self.lattice.place[self.due]]:
            self.hidden[:] = True


def protect(row: OneRow, *, threshold: int, earlier: Sequence[PublishedSet]) -> dict[Cell, tuple[bool, int]]:
    """Cell → (shown, value)."""
    lattice = _lattice(row)
    secrets = _secrets(lattice, row, threshold, earlier)
    sheet = _RowSheet(lattice, secrets, {}, earlier, True, due=row.cell(DUE))
    sheet.protect()
    few = small(row.people.get(row.outside, 0), threshold) or small(row.left_between, threshold)
    if row.withheld or few:
        sheet.hidden[:] = True
    told = {cell: (not sheet.hidden[at], int(sheet.values[at])) for at, cell in enumerate(lattice.cells)}
    if row.total is not None:
        told[row.cell(TOTAL)] = (_may_tell_total(row, told, threshold, earlier), row.total)
    return told


def _may_tell_total(
    row: OneRow, told: Mapping[Cell, tuple[bool, int]], threshold: int, earlier: Sequence[PublishedSet]
) -> bool:
    """Where all groups are shown, of twice as many people as are few; and not when it alone has changed since a
    release: nobody can tell of how many people that is."""
    if not all(shown for shown, _value in told.values()) or told[row.cell(DUE)][1] < 2 * threshold:
        return False
    for release in earlier:
        before = release.shown.get(row.cell(TOTAL))
        same = all(release.shown.get(cell) == value for cell, (_shown, value) in told.items())
        if before is not None and before != row.total and same:
            return False
    return True


def together(rows: Sequence[OneRow], *, threshold: int, earlier: Sequence[PublishedSet]) -> dict[str, dict]:
    """Table → what `protect` gives, of tables about the same people: their size is shown in all of them or in none."""
    found = {row.table: protect(row, threshold=threshold, earlier=earlier) for row in rows}
    if all(found[row.table][row.cell(DUE)][0] for row in rows):
        return found
    return {table: {cell: (False, value) for cell, (_shown, value) in told.items()} for table, told in found.items()}


def _lattice(row: OneRow) -> Lattice:
    leaves = (*row.groups, row.outside)
    boxes = np.array([row.people.get(leaf, 0) for leaf in leaves], dtype=float)
    sums = [[leaf != row.outside for leaf in leaves]]
    sums += [[leaf == group for leaf in leaves] for group in row.groups]
    ended, no_law = [[True] * len(leaves)], np.zeros((0, len(leaves)))
    matrices = (sparse.csr_matrix(np.array(rows, dtype=float)) for rows in (sums, no_law, ended))
    return Lattice(tuple(row.cell(number) for number in (DUE, *row.groups)), boxes, *matrices)


def _secrets(lattice: Lattice, row: OneRow, threshold: int, earlier: Sequence[PublishedSet]) -> list[Secret]:
    value = {cell: round(number) for cell, number in zip(lattice.cells, lattice.values, strict=True)}
    pairs = [(group, DUE) for group in row.groups]
    due = row.cell(DUE)
    finder = SecretFinder(value, threshold, pairs)
    found: list[Secret] = []
    for cell in lattice.cells:
        found.extend(finder.numbers(cell))
        for release in earlier:
            found.extend(finder.changes(cell, release))
    found.extend(finder.remainders(due))
    for release in earlier:
        found.extend(finder.changed_remainders(due, release))
    for group, number in row.beside.items():
        if small(abs(value[row.cell(group)] - number), threshold):
            found.append(_away_from(row.cell(group), number, threshold))
    return found


def _away_from(cell: Cell, number: int, threshold: int) -> Secret:
    """That the cell differs by a few from a number that is known."""
    escapes = [(number, number), (number + threshold, FAR)]
    if number >= threshold:
        escapes.append((0, number - threshold))
    return Secret(((cell, 1),), tuple(escapes), (cell,))

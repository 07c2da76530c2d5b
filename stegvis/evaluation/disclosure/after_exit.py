"""Protects the table of where people were some time after the exit: one row of groups for everybody together.

It stands beside the family of linked tables and shares one number with it: all who have ended are the due and those
for whom it is too early. Nobody can link a group here to a group there by more than that. So the whole table gives way
where its size would tell of few: few who left lately, or few between this kind of follow-up and the one before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from stegvis.evaluation import after_exit
from stegvis.evaluation.codes import AFTER_EXIT_TABLES
from stegvis.evaluation.disclosure.cells import Cell
from stegvis.evaluation.disclosure.lattice import Lattice
from stegvis.evaluation.disclosure.protection import Sheet
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.disclosure.secrets import Secret, SecretFinder, small

DUE = "due"
NUMBERS = (DUE, *after_exit.GROUPS)


def cell_of(kind: str, number: str) -> Cell:
    """The name of a number of the table."""
    return Cell(AFTER_EXIT_TABLES[kind], "", "", number)


@dataclass
class _AfterExitSheet(Sheet):
    kind: str = ""

    def follow(self) -> None:
        """Without its whole no group is shown."""
        if self.hidden[self.lattice.place[cell_of(self.kind, DUE)]]:
            self.hidden[:] = True


def protect(
    kind: str, people: dict[str, int], *, threshold: int, earlier: Sequence[PublishedSet], left_between: int = 0
) -> dict[Cell, tuple[bool, int]]:
    """Cell → (shown, value). `people`: by group, NO_ANSWER and TOO_EARLY, from the extract.

    `left_between`: how many are due for the kind before this one and not yet for this: both sizes together tell it.
    """
    lattice = _lattice(kind, people)
    sheet = _AfterExitSheet(lattice, _secrets(lattice, kind, threshold, earlier), {}, earlier, True, kind=kind)
    sheet.protect()
    if small(people.get(after_exit.TOO_EARLY, 0), threshold) or small(left_between, threshold):
        sheet.hidden[:] = True
    return {cell: (not sheet.hidden[at], int(sheet.values[at])) for at, cell in enumerate(lattice.cells)}


def _lattice(kind: str, people: dict[str, int]) -> Lattice:
    leaves = (*after_exit.GROUPS, after_exit.TOO_EARLY)
    boxes = np.array([people.get(leaf, 0) for leaf in leaves], dtype=float)
    rows = [[leaf != after_exit.TOO_EARLY for leaf in leaves]]
    rows += [[leaf == group for leaf in leaves] for group in after_exit.GROUPS]
    ended, no_law = [[True] * len(leaves)], np.zeros((0, len(leaves)))
    matrices = (sparse.csr_matrix(np.array(rows, dtype=float)) for rows in (rows, no_law, ended))
    return Lattice(tuple(cell_of(kind, number) for number in NUMBERS), boxes, *matrices)


def _secrets(lattice: Lattice, kind: str, threshold: int, earlier: Sequence[PublishedSet]) -> list[Secret]:
    value = {cell: round(number) for cell, number in zip(lattice.cells, lattice.values, strict=True)}
    pairs = [(group, DUE) for group in after_exit.GROUPS]
    finder = SecretFinder(value, threshold, pairs)
    found: list[Secret] = []
    for cell in lattice.cells:
        found.extend(finder.numbers(cell))
        for release in earlier:
            found.extend(finder.changes(cell, release))
    found.extend(finder.remainders(cell_of(kind, DUE)))
    for release in earlier:
        found.extend(finder.changed_remainders(cell_of(kind, DUE), release))
    return found

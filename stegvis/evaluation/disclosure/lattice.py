"""The linked tables of one extract as matrices: cells are sums of boxes, and boxes keep a few laws.

A box is a smallest group: one municipality (or month, channel, target group), one sex, one destination. What an
outsider knows is a set of cells; what he may think of is any other filling of the boxes that gives the same cells.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

import numpy as np
from scipy import sparse

from stegvis.evaluation.codes import SEXES
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.blocks import Block, Place
from stegvis.evaluation.disclosure.cells import Cell
from stegvis.evaluation.disclosure.ties import Rows, Ties


@dataclass(frozen=True)
class Lattice:
    """`sums @ boxes` gives the value of every cell. In every world `laws @ boxes >= 0`, and `links @ boxes` is as here.

    `past`: the same boxes seen by the cells of earlier releases, newest first.
    """

    cells: tuple[Cell, ...]
    boxes: np.ndarray
    sums: sparse.csr_matrix
    laws: sparse.csr_matrix
    links: sparse.csr_matrix
    past: tuple["Lattice", ...] = ()

    @property
    def values(self) -> np.ndarray:
        """The true value of every cell."""
        return self.sums @ self.boxes

    def row(self, coefficients: Mapping[Cell, int]) -> np.ndarray:
        """A sum of cells as a row over the boxes. Raises KeyError for a cell that is not in the lattice."""
        total = np.zeros(self.sums.shape[1])
        for cell, factor in coefficients.items():
            total += factor * self.sums[[self.place[cell]]].toarray()[0]
        return total

    @property
    def place(self) -> dict[Cell, int]:
        """Cell → its row number."""
        if not hasattr(self, "_place"):
            object.__setattr__(self, "_place", {cell: row for row, cell in enumerate(self.cells)})
        return self._place


def build(blocks: Sequence[Block], at: date, past: Sequence["Past"] = ()) -> Lattice:
    """The lattice over one or more blocks at a date; the first carries the totals that the others share.

    `past`: earlier releases, newest first. Their boxes stand beside the present ones, and what they have shown is
    among the links: a world has to agree with all that has ever been told.
    """
    everything = [*blocks, *(block for release in past for block in release.blocks)]
    column: dict[Place, int] = {}
    filled: list[int] = []
    for block in everything:
        inside = dict(block.people())
        for place in block.places():
            if place not in column:
                column[place] = len(filled)
                filled.append(inside.get(place, 0))
    boxes = np.array(filled, dtype=float)
    names, sums = _cells(blocks, column)
    ties = Ties(column)
    laws, links = ties.laws, ties.links
    for block in everything:
        ties.within(block)
    ties.between(blocks, at)
    for release in past:
        ties.between(release.blocks, release.at)
    width = len(column)
    earlier = []
    for release in past:
        then, told = _cells(release.blocks, column)
        shown = [row for row, cell in enumerate(then) if cell in release.shown]
        links.extend(told, shown)
        earlier.append(Lattice(tuple(then), boxes, told.matrix(width), laws.matrix(width), links.matrix(width)))
    for one_by_one in zip(blocks, *(release.blocks for release in past), strict=True):
        if not one_by_one[0].time_goes_on:
            _nobody_vanishes(one_by_one, column, boxes, laws)
    return Lattice(tuple(names), boxes, sums.matrix(width), laws.matrix(width), links.matrix(width), tuple(earlier))


@dataclass(frozen=True)
class Past:
    """An earlier release: its blocks (the first carries the totals), its date, and the cells it showed."""

    blocks: Sequence[Block]
    at: date
    shown: Collection[Cell]


def _nobody_vanishes(blocks: Sequence[Block], column, boxes: np.ndarray, laws: Rows) -> None:
    """Who has been enrolled stays counted, and everybody knows it (where a wrong registration was undone: left out).

    `blocks`: one dimension in one release after the other, newest first.
    """
    for newer, older in pairwise(blocks):
        for value, sex in product(older.values, older.sexes):
            if value not in newer.values or newer.states.get(value, 0) == older.states.get(value, 0):
                continue
            now, then = (
                [column[one.place(value, sex, leaf)] for leaf in one.numbers[cells.PARTICIPANTS]]
                for one in (newer, older)
            )
            if boxes[now].sum() >= boxes[then].sum():
                laws.add((now, 1.0), (then, -1.0))


def _cells(blocks, column) -> tuple[list[Cell], Rows]:
    names, sums = [], Rows()
    for position, block in enumerate(blocks):
        groups = [(value, sex) for value in block.values for sex in (("",) if block.crossed else ("", *SEXES))]
        if position == 0:
            groups += [("", sex) for sex in ("", *SEXES)]
        for value, sex in groups:
            for number, leaves in block.numbers.items():
                names.append(Cell(block.dimension if value else "", value, sex, number))
                inside = [
                    column[block.place(one, other, leaf)]
                    for one in ([value] if value else block.values)
                    for other in ([sex] if sex else block.sexes)
                    for leaf in leaves
                ]
                sums.add((inside, 1.0))
    return names, sums

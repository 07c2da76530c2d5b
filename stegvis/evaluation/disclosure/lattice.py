"""The linked tables of one extract as matrices: cells are sums of boxes, and boxes keep a few laws.

A box is a smallest group: one municipality (or month, channel, target group), one sex, one destination. What an
outsider knows is a set of cells; what he may think of is any other filling of the boxes that gives the same cells.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
from scipy import sparse

from stegvis.evaluation.catalogue import NOT_ADDITIVE
from stegvis.evaluation.codes import SEXES
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.cells import Cell

Boxes = Mapping[tuple[str, str], Mapping[str, int]]
"""(value, sex) → leaf → people."""

Place = tuple[int, str, str, str, str]
"""One box: state, dimension, value, sex, leaf. Two releases in which a value stands unchanged share its boxes."""


@dataclass(frozen=True)
class Block:
    """The boxes of one dimension, in one release.

    `states`: value → the number of the release since which it stands as it does. Without one: the newest, 0.
    """

    dimension: str
    boxes: Boxes
    fine: bool = False
    states: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def counted(cls, dimension: str, census: Mapping[tuple[str, str], Counter], fine: bool = False) -> "Block":
        """From `engine.census`: (value, sex) → (destination, hit) → people."""
        boxes: dict[tuple[str, str], Counter] = {}
        for group, found in census.items():
            inside = boxes[group] = Counter()
            for (destination, hit), people in found.items():
                for leaf in cells.leaves_of_box(destination, hit, fine):
                    inside[leaf] += people
        return cls(dimension, boxes, fine)

    @property
    def values(self) -> list[str]:
        """The values somebody has, in plain order."""
        return sorted({value for value, _ in self.boxes})

    @property
    def leaves(self) -> tuple[str, ...]:
        """What each box is divided into."""
        return cells.FINE_LEAVES if self.fine else cells.COARSE_LEAVES

    def place(self, value: str, sex: str, leaf: str) -> Place:
        """The name of one box."""
        return self.states.get(value, 0), self.dimension, value, sex, leaf

    def places(self) -> Iterator[Place]:
        """Every box, filled or not, in order."""
        for value, sex, leaf in product(self.values, SEXES, self.leaves):
            yield self.place(value, sex, leaf)

    def people(self) -> Iterator[tuple[Place, int]]:
        """How many people stand in which box."""
        for (value, sex), inside in self.boxes.items():
            for leaf, people in inside.items():
                yield self.place(value, sex, leaf), people


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


class _Rows:
    """Collects sparse rows."""

    def __init__(self):
        self.entries: list[tuple[int, int, float]] = []
        self.count = 0

    def add(self, *terms: tuple[Sequence[int], float]) -> None:
        for columns, factor in terms:
            self.entries.extend((self.count, column, factor) for column in columns)
        self.count += 1

    def extend(self, other: "_Rows", chosen: Sequence[int]) -> None:
        """Some rows of another collection."""
        at = {row: self.count + place for place, row in enumerate(chosen)}
        self.entries.extend((at[row], column, factor) for row, column, factor in other.entries if row in at)
        self.count += len(chosen)

    def matrix(self, width: int) -> sparse.csr_matrix:
        if not self.entries:
            return sparse.csr_matrix((self.count, width))
        rows, columns, factors = zip(*self.entries, strict=True)
        return sparse.csr_matrix((factors, (rows, columns)), shape=(self.count, width))


def build(blocks: Sequence[Block], past: Sequence["Past"] = ()) -> Lattice:
    """The lattice over one or more blocks; the first carries the totals that the others share.

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
    laws, links = _Rows(), _Rows()
    for block in everything:
        _extra_exits_are_people(block, column, laws)
    for together in (blocks, *(release.blocks for release in past)):
        for block in together[1:]:
            _tie_to_totals(block, together[0], column, laws, links)
    width = len(column)
    earlier = []
    for release in past:
        then, told = _cells(release.blocks, column)
        shown = [row for row, cell in enumerate(then) if cell in release.shown]
        links.extend(told, shown)
        earlier.append(Lattice(tuple(then), boxes, told.matrix(width), laws.matrix(width), links.matrix(width)))
    _nobody_vanishes([blocks[0], *(release.blocks[0] for release in past)], column, boxes, laws)
    return Lattice(tuple(names), boxes, sums.matrix(width), laws.matrix(width), links.matrix(width), tuple(earlier))


@dataclass(frozen=True)
class Past:
    """An earlier release as the lattice needs it: its blocks (the first carries the totals) and what it showed."""

    blocks: Sequence[Block]
    shown: Collection[Cell]


def _nobody_vanishes(blocks: Sequence[Block], column, boxes: np.ndarray, laws: "_Rows") -> None:
    """Who has been enrolled stays counted, and everybody knows it (where a wrong registration was undone: left out)."""
    for newer, older in pairwise(blocks):
        for value, sex in product(older.values, SEXES):
            if value not in newer.values or newer.states.get(value, 0) == older.states.get(value, 0):
                continue
            now, then = (
                [
                    at
                    for leaf in cells.COARSE_NUMBERS[cells.PARTICIPANTS]
                    for at in _of_leaf(one, value, sex, leaf, column)
                ]
                for one in (newer, older)
            )
            if boxes[now].sum() >= boxes[then].sum():
                laws.add((now, 1.0), (then, -1.0))


def _cells(blocks, column) -> tuple[list[Cell], _Rows]:
    names, sums = [], _Rows()
    for position, block in enumerate(blocks):
        groups = [(value, sex) for value in block.values for sex in ("", *SEXES)]
        if position == 0:
            groups += [("", sex) for sex in ("", *SEXES)]
        for value, sex in groups:
            for number, leaves in cells.numbers_of(block.fine).items():
                names.append(Cell(block.dimension if value else "", value, sex, number))
                inside = [
                    column[block.place(one, other, leaf)]
                    for one in ([value] if value else block.values)
                    for other in ([sex] if sex else SEXES)
                    for leaf in leaves
                ]
                sums.add((inside, 1.0))
    return names, sums


def _extra_exits_are_people(block: Block, column, laws: _Rows) -> None:
    """Somebody with an extra exit is somebody with another headline: extras never outnumber those."""
    others = [leaf for leaf in block.leaves if leaf not in ("work", "studies", "transferred", cells.STILL)]
    others = [leaf for leaf in others if leaf not in (cells.EXTRA, cells.EXTRA_TRANSFERRED)]
    for value in block.values:
        for sex in SEXES:
            at = [column[block.place(value, sex, leaf)] for leaf in others]
            laws.add((at, 1.0), ([column[block.place(value, sex, cells.EXTRA)]], -1.0))
            there = column[block.place(value, sex, cells.TRANSFERRED)]
            laws.add(([there], 1.0), ([column[block.place(value, sex, cells.EXTRA_TRANSFERRED)]], -1.0))


def _tie_to_totals(block: Block, first: Block, column, laws: _Rows, links: _Rows) -> None:
    """Additive blocks sum to the same totals; an overlapping block's groups are each inside the total."""
    for sex in SEXES:
        for leaf in cells.COARSE_LEAVES:
            total = [at for value in first.values for at in _of_leaf(first, value, sex, leaf, column)]
            mine = [_of_leaf(block, value, sex, leaf, column) for value in block.values]
            if block.dimension in NOT_ADDITIVE:
                for places in mine:
                    laws.add((total, 1.0), (places, -1.0))
            else:
                links.add(([at for places in mine for at in places], 1.0), (total, -1.0))


def _of_leaf(block: Block, value: str, sex: str, leaf: str, column) -> list[int]:
    parts = cells.REST_CODES if block.fine and leaf == cells.REST else (leaf,)
    return [column[block.place(value, sex, part)] for part in parts]

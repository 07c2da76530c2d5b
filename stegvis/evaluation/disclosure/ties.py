"""What everybody knows of how tables hang together, as rows over the boxes: equal sums (links) and bounds (laws).

The people of one table are the people of the next. Split in another way they give the same totals; months lie in half
years; whoever is still enrolled has been there since the month of the start; a crossed table sums to its two margins.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from scipy import sparse

from stegvis.evaluation.catalogue import NOT_ADDITIVE
from stegvis.evaluation.codes import HALF_YEAR_OF_TIME, SEXES, TIME_EDGES, TIMES_IN
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.blocks import Block, Place


class Rows:
    """Collects sparse rows."""

    def __init__(self):
        self.entries: list[tuple[int, int, float]] = []
        self.count = 0

    def add(self, *terms: tuple[Sequence[int], float]) -> None:
        """One row: columns and the factor they stand with."""
        for columns, factor in terms:
            self.entries.extend((self.count, column, factor) for column in columns)
        self.count += 1

    def extend(self, other: "Rows", chosen: Sequence[int]) -> None:
        """Some rows of another collection."""
        at = {row: self.count + place for place, row in enumerate(chosen)}
        self.entries.extend((at[row], column, factor) for row, column, factor in other.entries if row in at)
        self.count += len(chosen)

    def matrix(self, width: int) -> sparse.csr_matrix:
        """The rows over so many boxes."""
        if not self.entries:
            return sparse.csr_matrix((self.count, width))
        rows, columns, factors = zip(*self.entries, strict=True)
        return sparse.csr_matrix((factors, (rows, columns)), shape=(self.count, width))


class Ties:
    """Laws (`row @ boxes >= 0`) and links (`row @ boxes` is as here) between the blocks of each release."""

    def __init__(self, column: Mapping[Place, int]):
        self.laws, self.links = Rows(), Rows()
        self._column = column

    def within(self, block: Block) -> None:
        """Somebody with an extra exit is somebody with another headline: extras never outnumber those."""
        if block.crossed:
            return
        kept_apart = ("work", "studies", "transferred", cells.STILL, cells.EXTRA, cells.EXTRA_TRANSFERRED)
        others = [leaf for leaf in block.leaves if leaf not in kept_apart]
        for value in block.values:
            for sex in SEXES:
                at = [self._column[block.place(value, sex, leaf)] for leaf in others]
                self.laws.add((at, 1.0), ([self._column[block.place(value, sex, cells.EXTRA)]], -1.0))
                there = self._column[block.place(value, sex, cells.TRANSFERRED)]
                self.laws.add(([there], 1.0), ([self._column[block.place(value, sex, cells.EXTRA_TRANSFERRED)]], -1.0))

    def between(self, blocks: Sequence[Block], at: date) -> None:
        """All that ties the blocks of one release, made at a date. The first carries the totals.

        A block without boxes is a table that the release did not have: nothing follows from it.
        """
        first, *others = blocks
        filled = {block.dimension: block for block in blocks if block.boxes}
        for block in others:
            if not block.boxes:
                continue
            if block.crossed:
                self._margins(block, filled)
            else:
                self._totals(block, first)
        months, halves = filled.get(Dimension.MONTH), filled.get(Dimension.START_HALF_YEAR)
        times = filled.get(Dimension.TIME_IN)
        if months and halves:
            for half in halves.values:
                inside = [month for month in months.values if half_year_of(month) == half]
                self._same(halves, [half], months, inside)
        if months and times:
            self._time_since_start(times, months, at)

    def _totals(self, block: Block, first: Block) -> None:
        """Additive blocks sum to the same totals; an overlapping block's groups are each inside the total."""
        if block.dimension not in NOT_ADDITIVE:
            self._same(block, block.values, first, first.values)
            return
        for sex in SEXES:
            for leaf in cells.COARSE_LEAVES:
                total = self._at(first, first.values, sex, leaf)
                for value in block.values:
                    self.laws.add((total, 1.0), (self._at(block, [value], sex, leaf), -1.0))

    def _same(self, one: Block, values: Iterable[str], other: Block, others: Iterable[str]) -> None:
        for sex in SEXES:
            for leaf in cells.COARSE_LEAVES:
                self.links.add((self._at(one, values, sex, leaf), 1.0), (self._at(other, others, sex, leaf), -1.0))

    def _at(self, block: Block, values: Iterable[str], sex: str, leaf: str) -> list[int]:
        return [self._column[place] for value in values for place in block.places_of(value, sex, leaf)]

    def _margins(self, block: Block, filled: Mapping[str, Block]) -> None:
        """A crossed block sums to each of its two margins, number by number: it knows neither sex nor headline."""
        for position, dimension in enumerate(cells.parts_of(block.dimension)):
            margin = filled.get(_SHOWN_AS.get(dimension, dimension))
            if margin is None:
                continue
            gathered = _gathers(dimension)
            for value in sorted({cells.parts_of(one)[position] for one in block.values}):
                mine = [one for one in block.values if cells.parts_of(one)[position] == value]
                theirs = [one for one in margin.values if gathered(one) == value]
                for number, leaves in cells.CROSSED_NUMBERS.items():
                    own = [self._column[block.place(one, "", leaf)] for one in mine for leaf in leaves]
                    other = [
                        at
                        for leaf in cells.COARSE_NUMBERS[number]
                        for sex in SEXES
                        for at in self._at(margin, theirs, sex, leaf)
                    ]
                    self.links.add((own, 1.0), (other, -1.0))

    def _time_since_start(self, times: Block, months: Block, at: date) -> None:
        """Whoever is still enrolled has been there since the start; nobody can have been there for longer than that."""
        for edge, begins in zip(TIME_EDGES, TIMES_IN[1:], strict=True):
            shorter = [time for time in times.values if TIMES_IN.index(time) < TIMES_IN.index(begins)]
            longer = [time for time in times.values if time not in shorter]
            latest = at - timedelta(edge)  # who started then or before has been there long enough
            late = [month for month in months.values if first_day(month) > latest]
            early = [month for month in months.values if last_day(month) <= latest]
            for sex in SEXES:
                there = self._at(times, shorter, sex, cells.STILL)
                self.laws.add((there, 1.0), (self._at(months, late, sex, cells.STILL), -1.0))
                there = self._at(times, longer, sex, cells.STILL)
                self.laws.add((there, 1.0), (self._at(months, early, sex, cells.STILL), -1.0))
                for leaf in cells.COARSE_LEAVES:
                    possible = [month for month in months.values if month not in late]
                    self.laws.add(
                        (self._at(months, possible, sex, leaf), 1.0), (self._at(times, longer, sex, leaf), -1.0)
                    )


_SHOWN_AS: dict[str, str] = {Dimension.HALF_YEARS_IN: Dimension.TIME_IN}
"""Dimensions that stand in crossed tables only → the one whose finer values they gather."""


def _gathers(dimension: str) -> Callable[[str], str]:
    return HALF_YEAR_OF_TIME.__getitem__ if dimension in _SHOWN_AS else str


def half_year_of(month: str) -> str:
    """`2022-03` → `2022-h1`."""
    year, number = month.split("-")
    return f"{year}-h{1 if int(number) <= 6 else 2}"


def first_day(month: str) -> date:
    """The first day of `2022-03`."""
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    """The last day of `2022-03`."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])

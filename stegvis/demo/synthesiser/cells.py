"""The unknowns: how many people there are in each cell municipality × sex × outcome.

Figures become linear conditions on the cells, in whole numbers, so that a condition holds exactly or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from stegvis.demo.synthesiser.figures import OUTCOMES, SEXES, STILL_ENROLLED, Figure, Figures, Selection
from stegvis.demo.synthesiser.rounding import share_bounds

Cell = tuple[str, str, str]

# Two outcomes at once are the exception: at most one person in so many.
SECOND_OUTCOME_ONE_IN = 100
# Every whole percent is the share of some whole number among this many.
ENOUGH_FOR_A_SHARE = 200
BOTH = "work_and_studies"


@dataclass(frozen=True)
class Row:
    """One condition: low <= sum of coefficient * column <= high. None means no bound on that side."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None

    def value(self, solution) -> int:
        """The sum for a given solution."""
        return sum(factor * solution[column] for column, factor in self.terms)

    def holds(self, solution) -> bool:
        """Is the condition met, in whole numbers?"""
        value = self.value(solution)
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


class Cells:
    """The columns of the integer programme for one project.

    First come the cells in the order municipality, sex, outcome. After them three columns per municipality and sex:
    those among the people at work who also study (a person may have two outcomes), all who ended, and everybody.
    The last two are sums, written out so that the solver can decide on a municipality's size as one choice.
    """

    def __init__(self, figures: Figures):
        self.names = figures.project.municipality_names
        self.cells: list[Cell] = list(product(self.names, SEXES, (*OUTCOMES, STILL_ENROLLED)))
        self.groups: list[tuple[str, str]] = list(product(self.names, SEXES))
        self.cap = _enough_people(figures)
        self._largest = max([0, *(f.printed for f in figures.figures if f.unit == "persons")])
        self._column = {cell: i for i, cell in enumerate(self.cells)}
        self._both = {group: len(self.cells) + i for i, group in enumerate(self.groups)}
        after = len(self.cells) + len(self.groups)
        self._ended = {group: after + i for i, group in enumerate(self.groups)}
        self._everybody = {group: after + len(self.groups) + i for i, group in enumerate(self.groups)}
        self.width = after + 2 * len(self.groups)

    def columns(self, selection: Selection) -> list[int]:
        """Columns of the people in the selection, each person by headline outcome."""
        if selection.outcomes is None:
            sums = self._ended if selection.ended else self._everybody
            return [column for (name, sex), column in sums.items() if selection.covers(name, sex, "work")]
        return [i for i, cell in enumerate(self.cells) if selection.covers(*cell)]

    def of(self, municipality=None, sex=None, outcome=None) -> list[int]:
        """Columns of a municipality, a sex, an outcome, or any mix of them."""
        wanted = (municipality, sex, outcome)
        if outcome is None:
            return self.columns(Selection(municipality=municipality, sex=sex))
        return [i for i, c in enumerate(self.cells) if all(w in (None, v) for w, v in zip(wanted, c, strict=True))]

    def also_studying(self, selection: Selection) -> list[int]:
        """Columns of people whom the selection misses by headline but holds by their second outcome, studies."""
        if selection.outcomes is None or "studies" not in selection.outcomes or "work" in selection.outcomes:
            return []
        whole = selection.model_copy(update={"outcomes": None})
        return [column for (name, sex), column in self._both.items() if whole.covers(name, sex, "work")]

    def standing_rows(self) -> list[Row]:
        """Conditions that hold whatever was printed: sums are sums, and who also studies is one of those at work."""
        rows = []
        for name, sex in self.groups:
            work, both = self._column[name, sex, "work"], self._both[name, sex]
            still = self._column[name, sex, STILL_ENROLLED]
            ended, everybody = self._ended[name, sex], self._everybody[name, sex]
            rows.append(Row(((work, 1), (both, -1)), 0, None))
            rows.append(Row((*plus(self._column[name, sex, o] for o in OUTCOMES), (ended, -1)), 0, 0))
            rows.append(Row(((ended, 1), (still, 1), (everybody, -1)), 0, 0))
        few = max(1, self._largest // SECOND_OUTCOME_ONE_IN)
        rows.append(Row(plus(self._both.values()), None, few))
        return rows

    def second_outcomes(self) -> list[int]:
        """Columns that count people with both work and studies."""
        return list(self._both.values())

    def rows(self, figure: Figure) -> list[Row]:
        """What the printed figure demands, whether studies beside work are counted as studies or not."""
        headline = self.columns(figure.count)
        mentions = headline + self.also_studying(figure.count)
        readings = [headline] if len(mentions) == len(headline) else [headline, mentions]
        if figure.base is None:
            return [Row(plus(reading), figure.printed, figure.printed) for reading in readings]
        rows = [row for reading in readings for row in self._share_rows(figure, reading)]
        if figure.numerator is not None:
            rows += [Row(plus(reading), figure.numerator, figure.numerator) for reading in readings]
        return rows

    def _share_rows(self, figure: Figure, numerator: list[int]) -> list[Row]:
        low, high = share_bounds(figure)
        base = self.columns(figure.base)
        return [
            Row(combine(plus(numerator, 200), plus(base, -low)), 0, None),
            Row(combine(plus(numerator, 200), plus(base, -high)), None, -1),
        ]


def _enough_people(figures: Figures) -> int:
    """More people than any table needs: as if no two printed counts shared a person, and enough for any share."""
    counts: dict[Selection, int] = {}
    for figure in figures.figures:
        if figure.unit == "persons":
            counts[figure.count] = max(figure.printed, counts.get(figure.count, 0))
    return max(ENOUGH_FOR_A_SHARE, sum(counts.values()))


def plus(columns: Iterable[int], factor: int = 1) -> tuple[tuple[int, int], ...]:
    """Terms of a plain sum of columns, times a factor."""
    return tuple((column, factor) for column in columns)


def combine(*parts) -> tuple[tuple[int, int], ...]:
    """Add sums of columns together, one term per column."""
    total: dict[int, int] = {}
    for part in parts:
        for column, factor in part:
            total[column] = total.get(column, 0) + factor
    return tuple(sorted((c, f) for c, f in total.items() if f))

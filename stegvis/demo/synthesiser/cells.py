"""The unknowns: how many people there are in each cell municipality × sex × outcome, with stage, way in and income.

Figures become linear conditions on the cells, in whole numbers, so that a condition holds exactly or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from stegvis.demo.synthesiser.figures import SEXES, STILL_ENROLLED, Cell, Figure, Figures, Selection
from stegvis.demo.synthesiser.rounding import share_bounds

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

    First come the cells in the order municipality, sex, outcome with stage, way in, income. After them columns per
    municipality and sex: those among the people at work who also study (a person may have two outcomes), all who
    ended in each stage, and everybody. The sums are written out so that the solver can decide on a municipality's
    size as one choice.
    """

    def __init__(self, figures: Figures):
        self.figures = figures
        self.names = figures.project.municipality_names
        self.outcomes = figures.project.outcomes
        self.stages = range(len(figures.stages))
        ways_out = [*product(self.outcomes, self.stages), (STILL_ENROLLED, len(self.stages))]
        facts = product(self.names, SEXES, ways_out, figures.channels(), figures.incomes())
        self.cells: list[Cell] = [Cell(m, s, o, k, channel, income) for m, s, (o, k), channel, income in facts]
        self.groups: list[tuple[str, str]] = list(product(self.names, SEXES))
        self.cap = _enough_people(figures)
        self._largest = max([0, *(f.printed for f in figures.figures if f.unit == "persons")])
        self._both = {group: len(self.cells) + i for i, group in enumerate(self.groups)}
        after = len(self.cells) + len(self.groups)
        self._ended = {key: after + i for i, key in enumerate(product(self.groups, self.stages))}
        after += len(self._ended)
        self._everybody = {group: after + i for i, group in enumerate(self.groups)}
        self.width = after + len(self.groups)

    def columns(self, selection: Selection, day=None) -> list[int]:
        """Columns of the people in the selection as counted on a day (the last by default), by headline outcome."""
        stage = self.stages[-1] if day is None else self.figures.stage_of(day)
        if selection.outcomes is None and selection.inflow is None and selection.income is None:
            fits = [(m, s) for m, s in self.groups if selection.covers(Cell(m, s, self.outcomes[0], 0), stage=0)]
            if not selection.ended:
                return [self._everybody[group] for group in fits]
            return [self._ended[group, k] for group in fits for k in self.stages if k <= stage]
        return [i for i, cell in enumerate(self.cells) if selection.covers(cell, stage)]

    def of(self, **wanted) -> list[int]:
        """Columns of the people who share the facts named, such as a municipality, a sex or an outcome."""
        if not set(wanted) - {"municipality", "sex"}:
            return self.columns(Selection(**wanted))
        return [i for i, c in enumerate(self.cells) if all(getattr(c, name) == v for name, v in wanted.items())]

    def also_studying(self, selection: Selection) -> list[int]:
        """Columns of people whom the selection misses by headline but holds by their second outcome, studies."""
        if selection.outcomes is None or "studies" not in selection.outcomes or "work" in selection.outcomes:
            return []
        whole = selection.model_copy(update={"outcomes": None})
        return [c for (m, s), c in self._both.items() if whole.covers(Cell(m, s, "work", 0), stage=0)]

    def standing_rows(self) -> list[Row]:
        """Conditions that hold whatever was printed: sums are sums, and who also studies is one of those at work."""
        rows = []
        for name, sex in self.groups:
            here = {"municipality": name, "sex": sex}
            both, everybody = self._both[name, sex], self._everybody[name, sex]
            at_work = self.of(**here, outcome="work")
            rows.append(Row((*plus(at_work), (both, -1)), 0, None))
            ended = [self._ended[(name, sex), stage] for stage in self.stages]
            for stage, column in zip(self.stages, ended, strict=True):
                rows.append(Row((*plus(self.of(**here, stage=stage)), (column, -1)), 0, 0))
            still = self.of(**here, outcome=STILL_ENROLLED)
            rows.append(Row((*plus(ended), *plus(still), (everybody, -1)), 0, 0))
        few = max(1, self._largest // SECOND_OUTCOME_ONE_IN) if self.figures.project.two_destinations else 0
        rows.append(Row(plus(self._both.values()), None, few))
        return rows

    def second_outcomes(self) -> list[int]:
        """Columns that count people with both work and studies."""
        return list(self._both.values())

    def rows(self, figure: Figure) -> list[Row]:
        """What the printed figure demands, whether studies beside work are counted as studies or not."""
        headline = self.columns(figure.count, figure.date)
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
        base = self.columns(figure.base, figure.date)
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

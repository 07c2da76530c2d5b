"""Of all tables in which the figures hold, the most even one.

The project reported fairly equal results between its municipalities, so beyond what was printed nobody differs.
Evenness is reached level by level, each as even as the levels before it allow: outcomes of the whole project as near
the printed percentages as whole people permit, then sexes, then the sizes of municipalities whose size was not
printed, then sexes within municipalities, and last every cell near what the project's own rates would give
(least sum of squared deviations over the expected number: Pearson's chi-square distance).

Squares are written as strictly rising steps, one per person, so that the programme stays linear. If two tables are
equally even, ties are broken in a fixed order until one is left, and the programme itself proves that it is the only
one: its answer does not depend on the solver's mood or version.
"""

from dataclasses import dataclass

from stegvis.demo.synthesiser.cells import Cells, Row, combine, plus
from stegvis.demo.synthesiser.conflicts import programme_of
from stegvis.demo.synthesiser.figures import OUTCOMES, SEXES, STILL_ENROLLED, Figure, Figures
from stegvis.demo.synthesiser.solver import Programme

STEP_SCALE = 1000
PRIME = 997


@dataclass(frozen=True)
class Quantity:
    """A sum of cells that should come near a target."""

    columns: tuple[int, ...]
    target: float


class NoSolution(ValueError):
    """The figures given cannot all hold."""


def most_even(figures: Figures, kept: list[Figure]) -> dict[tuple, int]:
    """Solve for the people in each cell. Keys are (municipality, sex, outcome) and (municipality, sex, "both").

    Raises NoSolution if the kept figures contradict each other.
    """
    return _Levelling(figures, kept).solve()


class _Levelling:
    def __init__(self, figures: Figures, kept: list[Figure]):
        self.cells = Cells(figures)
        self.kept = kept
        self.programme = programme_of(self.cells, kept)
        self.everybody = plus(range(len(self.cells.cells)))
        self.solution: list = []

    def solve(self) -> dict[tuple, int]:
        self._fix_least(self.everybody)
        self._fix_least_distance_to_printed()
        outcomes = (*OUTCOMES, STILL_ENROLLED)
        total = self._sum(self.cells.of())
        self._level([({"outcome": o}, total / len(outcomes)) for o in outcomes])
        self._level([({"sex": s}, total / len(SEXES)) for s in SEXES])
        self._level(
            [({"sex": s, "outcome": o}, self._expected({"sex": s}, {"outcome": o})) for s in SEXES for o in outcomes]
        )
        names = self.cells.names
        self._level([({"municipality": m}, total / len(names)) for m in names])
        self._level(
            [
                ({"municipality": m, "sex": s}, self._expected({"municipality": m}, {"sex": s}))
                for m in names
                for s in SEXES
            ]
        )
        self._level(
            [
                (
                    {"municipality": m, "sex": s, "outcome": o},
                    self._expected({"municipality": m, "sex": s}, {"sex": s, "outcome": o}, {"sex": s}),
                )
                for m, s, o in self.cells.cells
            ]
        )
        self._add_second_outcomes()
        table = {cell: self.solution[i] for i, cell in enumerate(self.cells.cells)}
        for group, column in zip(self.cells.groups, self.cells.second_outcomes(), strict=True):
            table[(*group, "both")] = self.solution[column]
        return table

    def _sum(self, columns) -> int:
        return sum(self.solution[column] for column in columns)

    def _expected(self, rows: dict, columns: dict, within: dict | None = None) -> float:
        base = self._sum(self.cells.of(**(within or {})))
        return self._sum(self.cells.of(**rows)) * self._sum(self.cells.of(**columns)) / base if base else 0.0

    def _minimise(self, programme: Programme, objective) -> list:
        solution = programme.minimise(objective)
        if solution is None:
            raise NoSolution("the figures contradict each other")
        return solution

    def _fix_least(self, terms) -> None:
        self.solution = self._minimise(self.programme, terms)
        row = Row(tuple(terms), None, None)
        self.programme.rows.append(Row(row.terms, None, row.value(self.solution)))

    def _fix_least_distance_to_printed(self) -> None:
        """Bring the whole project's shares as near their printed percent as whole people allow."""
        distances = []
        for figure in self.kept:
            if figure.base is None or figure.count.municipality is not None:
                continue
            gap = combine(
                plus(self.cells.columns(figure.count), 100), plus(self.cells.columns(figure.base), -figure.printed)
            )
            distance = self.programme.add_column(100 * self.cells.cap, integer=True)
            self.programme.rows.append(Row(combine(gap, ((distance, -1),)), None, 0))
            self.programme.rows.append(Row(combine(gap, ((distance, 1),)), 0, None))
            distances.append((distance, 1))
        if distances:
            self._fix_least(distances)

    def _level(self, wanted: list[tuple[dict, float]]) -> None:
        """Bring sums of cells as near their targets as possible, and fix them at the one best answer."""
        quantities = [Quantity(tuple(self.cells.of(**where)), target) for where, target in wanted]
        trial = Programme(list(self.programme.upper), list(self.programme.rows), set(self.programme.continuous))
        total = self._sum(self.cells.of())
        steps = [_add_steps(trial, quantity, total) for quantity in quantities]
        cost = tuple((column, price) for ladder in steps for column, price in ladder)
        self.solution = self._minimise(trial, cost)
        least = round(sum(price * self.solution[column] for column, price in cost))
        trial.rows.append(Row(cost, None, least))
        for tie_break in _tie_breaks(quantities):
            if self._is_only_answer(trial, quantities, steps):
                break
            self.solution = self._minimise(trial, tie_break)
            trial.rows.append(Row(tie_break, None, Row(tie_break, None, None).value(self.solution)))
        for quantity in quantities:
            value = self._sum(quantity.columns)
            self.programme.rows.append(Row(plus(quantity.columns), value, value))

    def _is_only_answer(self, trial: Programme, quantities, steps) -> bool:
        """Look for the equally good answer that differs most. There is none if it is this one."""
        stay = []
        for quantity, ladder in zip(quantities, steps, strict=True):
            value = self._sum(quantity.columns)
            if value > 0:
                stay.append((ladder[value - 1][0], 1))
            if value < len(ladder):
                stay.append((ladder[value][0], -1))
        other = self._minimise(trial, stay)
        return all(sum(other[c] for c in q.columns) == self._sum(q.columns) for q in quantities)

    def _add_second_outcomes(self) -> None:
        """Let as many people as the printed figures leave room for have studies beside work."""
        columns = self.cells.second_outcomes()
        self._fix_least(plus(columns, -1))
        for column in columns:
            self._fix_least(((column, -1),))


def _add_steps(programme: Programme, quantity: Quantity, most: int) -> list[tuple[int, int]]:
    """Add one column per person of the quantity, each dearer than the one before; return (column, price)."""
    scale = STEP_SCALE / max(quantity.target, 1.0)
    ladder = []
    for person in range(1, most + 1):
        price = round(scale * (2 * person - 1 - 2 * quantity.target))
        ladder.append((programme.add_column(1), price))
    programme.rows.append(Row(plus(quantity.columns) + plus((c for c, _ in ladder), -1), 0, 0))
    return ladder


def _tie_breaks(quantities: list[Quantity]):
    """Sums that tell equally even tables apart: first mixed ones, at last one quantity at a time."""
    for power in (1, 2, 3):
        yield combine(*(plus(q.columns, pow(i + 2, power, PRIME)) for i, q in enumerate(quantities)))
    for quantity in quantities:
        yield plus(quantity.columns)

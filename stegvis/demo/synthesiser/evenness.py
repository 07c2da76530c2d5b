"""Of all tables in which the figures hold, the most even one.

The project reported fairly equal results between its municipalities, so beyond what was printed nobody differs.
Evenness is reached level by level, each as even as the levels before it allow: outcomes of the whole project as near
the printed percentages as whole people permit, then sexes, then the sizes of municipalities whose size was not
printed, then sexes within municipalities, then every cell near what the project's own rates would give (least sum of
squared deviations over the expected number: Pearson's chi-square distance). Where the report counted on several days
or spoke of ways in and incomes, the same is done for when each outcome came, and for who came how.

Squares are written as strictly rising steps, one per person, so that the programme stays linear. If two tables are
equally even, ties are broken in a fixed order until one is left, and the programme itself proves that it is the only
one: its answer does not depend on the solver's mood or version.
"""

from stegvis.demo.synthesiser.cells import BOTH, Cells, Row, combine, plus
from stegvis.demo.synthesiser.conflicts import programme_of
from stegvis.demo.synthesiser.figures import SEXES, STILL_ENROLLED, Cell, Figure, Figures
from stegvis.demo.synthesiser.solver import Programme

STEP_SCALE = 1000
PRIME = 997


class NoSolution(ValueError):
    """The figures given cannot all hold."""


def most_even(figures: Figures, kept: list[Figure]) -> dict[Cell, int]:
    """Solve for the people in each cell. The outcome BOTH counts those at work who also study.

    Raises NoSolution if the kept figures contradict each other.
    """
    return _Levelling(figures, kept).solve()


class _Levelling:
    def __init__(self, figures: Figures, kept: list[Figure]):
        self.cells = Cells(figures)
        self.figures = figures.figures
        self.headlines = (*self.cells.outcomes, STILL_ENROLLED)
        self.kept = kept
        self.programme = programme_of(self.cells, kept)
        self.solution: list = []

    def solve(self) -> dict[Cell, int]:
        second = self.cells.second_outcomes()
        self._fix_least(plus(self.cells.of()))
        self._fix_least(plus(second, -1))
        self._fix_least_distance_to_printed(self.kept)
        self._fix_least_distance_to_printed([figure for figure in self.figures if figure not in self.kept])
        self._level_project()
        self._level_municipalities()
        self._level_further_facts()
        self._fix_least(
            [
                (c, -self._sum(self.cells.of(municipality=m, sex=s)))
                for (m, s), c in zip(self.cells.groups, second, strict=True)
            ]
        )
        for column in second:
            self._fix_least(((column, -1),))
        table = {cell: self.solution[i] for i, cell in enumerate(self.cells.cells)}
        both = zip(self.cells.groups, second, strict=True)
        return table | {Cell(*group, BOTH, 0): self.solution[column] for group, column in both}

    def _level_project(self) -> None:
        total = self._sum(self.cells.of())
        self._level([({"outcome": o}, total / len(self.headlines)) for o in self.headlines])
        self._level([({"sex": s}, total / len(SEXES)) for s in SEXES])
        self._level(
            [
                ({"sex": s, "outcome": o}, self._expected({"sex": s}, {"outcome": o}))
                for s in SEXES
                for o in self.headlines
            ]
        )

    def _level_municipalities(self) -> None:
        names, total = self.cells.names, self._sum(self.cells.of())
        self._level([({"municipality": m}, total / len(names)) for m in names])
        self._level(
            [
                ({"municipality": m, "sex": s}, self._expected({"municipality": m}, {"sex": s}))
                for m, s in self.cells.groups
            ]
        )
        self._level(
            [
                (
                    {"municipality": m, "sex": s, "outcome": o},
                    self._expected({"municipality": m, "sex": s}, {"sex": s, "outcome": o}, {"sex": s}),
                )
                for m, s in self.cells.groups
                for o in self.headlines
            ]
        )

    def _level_further_facts(self) -> None:
        """When the outcomes came, who came which way and on which income: each as even as what is fixed allows."""
        facts = ("stage", "channel", "income")
        for number, fact in enumerate(facts):
            values = sorted({getattr(cell, fact) for cell in self.cells.cells if cell.outcome != STILL_ENROLLED})
            if len(values) < 2:
                continue
            self._level([({fact: v}, self._sum(self.cells.of()) / len(values)) for v in values])
            known = ("municipality", "sex", "outcome", *facts[:number])
            whole = {tuple(getattr(cell, name) for name in known) for cell in self.cells.cells}
            for names in (("outcome",), ("sex",), known):
                groups = sorted({tuple(zip(names, (g[known.index(n)] for n in names), strict=True)) for g in whole})
                wanted = [(dict(g) | {fact: v}, self._expected(dict(g), {fact: v}, {})) for g in groups for v in values]
                self._level([(where, target) for where, target in wanted if self.cells.of(**where)])

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

    def _fix_least_distance_to_printed(self, figures: list[Figure]) -> None:
        """Bring the whole project's shares as near their printed percent as whole people allow."""
        distances = []
        for figure in figures:
            if figure.base is None or figure.count.municipality is not None:
                continue
            gap = combine(
                plus(self.cells.columns(figure.count, figure.date), 100),
                plus(self.cells.columns(figure.base, figure.date), -figure.printed),
            )
            distance = self.programme.add_column(100 * self.cells.cap, integer=True)
            self.programme.rows.append(Row(combine(gap, ((distance, -1),)), None, 0))
            self.programme.rows.append(Row(combine(gap, ((distance, 1),)), 0, None))
            distances.append((distance, 1))
        if distances:
            self._fix_least(distances)

    def _level(self, wanted: list[tuple[dict, float]]) -> None:
        """Bring sums of cells as near their targets as possible, and fix them at the one best answer."""
        trial = Programme(list(self.programme.upper), list(self.programme.rows), set(self.programme.continuous))
        sums = [tuple(self.cells.of(**where)) for where, _ in wanted]
        ranges = self.programme.ranges(sums)
        ladders = [
            _Ladder(trial, columns, target, span)
            for columns, (_, target), span in zip(sums, wanted, ranges, strict=True)
        ]
        free = [ladder for ladder in ladders if ladder.steps]
        cost = tuple(step for ladder in free for step in ladder.steps)
        if free:
            self._settle(trial, free, cost)
        for ladder in ladders:
            value = self._sum(ladder.columns)
            self.programme.rows.append(Row(plus(ladder.columns), value, value))

    def _settle(self, trial: Programme, free: list["_Ladder"], cost) -> None:
        """Find the cheapest answer; as long as there is another as cheap, add a tie-break."""
        self.solution = self._minimise(trial, cost)
        trial.rows.append(Row(cost, None, round(sum(price * self.solution[column] for column, price in cost))))
        for tie_break in _tie_breaks(free):
            if self._is_only_answer(trial, free):
                return
            self.solution = self._minimise(trial, tie_break)
            trial.rows.append(Row(tie_break, None, Row(tie_break, None, None).value(self.solution)))

    def _is_only_answer(self, trial: Programme, ladders: list["_Ladder"]) -> bool:
        """Look for the equally good answer that differs most. There is none if it is this one."""
        stay = [term for ladder in ladders for term in ladder.stay_at(self._sum(ladder.columns))]
        other = self._minimise(trial, stay)
        return all(sum(other[c] for c in q.columns) == self._sum(q.columns) for q in ladders)


class _Ladder:
    """A sum of cells that should come near its target, with one step per person, each dearer than the one before."""

    def __init__(self, trial: Programme, columns: tuple[int, ...], target: float, span: tuple[int, int]):
        self.columns = columns
        self.lowest, highest = span
        scale = STEP_SCALE / max(target, 1.0)
        self.steps = [
            (trial.add_column(1), round(scale * (2 * person - 1 - 2 * target)))
            for person in range(self.lowest + 1, highest + 1)
        ]
        taken = plus((column for column, _ in self.steps), -1)
        trial.rows.append(Row(plus(columns) + taken, self.lowest, self.lowest))

    def stay_at(self, value: int) -> list[tuple[int, int]]:
        """Terms whose sum is least when the quantity leaves the value."""
        at = value - self.lowest
        terms = []
        if at > 0:
            terms.append((self.steps[at - 1][0], 1))
        if at < len(self.steps):
            terms.append((self.steps[at][0], -1))
        return terms


def _tie_breaks(ladders: list[_Ladder]):
    """Sums that tell equally even tables apart: first mixed ones, at last one quantity at a time."""
    for power in (1, 2, 3):
        yield combine(*(plus(ladder.columns, pow(i + 2, power, PRIME)) for i, ladder in enumerate(ladders)))
    for ladder in ladders:
        yield plus(ladder.columns)

"""The solved table of a project, and the printed figures that had to be set aside to get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stegvis.demo.synthesiser.cells import BOTH
from stegvis.demo.synthesiser.conflicts import contradictions
from stegvis.demo.synthesiser.evenness import most_even
from stegvis.demo.synthesiser.figures import Cell, Figure, Figures, Selection
from stegvis.demo.synthesiser.rounding import rounded_percent
from stegvis.demo.synthesiser.wording import why_set_aside


@dataclass(frozen=True)
class SetAside:
    """A printed figure that cannot hold together with the others.

    `achieved` is what the people made here give instead (persons, or whole percent); `contradicts` names the kept
    figures it cannot live with, as few as possible.
    """

    figure_id: str
    printed: int
    achieved: int
    reason_sv: str
    reason_en: str
    contradicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solution:
    """How many people in each cell, and what was set aside.

    The outcome `work_and_studies` counts those among the people at work who also study.
    """

    table: Mapping[Cell, int]
    set_aside: tuple[SetAside, ...]

    def count(self, selection: Selection, stage: int) -> int:
        """People in the selection as counted at the end of a stage, each once, by headline outcome."""
        return sum(n for cell, n in self.table.items() if cell.outcome != BOTH and selection.covers(cell, stage))


def solve(figures: Figures) -> Solution:
    """Find the most even table in which as many printed figures as possible hold.

    Fast (seconds for some hundred people) when the sizes are printed: all, women and men, enrolled and ended. If most
    shares are of groups of unknown size the search may take many minutes. Raises SolverFailed if the solver gives up.
    """
    conflicts = contradictions(figures)
    kept = [figure for figure in figures.figures if figure.id not in conflicts]
    solution = Solution(MappingProxyType(most_even(figures, kept)), ())
    set_aside = tuple(_set_aside(figures, solution, figures.figure(i), others) for i, others in conflicts.items())
    return Solution(solution.table, set_aside)


def _set_aside(figures: Figures, solution: Solution, figure: Figure, others: tuple[str, ...]) -> SetAside:
    stage = figures.stage_of(figure.date)
    numerator = solution.count(figure.count, stage)
    base = solution.count(figure.base, stage) if figure.base is not None else None
    achieved = numerator if base is None else rounded_percent(numerator, base, figure.rounding) if base else 0
    against = [figures.figure(i) for i in others]
    return SetAside(
        figure_id=figure.id,
        printed=figure.printed,
        achieved=achieved,
        reason_sv=why_set_aside(figure, numerator, base, against, "sv"),
        reason_en=why_set_aside(figure, numerator, base, against, "en"),
        contradicts=others,
    )

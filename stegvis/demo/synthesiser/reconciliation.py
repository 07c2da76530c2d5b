"""Every printed figure counted again from the people, in plain Python, beside what was printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stegvis.demo.synthesiser.figures import OUTCOMES, STILL_ENROLLED, Cell, Figure, Figures, Selection
from stegvis.demo.synthesiser.people import SyntheticPerson
from stegvis.demo.synthesiser.rounding import rounded_percent
from stegvis.demo.synthesiser.solution import SetAside
from stegvis.demo.synthesiser.wording import how_recomputed


@dataclass(frozen=True)
class Reconciliation:
    """One figure: printed and recomputed (persons, or whole percent by the figure's own rounding rule).

    `difference` is recomputed minus printed; `explanation` shows numerator and base, and for a figure that was set
    aside why.
    """

    figure_id: str
    label: str
    printed: int
    recomputed: int
    difference: int
    explanation: str


def reconcile(
    people: Iterable[SyntheticPerson], figures: Figures, set_aside: Iterable[SetAside] = (), language: str = "sv"
) -> list[Reconciliation]:
    """Count every figure of volumes and outcomes again from the people, in the order of the file.

    Each person counts once, by headline destination, at the figure's own date. `language` is `sv` or `en`.
    """
    everybody = list(people)
    why = {item.figure_id: item for item in set_aside}
    return [_reconciled(everybody, figures, figure, why.get(figure.id), language) for figure in figures.figures]


def cell_of(person: SyntheticPerson, figures: Figures, day: date) -> Cell:
    """The cell a person is counted in on a day, by headline destination; worked out from the person alone."""
    project, outcome = figures.project, STILL_ENROLLED
    if person.ended_on is not None and person.ended_on <= day:
        headline = person.destinations[0]
        own = {exit.destination: exit.code for exit in project.exits}
        outcome = own[headline] if own else headline if headline in OUTCOMES else "other"
    channel = person.inflow_channel if person.inflow_channel in figures.channels() else ""
    income = person.income_at_entry if person.income_at_entry in figures.incomes() else ""
    return Cell(person.municipality, person.sex, outcome, 0, channel, income)


def _reconciled(people, figures: Figures, figure: Figure, set_aside: SetAside | None, language: str) -> Reconciliation:
    numerator = _count(people, figures, figure, figure.count)
    base = None if figure.base is None else _count(people, figures, figure, figure.base)
    recomputed = numerator if base is None else rounded_percent(numerator, base, figure.rounding) if base else 0
    explanation = how_recomputed(figure, numerator, base, language)
    if set_aside is not None:
        explanation = set_aside.reason_en if language == "en" else set_aside.reason_sv
    return Reconciliation(
        figure_id=figure.id,
        label=figure.label.in_language(language),
        printed=figure.printed,
        recomputed=recomputed,
        difference=recomputed - figure.printed,
        explanation=explanation,
    )


def _count(people, figures: Figures, figure: Figure, selection: Selection) -> int:
    return sum(
        person.started_on <= figure.date and selection.covers(cell_of(person, figures, figure.date), stage=0)
        for person in people
    )

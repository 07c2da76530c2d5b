"""Every printed figure counted again from the people, in plain Python, beside what was printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.demo.synthesiser.figures import OUTCOMES, STILL_ENROLLED, Figure, Figures, Selection
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
    return [_reconciled(everybody, figure, why.get(figure.id), language) for figure in figures.figures]


def headline_outcome(person: SyntheticPerson, figure: Figure) -> str:
    """The person's reporting group at the figure's date, or `still_enrolled`."""
    if person.ended_on is None or person.ended_on > figure.date:
        return STILL_ENROLLED
    return person.destinations[0] if person.destinations[0] in OUTCOMES else "other"


def _reconciled(people, figure: Figure, set_aside: SetAside | None, language: str) -> Reconciliation:
    numerator = _count(people, figure, figure.count)
    base = None if figure.base is None else _count(people, figure, figure.base)
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


def _count(people, figure: Figure, selection: Selection) -> int:
    return sum(
        person.started_on <= figure.date
        and selection.covers(person.municipality, person.sex, headline_outcome(person, figure))
        for person in people
    )

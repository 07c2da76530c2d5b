"""How far those came who ended without work or studies, from the published cells of a release."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.evaluation.codes import STEP_BANDS, STEPS_TOWARDS
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView


@dataclass(frozen=True)
class Steps:
    """Steps of the plan that were carried out, in bands: dots to draw, sentences, and the figures."""

    dots: tuple[ShareDot, ...]
    says: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return any(dot.share is not None for dot in self.dots)


def steps(results: FrozenResults) -> Steps:
    """Of all who have ended and went to neither work nor studies; the same on every base."""
    if not results.has(STEPS_TOWARDS, "ended"):
        says = _("This release does not hold how many steps people took. The next one will, when steps are settled.")
        return Steps((), says, None)
    rows = {row.destination: row for row in results.table(STEPS_TOWARDS, "ended").rows}
    people = next((row.denominator for row in rows.values() if row.denominator), None)
    if people is None:
        says = _("Too few have ended without work or studies to show how far they came.")
        return Steps((), says, None)
    names = _names()
    dots = tuple(
        ShareDot(
            names[band],
            row.value,
            row.interval,
            _("too few to show") if row.suppressed else words.percent_text(row),
        )
        for band, row in rows.items()
    )
    return Steps(dots, _says(rows["none"], people), _table(rows, names))


def _names() -> dict[str, str]:
    """Band → what it is called."""
    least = list(STEP_BANDS.values())
    found = {}
    for band, start, after in zip(STEP_BANDS, least, [*least[1:], None], strict=True):
        if not start:
            found[band] = _("No step")
        elif after is None:
            found[band] = _("%(number)s steps or more") % {"number": start}
        else:
            found[band] = _("%(first)s–%(last)s steps") % {"first": start, "last": after - 1}
    return found


def _says(none: FrozenRow, people: int) -> str:
    told = {"people": words.count_text(people)}
    lead = _("%(people)s people ended without work or studies.") % told
    if none.suppressed:
        return f"{lead} " + _("How many of them took no step of their plan is too few to show.")
    told["some"] = words.count_text(people - none.numerator)
    return f"{lead} " + _("%(some)s of them carried out at least one step towards health, studies or work.") % told


def _table(rows: dict[str, FrozenRow], names: dict[str, str]) -> TableView:
    lines = []
    for band, row in rows.items():
        shown = (words.count_text(row.numerator), words.percent_text(row), words.interval_text(row))
        lines.append((names[band], *(("–", _("too few to show"), "–") if row.suppressed else shown)))
    return TableView(
        caption=_("Steps carried out by those who ended without work or studies"),
        heads=(_("Steps"), _("People"), _("Share"), _("Uncertainty")),
        rows=tuple(lines),
    )

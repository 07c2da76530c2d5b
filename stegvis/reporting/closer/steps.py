"""How far those came who ended without work or studies, from the published cells of a release."""

from django.utils.translation import gettext as _

from stegvis.evaluation.codes import STEP_BANDS, STEPS_TOWARDS
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.closer.shares import Shares
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView


def steps(results: FrozenResults) -> Shares:
    """Of all who have ended and went to neither work nor studies; the same on every base."""
    if not results.has(STEPS_TOWARDS, "ended"):
        says = _("This release does not hold how many steps people took. The next one will, when steps are settled.")
        return Shares(says)
    rows = {row.destination: row for row in results.table(STEPS_TOWARDS, "ended").rows}
    people = next((row.denominator for row in rows.values() if row.denominator), None)
    if people is None:
        says = _("Too few have ended without work or studies to show how far they came.")
        return Shares(says)
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
    return Shares(_says(rows["none"], people), dots, _table(rows, names))


def _names() -> dict[str, str]:
    """Band → what it is called."""
    return words.band_names(
        STEP_BANDS,
        none=_("No step"),
        between=_("%(first)s–%(last)s steps"),
        most=_("%(number)s steps or more"),
    )


def _says(none: FrozenRow, people: int) -> str:
    told = {"people": words.count_text(people)}
    lead = _("%(people)s people ended without work or studies.") % told
    if none.suppressed:
        return f"{lead} " + _("How many of them took no step of their plan cannot be shown.")
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

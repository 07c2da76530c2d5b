"""How it went for people with more or fewer contacts, from the published cells of a release."""

from django.utils.translation import gettext as _

from stegvis.evaluation.codes import SUPPORT_AND_RESULT, SUPPORT_BANDS
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.closer.shares import Shares
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView


def support(results: FrozenResults) -> Shares:
    """Of all who have ended; the same on every base."""
    if not results.has(SUPPORT_AND_RESULT, "ended"):
        says = _("This release does not hold how many contacts people had. The next one will, when contacts are noted.")
        return Shares(says)
    rows = {row.destination: row for row in results.table(SUPPORT_AND_RESULT, "ended").rows}
    told = [(name, rows[band]) for band, name in _names().items()]
    if not any(row.numerator for _name, row in told):
        return Shares(_("Too few have ended to show how it went for people with more or fewer contacts."))
    dots = tuple(
        ShareDot(name, row.value, row.interval, _("too few to show") if row.suppressed else words.percent_text(row))
        for name, row in told
        if row.denominator != 0
    )
    return Shares(_says(told), dots, _table(told))


def _names() -> dict[str, str]:
    """Band → what it is called."""
    return words.band_names(
        SUPPORT_BANDS,
        none=_("No contact noted"),
        between=_("%(first)s–%(last)s contacts"),
        most=_("%(number)s contacts or more"),
    )


def _says(told: list[tuple[str, FrozenRow]]) -> str:
    parts = [
        _("%(band)s: %(number)s of %(people)s went to work or studies.")
        % {"band": name, "number": words.count_text(row.numerator), "people": words.count_text(row.denominator)}
        for name, row in told
        if not row.suppressed and row.denominator
    ]
    return " ".join(parts)


def _table(told: list[tuple[str, FrozenRow]]) -> TableView:
    lines = []
    for name, row in told:
        shown = (
            words.count_text(row.denominator),
            words.count_text(row.numerator),
            words.percent_text(row) if row.denominator else "–",
            words.interval_text(row) if row.denominator else "–",
        )
        lines.append((name, *(("–", "–", _("too few to show"), "–") if row.suppressed else shown)))
    return TableView(
        caption=_("How it went for people with more or fewer contacts, of all who have ended"),
        heads=(_("Contacts"), _("People"), _("To work or studies"), _("Share"), _("Uncertainty")),
        rows=tuple(lines),
    )

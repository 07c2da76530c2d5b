"""From income support to an income of one's own, from the published cells of a release."""

from django.utils.translation import gettext as _

from stegvis.evaluation.codes import AFTER_INCOME_SUPPORT
from stegvis.evaluation.income import GROUPS, UNKNOWN
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.closer.shares import Shares
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView


def income(results: FrozenResults) -> Shares:
    """Of all who have ended and lived on income support at the start; the same on every base."""
    rows = income_rows(results)
    if not rows:
        return Shares(_("This release does not hold what people live on. The next one will, where it is noted."))
    people = next((row.denominator for row in rows.values() if row.denominator is not None), None)
    if not people:
        says = _("Nobody who lived on income support has ended yet, or too few to show what they live on now.")
        return Shares(says)
    names = _names()
    dots = tuple(
        ShareDot(
            names[code],
            rows[code].value,
            rows[code].interval,
            _("too few to show") if rows[code].suppressed else words.percent_text(rows[code]),
        )
        for code in GROUPS
    )
    return Shares(_says(rows, people), dots, _table(rows, names, people), _caution(rows[UNKNOWN]))


def income_rows(results: FrozenResults) -> dict[str, FrozenRow]:
    """The rows of the table by group; empty where the release does not hold it."""
    if not results.has(AFTER_INCOME_SUPPORT, "ended"):
        return {}
    return {row.destination: row for row in results.table(AFTER_INCOME_SUPPORT, "ended").rows}


def _names() -> dict[str, str]:
    return {
        "own": _("Wage or own business"),
        "study_support": _("Study support"),
        "other_support": _("Another benefit"),
        "income_support": _("Still income support"),
        "none": _("No income of their own"),
        UNKNOWN: _("Not known"),
    }


def _says(rows: dict[str, FrozenRow], people: int) -> str:
    own, support = rows["own"], rows["income_support"]
    told = {"people": words.count_text(people), "own": own.numerator, "support": support.numerator}
    lead = _("%(people)s people lived on income support when they started and have ended.") % told
    if own.suppressed:
        return f"{lead} " + _("How many of them live on a wage or a business of their own is too few to show.")
    parts = [lead, _("Of them %(own)s live on a wage or a business of their own.") % told]
    if not support.suppressed:
        parts.append(_("%(support)s live on income support still.") % told)
    if own.interval:
        parts.append(
            _("With chance taken into account, the share with an income of their own is %(between)s.")
            % {"between": words.between_text(own.interval)}
        )
    return " ".join(parts)


def _caution(unknown: FrozenRow) -> str:
    parts = [
        _(
            "It is what staff noted that people live on from the day after the last day. It does not say how long it "
            "lasted, nor that it is because of the project."
        )
    ]
    if unknown.numerator:
        parts.append(
            _("Nobody knows about %(number)s of them; they are counted among all, so the other shares may be higher.")
            % {"number": words.count_text(unknown.numerator)}
        )
    return " ".join(parts)


def _table(rows: dict[str, FrozenRow], names: dict[str, str], people: int) -> TableView:
    lines = []
    for code in GROUPS:
        row = rows[code]
        shown = (words.count_text(row.numerator), words.percent_text(row), words.interval_text(row))
        lines.append((names[code], *(("–", _("too few to show"), "–") if row.suppressed else shown)))
    return TableView(
        caption=_("What %(people)s people live on after the exit, of those who lived on income support at the start")
        % {"people": words.count_text(people)},
        heads=(_("Lives on"), _("People"), _("Share"), _("Uncertainty")),
        rows=tuple(lines),
    )

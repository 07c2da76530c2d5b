"""The attendance report as a page, a Word file and a PDF: one content for all of them, in the report's forms.

Nothing says when it was fetched: the same report gives the same file.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stegvis.casework.models import AttendanceReport
from stegvis.casework.queries.attendance_reports import Reported
from stegvis.casework.vocabulary import ABSENCE_REASONS, ACTIVITY_MODES, ATTENDANCE_STATES
from stegvis.casework.vocabulary.team import GROUNDS
from stegvis.reporting.report import FORMS
from stegvis.reporting.report.content import Report
from stegvis.reporting.story import TableView
from stegvis.web.shared.words import day, decimal

#: The forms it can be fetched in, beside the workbook.
OFFERED = ("pdf", "docx", "html")


def document(report: AttendanceReport, people: Sequence[Reported], form: str) -> bytes:
    """The file. Raises KeyError for a form that is not offered, PangoMissing when PDF cannot be made here."""
    return FORMS[form].write(content(report, people))


def content(report: AttendanceReport, people: Sequence[Reported]) -> Report:
    """What the report says: to whom and on which ground, then each person with a table of days."""
    made = Report(
        title=_("Attendance report"),
        name=_("Attendance report"),
        kind=str(report.contact),
        cover=tuple((name, value) for name, value in cover(report, people) if value),
        language=(get_language() or "sv")[:2],
        made_at=report.noted_at,
    )
    for each in people:
        made.heading(each.participant.called)
        made.facts(person_facts(each))
        made.table(table(report, each))
    return made


def cover(report: AttendanceReport, people: Sequence[Reported]) -> list[tuple[str, str]]:
    """The facts above the people."""
    return [
        (_("To"), str(report.contact)),
        (_("From"), f"{report.unit.name}, {report.unit.organisation.name}"),
        (_("Places ordered by"), report.ordered_by),
        (_("Period"), f"{day(report.first_on)} – {day(report.last_on)}"),
        (_("People in the report"), str(len(people))),
        (_("Ground"), _ground(people)),
        (_("Handed out"), f"{day(report.given_on)}, {report.noted_by}"),
    ]


def _ground(people: Sequence[Reported]) -> str:
    line = next((each.disclosure for each in people if each.disclosure), None)
    return ": ".join(filter(None, (GROUNDS.label(line.ground), line.ground_text))) if line else ""


def person_facts(each: Reported) -> list[tuple[str, str]]:
    """Number and sums of one person."""
    return [(_("Identity number"), each.participant.number.formatted), *sums(each)]


def sums(each: Reported) -> list[tuple[str, str]]:
    """How often and how long somebody was there."""
    times = ngettext("%(came)s of %(count)s time", "%(came)s of %(count)s times", len(each.marks))
    return [
        (_("Came"), times % {"came": each.came, "count": len(each.marks)}),
        (_("All together"), _("%(number)s hours") % {"number": decimal(each.minutes / 60)}),
    ]


def table(report: AttendanceReport, each: Reported) -> TableView:
    """The days of one person."""
    heads = [_("Day"), _("Activity"), _("How"), _("Attendance"), _("Minutes"), _("Reason for absence")]
    rows = [_row(mark) for mark in each.marks]
    if not report.with_reasons:
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    caption = _("Days of %(name)s") % {"name": each.participant.called}
    return TableView(caption, tuple(heads), tuple(map(tuple, rows)), wordy=(1, 2, 3, 5))


def _row(mark: dict) -> list[str]:
    return [
        day(dt.date.fromisoformat(mark["on"])),
        mark["activity"],
        ACTIVITY_MODES.label(mark["mode"]),
        ATTENDANCE_STATES.label(mark["state"]),
        str(mark["minutes"]),
        ABSENCE_REASONS.label(mark["reason"]) if mark["reason"] else "",
    ]

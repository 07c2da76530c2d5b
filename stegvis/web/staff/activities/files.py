"""Hours and attendance as workbooks. Texts are written as texts, so that no cell is run as a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from stegvis.casework.models import AttendanceReport
from stegvis.casework.queries.activity_hours import MonthMinutes
from stegvis.casework.queries.attendance_reports import Reported
from stegvis.casework.vocabulary import ABSENCE_REASONS, ACTIVITY_MODES, ATTENDANCE_STATES
from stegvis.organisation.models import Unit

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hours(unit: Unit, first: dt.date, last: dt.date, rows: Iterable[MonthMinutes]) -> bytes:
    """One row for each person and month, with minutes as they are kept and hours beside them."""
    heads = (_("Name"), _("Month"), _("Minutes"), _("Hours"), _("Times present"), _("Times away"))
    lines = [
        (row.participant.called, f"{row.month:%Y-%m}", row.minutes, row.minutes / 60, row.present, row.absent)
        for row in rows
    ]
    return _book(_("Hours in activities"), [(_("Unit"), unit.name), *_period(first, last)], heads, lines)


def report(report: AttendanceReport, people: Iterable[Reported]) -> bytes:
    """One row for each mark in a report that was handed out. How people felt is never told."""
    heads = [
        *(_("Name"), _("Identity number"), _("Activity"), _("Day"), _("How")),
        *(_("Attendance"), _("Minutes"), _("Reason for absence")),
    ]
    lines = [
        [
            each.participant.called,
            each.participant.number.formatted,
            mark["activity"],
            mark["on"],
            ACTIVITY_MODES.label(mark["mode"]),
            ATTENDANCE_STATES.label(mark["state"]),
            mark["minutes"],
            ABSENCE_REASONS.label(mark["reason"]) if mark["reason"] else "",
        ]
        for each in people
        for mark in each.marks
    ]
    if not report.with_reasons:
        heads, lines = heads[:-1], [line[:-1] for line in lines]
    facts = [(_("To"), str(report.contact)), (_("From"), report.unit.name), *_period(report.first_on, report.last_on)]
    return _book(_("Attendance report"), facts, heads, lines)


def _period(first: dt.date, last: dt.date) -> list[tuple[str, str]]:
    return [(_("Period"), f"{first.isoformat()} – {last.isoformat()}")]


def _book(title: str, facts: Sequence[tuple[str, str]], heads: Sequence[str], lines: Sequence[Sequence]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "Stegvis", "title": title})
    bold = book.add_format({"bold": True, "bottom": 1})
    decimal = book.add_format({"num_format": "0.0"})
    sheet = book.add_worksheet(title[:31])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(heads) - 1, 18)
    for number, (name, value) in enumerate(facts):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, value)
    for number, line in enumerate((heads, *lines), start=len(facts) + 1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, bold if line is heads else None)
            else:
                sheet.write_number(number, column, cell, decimal if isinstance(cell, float) else None)
    sheet.freeze_panes(len(facts) + 2, 1)
    book.close()
    return out.getvalue()

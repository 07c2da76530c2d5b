"""Hours and attendance as workbooks. Texts are written as texts, so that no cell is run as a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from stegvis.casework.models import Attendance
from stegvis.casework.queries.activity_hours import MonthMinutes
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


def report(unit: Unit, agency: str, first: dt.date, last: dt.date, rows: Iterable[Attendance]) -> bytes:
    """One row for each mark in what the agency ordered. Why somebody was away is told; how people felt is not."""
    heads = (
        *(_("Name"), _("Identity number"), _("Activity"), _("Day"), _("How")),
        *(_("Attendance"), _("Minutes"), _("Reason for absence")),
    )
    lines = [
        (
            row.participant.called,
            row.participant.number.value,
            row.session.activity.name,
            row.on.isoformat(),
            ACTIVITY_MODES.label(row.session.mode),
            ATTENDANCE_STATES.label(row.state),
            row.minutes,
            ABSENCE_REASONS.label(row.reason) if row.reason else "",
        )
        for row in rows
    ]
    facts = [(_("To"), agency), (_("From"), unit.name), *_period(first, last)]
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

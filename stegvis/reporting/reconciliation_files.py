"""The comparison of printed and counted figures as CSV and as a workbook."""

import csv
import io

from django.utils.translation import gettext as _

from stegvis.reporting.exports import safe_cell
from stegvis.reporting.reconciliation import Reconciliation, as_table
from stegvis.reporting.story import TableView


def _facts(compared: Reconciliation) -> list[tuple[str, str]]:
    release = compared.release
    return [
        (_("Project"), f"{compared.project.name} ({compared.project.code})"),
        (_("Release"), f"{release.number}, {release.at.isoformat()}" if release else "–"),
    ]


def _words(compared: Reconciliation) -> TableView:
    rows = [(h, m.printed, m.ours, m.note) for h, mappings in compared.mappings.items() for m in mappings]
    return TableView(_("Words"), (_("Kind"), _("Printed"), _("In Stegvis"), _("Note")), tuple(rows))


def _remarks(compared: Reconciliation) -> TableView:
    rows = [(heading, text) for heading, texts in compared.remarks.items() for text in texts]
    return TableView(_("Remarks"), (_("Kind"), _("Remark")), tuple(rows))


def to_csv(compared: Reconciliation) -> bytes:
    """The figures as CSV (UTF-8 with mark, semicolons)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table = as_table(compared)
    for line in (*_facts(compared), (), table.heads, *table.rows):
        writer.writerow([safe_cell(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(compared: Reconciliation) -> bytes:
    """Figures, words and remarks, one sheet each."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if compared.release:
        book.set_properties({"author": "Stegvis", "created": compared.release.released_at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for table in (as_table(compared), _words(compared), _remarks(compared)):
        sheet = book.add_worksheet(table.caption[:31])
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(table.heads) - 2, 18)
        sheet.set_column(len(table.heads) - 1, len(table.heads) - 1, 80)
        facts = _facts(compared)
        for number, (name, value) in enumerate(facts):
            sheet.write_string(number, 0, name, bold)
            sheet.write_string(number, 1, value)
        for number, line in enumerate((table.heads, *table.rows), start=len(facts) + 1):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell, bold if line is table.heads else wrapped)
    book.close()
    return out.getvalue()


def file_name(compared: Reconciliation, ending: str) -> str:
    """`fsla-printed-and-counted.xlsx`: nothing personal."""
    return f"{compared.project.code}-printed-and-counted.{ending}"

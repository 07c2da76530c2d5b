"""Gated results as files: one table per indicator, base and split, with everything needed to read it alone."""

import csv
import io

from django.utils.translation import gettext as _

from stegvis.evaluation.catalogue import DIMENSION_WORDS, INDICATORS
from stegvis.evaluation.definitions import Dimension
from stegvis.reporting import story
from stegvis.reporting.frozen import FrozenResults, FrozenTable
from stegvis.reporting.models import Release

#: Spreadsheets run a cell that begins with one of these; such a cell gets an apostrophe in CSV (OWASP, CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: object) -> object:
    """Text that a spreadsheet will not run as a formula; numbers pass as they are."""
    return f"'{text}" if isinstance(text, str) and text.startswith(_DANGEROUS) else text


def _heads(table: FrozenTable) -> list[str]:
    heads = [DIMENSION_WORDS[Dimension(d)].in_language(story.language()) for d in table.by]
    if any(row.destination for row in table.rows):
        heads.append(_("Destination"))
    return [*heads, _("Number"), _("Out of"), _("Value"), _("Interval from"), _("Interval to"), _("Hidden")]


def _lines(table: FrozenTable) -> list[list]:
    lines = []
    for row in table.rows:
        line: list = [story.value_label(dimension, row.by[dimension]) for dimension in table.by]
        if row.destination:
            line.append(story.destination_label(row.destination))
        low, high = row.interval or (None, None)
        lines.append([*line, row.numerator, row.denominator, row.value, low, high, _("yes") if row.suppressed else ""])
    return lines


def _facts(release: Release) -> list[tuple[str, str]]:
    run = release.run
    return [
        (_("Project"), f"{release.project.name} ({release.project.code})"),
        (_("Release"), f"{release.number}"),
        (_("As of"), release.at.isoformat()),
        (_("Extract"), run.extract.digest),
        (_("Computed by"), f"Stegvis {run.code_version}, {run.engine}"),
        (_("Hidden"), _("Counts of 1–%(most)s, and what would reveal them.") % {"most": run.small_count - 1}),
        (_("Held at the release before"), ", ".join(run.held) or "–"),
    ]


def _decimal(cell: object) -> object:
    """A share with the decimal sign of the language; a Swedish spreadsheet takes 0.49 for text."""
    return str(cell).replace(".", ",") if isinstance(cell, float) and story.language() == "sv" else cell


def to_csv(release: Release, indicator: str, base: str | None, by: tuple[str, ...]) -> bytes:
    """One table as CSV, as Swedish spreadsheets expect it (UTF-8 with mark, semicolons, decimal commas in Swedish).

    Raises KeyError if unknown.
    """
    table = FrozenResults(release.results).table(indicator, base, by)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for name, value in _facts(release):
        writer.writerow([safe_cell(name), safe_cell(value)])
    writer.writerow([_("Indicator"), safe_cell(_title(table))])
    writer.writerow([])
    writer.writerow(_heads(table))
    writer.writerows([safe_cell(_decimal(cell)) for cell in line] for line in _lines(table))
    return out.getvalue().encode("utf-8-sig")


def _title(table: FrozenTable) -> str:
    parts = [story.indicator_title(table.indicator)]
    if table.base:
        parts.append(story.base_label(table.base))
    return " · ".join(parts)


def to_xlsx(release: Release) -> bytes:
    """The whole release as a workbook: a first sheet that explains, then one sheet per indicator and base."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": f"{release.project.name} · {release.at.isoformat()}",
            "author": "Stegvis",
            "created": release.released_at.replace(tzinfo=None),
        }
    )
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    share = book.add_format({"num_format": "0.0 %"})
    first = book.add_worksheet(_("About"))
    first.set_column(0, 0, 26)
    first.set_column(1, 1, 90)
    for number, (name, value) in enumerate(_facts(release)):
        first.write_string(number, 0, name, bold)
        first.write_string(number, 1, value)
    sheets: dict[tuple, list[FrozenTable]] = {}
    for table in FrozenResults(release.results).tables():
        sheets.setdefault((table.indicator, table.base), []).append(table)
    for number, ((indicator, _base), tables) in enumerate(sheets.items(), start=1):
        name = f"{number} {story.indicator_title(indicator)}"[:31]
        for sign in "[]:*?/\\":
            name = name.replace(sign, " ")
        _write_sheet(book.add_worksheet(name), tables, (bold, title, share))
    book.close()
    return out.getvalue()


def _write_sheet(sheet, tables: list[FrozenTable], formats) -> None:
    bold, title, share = formats
    sheet.set_column(0, 2, 24)
    sheet.write_string(0, 0, _title(tables[0]), title)
    reading = INDICATORS[tables[0].indicator].reading
    sheet.write_string(1, 0, reading.sentence.in_language(story.language()))
    line = 3
    for table in tables:
        heads = _heads(table)
        for column, head in enumerate(heads):
            sheet.write_string(line, column, head, bold)
        is_share = INDICATORS[table.indicator].kind in ("share", "distribution")
        for cells in _lines(table):
            line += 1
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                elif cell is not None:
                    sheet.write_number(line, column, cell, share if is_share and column >= len(heads) - 4 else None)
        line += 3


def file_name(release: Release, ending: str) -> str:
    """`fsla-2022-10-31-release-1.xlsx`: nothing personal."""
    return f"{release.project.code}-{release.at.isoformat()}-release-{release.number}.{ending}"

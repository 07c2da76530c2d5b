"""Workbooks the import gives out: the template, and the rejected rows ready to be corrected. Never a formula."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from stegvis.casework.importing.columns import ADDED, COLUMNS
from stegvis.casework.importing.faults import RowReport
from stegvis.casework.importing.files import Sheet, text_of
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS, REASONS, TARGET_GROUPS

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_EXAMPLE = {
    "personnummer": "# exempel 19900101-9802",
    "förnamn": "Åsa",
    "efternamn": "Exempel",
    "kommun": "Mönsterås",
    "startdatum": "2024-02-01",
    "inflöde": "Försörjningsstöd",
    "målgrupper": "Unga; Långtidsarbetslösa",
    "slutdatum": "2024-09-30",
    "utfall": "Arbete; Studier",
    "orsak": "Tidsbegränsad anställning; Komvux",
    "mottagare": "Hotellet AB; Komvux",
    "yrke": "5120 Kockar och kallskänkor",
    "näringsgren": "I",
    "tidigare nummer": "",
    "åldersundantag": "",
    "målgruppsundantag": "",
    "stoppundantag": "",
}
_HEADING = {"bold": True, "bg_color": "#e6eef7", "bottom": 1}


def write_template(path: Path, *, language: str = "sv") -> None:
    """An empty list with headings and an example row (skipped by imports because it begins with #), as Excel or CSV.

    The Excel file has the words to choose from on a second sheet, and drop-down lists where one word is enough.
    """
    _replace(path, template_content("csv" if path.suffix.lower() == ".csv" else "xlsx", language=language))


def template_content(kind: str, *, language: str = "sv") -> bytes:
    """The template as a file of the kind `xlsx` or `csv`."""
    return _template_csv(language).encode("utf-8-sig") if kind == "csv" else _template_workbook(language)


def write_rejects(path: Path, sheet: Sheet, rejected: Iterable[RowReport]) -> int:
    """The rejected rows as they were read, with line, column, reason and advice beside them. Returns how many."""
    lines = {line.number: line for line in sheet.lines}
    found = [(lines[row.line].cells, row) for row in sorted(rejected, key=lambda one: one.line)]
    _replace(path, rest_workbook(sheet.headings, found))
    return len(found)


def rest_workbook(headings: list[str], rows: Iterable[tuple[list[str], RowReport]]) -> bytes:
    """Rows as they stand in the file, with line, column, reason and advice beside them: a workbook of plain text."""
    import xlsxwriter  # only where a workbook is written: a web process starts without it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        page = book.add_worksheet("Avvisade rader")
        heading, text = book.add_format(_HEADING), book.add_format({"num_format": "@"})
        for place, name in enumerate([*headings, *ADDED]):
            page.write_string(0, place, name, heading)
        for count, (cells, row) in enumerate(rows, start=1):
            said = row.as_json()
            shown = [text_of(cell) for cell in cells[: len(headings)]]
            shown += [""] * (len(headings) - len(shown))
            reasons = [str(said["line"]), said["column"], said["reason"], said["advice"]]
            for place, cell in enumerate([*shown, *reasons]):
                page.write_string(count, place, cell[:32_000], text)
        page.freeze_panes(1, 0)
        page.set_column(0, len(headings) - 1, 16, text)
        page.set_column(len(headings), len(headings) + 1, 12, text)
        page.set_column(len(headings) + 2, len(headings) + 3, 60, text)
    return content.getvalue()


def _heading(column, language: str) -> str:
    return column.english if language == "en" else column.name


def _template_csv(language: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heading(column, language) for column in COLUMNS)
    writer.writerow(_EXAMPLE[column.name] for column in COLUMNS)
    return out.getvalue()


def _template_workbook(language: str) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        people = book.add_worksheet("Participants" if language == "en" else "Deltagare")
        words = book.add_worksheet("Words" if language == "en" else "Ord")
        heading, text = book.add_format(_HEADING), book.add_format({"num_format": "@"})
        faint = book.add_format({"num_format": "@", "italic": True, "font_color": "#595959"})
        ranges = _write_words(words, heading, language)
        for place, column in enumerate(COLUMNS):
            people.write_string(0, place, _heading(column, language), heading)
            people.write_comment(0, place, column.explanation_en if language == "en" else column.explanation_sv)
            people.write_string(1, place, _EXAMPLE[column.name], faint)
            if column.name in ranges:
                allowed = {"validate": "list", "source": ranges[column.name], "error_type": "information"}
                people.data_validation(2, place, 5000, place, allowed)
        people.freeze_panes(1, 0)
        people.set_column(0, len(COLUMNS) - 1, 20, text)
    return content.getvalue()


def _write_words(page, heading, language: str) -> dict[str, str]:
    """The lists of words side by side; returns the range of each list that a drop-down can use."""
    lists = (("inflöde", INFLOW_CHANNELS), ("målgrupper", TARGET_GROUPS), ("utfall", DESTINATIONS), ("orsak", REASONS))
    ranges, left = {}, 0
    for name, words in lists:
        of = ["for" if language == "en" else "till"] if words is REASONS else []
        code = "code" if language == "en" else "kod"
        for place, text in enumerate([name, code, *of]):
            page.write_string(0, left + place, text, heading)
        for line, term in enumerate(words, start=1):
            cells = [term.label_in(language), term.code]
            if words is REASONS:
                cells.append(DESTINATIONS[term.destination].label_in(language))
            for place, cell in enumerate(cells):
                page.write_string(line, left + place, cell)
        letter = chr(ord("A") + left)
        ranges[name] = f"='{page.get_name()}'!${letter}$2:${letter}${len(words) + 1}"
        page.set_column(left, left + 2, 30)
        left += 2 + len(of)
    return ranges


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing, readable by its owner only."""
    descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(made, path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise

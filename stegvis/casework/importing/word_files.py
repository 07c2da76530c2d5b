"""All words as a spreadsheet, for translating elsewhere and taking in again. Never a formula."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from stegvis.casework.importing import books, files
from stegvis.casework.importing.books import BadFile, Line
from stegvis.casework.queries.words import LISTS, under_of

#: The columns, in their order. `list`, `code` and `under` say which word it is; a code never changes.
COLUMNS = (
    "list",
    "code",
    "under",
    "sv",
    "en",
    "synonyms",
    "explanation_sv",
    "explanation_en",
    "position",
    "retired_on",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def rows() -> list[dict[str, str]]:
    """Every word of every list as it is now, as texts."""
    return [
        {
            "list": each.name,
            "code": term.code,
            "under": under_of(term),
            "sv": term.sv,
            "en": term.en,
            "synonyms": "; ".join(term.synonyms),
            "explanation_sv": term.explanation_sv,
            "explanation_en": term.explanation_en,
            "position": str(place),
            "retired_on": term.retired_on.isoformat() if term.retired_on else "",
        }
        for each in LISTS.values()
        for place, term in enumerate(each.words)
    ]


def as_csv(words: Iterable[dict]) -> bytes:
    """For spreadsheets and translators: semicolons, UTF-8 with a mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for word in words:
        writer.writerow(_harmless(word[name]) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(words: Iterable[dict]) -> bytes:
    """One sheet, every cell text."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet("Ord")
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for place, name in enumerate(COLUMNS):
            page.write_string(0, place, name, bold)
        for line, word in enumerate(words, start=1):
            for place, name in enumerate(COLUMNS):
                page.write_string(line, place, word[name], text)
        page.freeze_panes(1, 2)
        page.set_column(0, len(COLUMNS) - 1, 24)
    return content.getvalue()


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The filled lines as (line number, texts by column); columns that are not there are left out. Raises BadFile."""
    content = path.read_bytes()
    books.check_size(len(content))
    book = books.opened(content)
    for sheet, top in enumerate(book.tops()):
        for line in top:
            headings = [files.text_of(cell).strip().lower() for cell in line.cells]
            if {"list", "code"} <= set(headings):
                below = (each for each in book.lines(sheet) if each.number > line.number)
                return [(each.number, _texts(headings, each)) for each in below]
    raise BadFile(_("No row with the headings “list” and “code” was found. Fetch the words as a file and change that."))


def _texts(headings: list[str], line: Line) -> dict[str, str]:
    cells = [files.text_of(cell).strip() for cell in line.cells]
    found = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
    return {name: found[name].removeprefix("'") for name in COLUMNS if name in found}


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text

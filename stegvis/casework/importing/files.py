"""A file with participants: which of its sheets, which line has the headings, and the rows below."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from stegvis.casework.importing import books, columns
from stegvis.casework.importing.books import MOST_ROWS, BadFile, Book, Line

__all__ = ["MOST_ROWS", "BadFile", "Found", "Line", "Sheet", "find_headings", "read", "rows_below", "text_of"]


@dataclass(frozen=True)
class Sheet:
    """The rows below the headings. `places`: where each known column stands; `unused`: headings that are not used."""

    headings: list[str]
    places: dict[str, int]
    unused: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Found:
    """Where the list stands: the sheet, the line with the headings, and how many other sheets have something."""

    sheet: int
    line: int
    headings: list[str]
    others: int


def read(path: Path, remembered: Mapping[str, str] | None = None) -> Sheet:
    """The sheet with participants of a workbook (.xlsx, .xlsm, .xls, .ods) or CSV file. Raises BadFile.

    `remembered`: our column ("" for left out) by folded heading, for headings that are not ours.
    """

    def ours(headings: list[str]) -> list[str]:
        meant = remembered or {}
        return [heading if columns.known(heading) else meant.get(columns.key(heading), heading) for heading in headings]

    book = books.opened(_content(path))
    found = find_headings(book, lambda headings: columns.recognised(ours(headings)))
    if found is None:
        raise BadFile(
            _("No row with headings was found. The template shows the columns: stegvis import-template FILE.xlsx")
        )
    try:
        places, unused = columns.places(ours(found.headings))
    except columns.BadHeadings as problem:
        raise BadFile(str(problem)) from None
    return Sheet(found.headings, places, unused, list(rows_below(book, found)))


def text_of(cell: str) -> str:
    """A cell's value as text."""
    return cell[1:]


def find_headings(book: Book, recognised: Callable[[list[str]], int] = columns.recognised) -> Found | None:
    """The sheet and line with the most known headings; None when none is known. Raises BadFile for an empty file."""
    tops = book.tops()
    if not any(tops):
        raise BadFile(_("The file is empty."))
    best, hits = None, 0
    for sheet, top in enumerate(tops):
        for line in top:
            headings = [text_of(cell) for cell in line.cells]
            known = recognised(headings)
            if known > hits:
                best, hits = Found(sheet, line.number, headings, 0), known
    if best is None:
        return None
    others = 0 if book.alternatives else sum(bool(top) for top in tops) - 1
    return Found(best.sheet, best.line, best.headings, others)


def likely_headings(book: Book) -> Found:
    """Where the headings probably stand though none is known: the first line with several texts, else the first."""
    tops = [(sheet, top) for sheet, top in enumerate(book.tops()) if top]
    widest = max(tops, key=lambda pair: max(sum(map(bool, line.cells)) for line in pair[1]))
    sheet, top = widest
    most = max(sum(map(bool, line.cells)) for line in top)
    line = next(line for line in top if sum(map(bool, line.cells)) == most)
    return Found(sheet, line.number, [text_of(cell) for cell in line.cells], 0)


def rows_below(book: Book, found: Found) -> Iterator[Line]:
    """The filled lines below the headings, without those whose first cell begins with #. Raises BadFile."""
    count = 0
    for line in book.lines(found.sheet):
        if line.number <= found.line or _is_comment(line):
            continue
        count += 1
        if count > MOST_ROWS:
            raise books.too_many_rows()
        yield line


def _is_comment(line: Line) -> bool:
    return next(text_of(cell) for cell in line.cells if cell).lstrip().startswith("#")


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BadFile(_("There is no file %s.") % path.name)
        books.check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as problem:
        raise BadFile(f"{path.name}: {problem.strerror}") from None

"""Open a spreadsheet from outside, safely: its kind by content, its size, its cells with their line numbers."""

import csv
import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.casework.importing import columns

MOST_ROWS = 200_000
#: A packed workbook may unpack to so many times the largest upload, and one part to so many times its packed size.
UNPACKED_TIMES = 20
LARGEST_RATIO = 250
_SMALL_PART = 5 * 1024 * 1024
_LINES_TO_SEARCH = 30
_READER = Path(__file__).with_name("workbook_reader.py")


class BadFile(ValueError):
    """The file as a whole cannot be imported. The text says why and what to do."""


@dataclass(frozen=True)
class Line:
    """A filled row: its number as a spreadsheet shows it, and its cells ("" or kind `s`, `n`, `d` and value)."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The rows below the headings. `places`: where each known column stands; `unused`: headings that are not used."""

    headings: list[str]
    places: dict[str, int]
    unused: list[str]
    lines: list[Line]


def read(path: Path) -> Sheet:
    """The sheet with participants of a workbook (.xlsx, .xlsm, .xls, .ods) or CSV file. Raises BadFile."""
    start = _checked_start(path)
    if start.startswith(b"PK\x03\x04"):
        _check_packed(path)
        sheets = _workbook(path)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        _check_not_locked(path)
        sheets = _workbook(path)
    else:
        sheets = _text(path.read_bytes())
    return _with_headings(sheets)


def text_of(cell: str) -> str:
    """A cell's value as text."""
    return cell[1:]


# --- what kind of file it is ------------------------------------------------------------------------------------
def _checked_start(path: Path) -> bytes:
    largest = settings.STEGVIS_MAX_UPLOAD_BYTES
    try:
        if not path.is_file():
            raise BadFile(_("There is no file %s.") % path.name)
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as problem:
        raise BadFile(f"{path.name}: {problem.strerror}") from None
    if size == 0:
        raise BadFile(_("The file is empty."))
    if size > largest:
        raise BadFile(
            _("The file is larger than %d MB. Split it, or ask for a higher limit (STEGVIS_MAX_UPLOAD_MB).")
            % (largest // 1024**2)
        )
    return start


def _check_packed(path: Path) -> None:
    """Look into the directory of the zip before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise BadFile(_("The file is damaged. Save it again in the spreadsheet program.")) from None
    names = {part.filename for part in parts}
    if not (names & {"xl/workbook.xml", "xl/workbook.bin"} or "content.xml" in names):
        raise _wrong_kind()
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _SMALL_PART and part.file_size > LARGEST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if swollen or unpacked > UNPACKED_TIMES * settings.STEGVIS_MAX_UPLOAD_BYTES:
        raise _unpacks_too_large()


def _check_not_locked(path: Path) -> None:
    """A new workbook with a password is an old container around an encrypted part."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise _locked()


def _wrong_kind() -> BadFile:
    return BadFile(_("This is not a spreadsheet. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV."))


def _locked() -> BadFile:
    return BadFile(_("The file is locked with a password. Save it without a password and import it from there."))


def _unpacks_too_large() -> BadFile:
    return BadFile(_("The file unpacks to far more than a list of participants needs. It was not opened."))


def _too_many_rows() -> BadFile:
    return BadFile(_("The file has more than %d rows. Split it.") % MOST_ROWS)


# --- workbooks --------------------------------------------------------------------------------------------------
def _workbook(path: Path) -> list[list[Line]]:
    ran = subprocess.run(  # noqa: S603  our own reader; the path is its only word
        [sys.executable, "-I", str(_READER), str(path.resolve()), str(MOST_ROWS + _LINES_TO_SEARCH)],
        capture_output=True,
        check=False,
    )
    match ran.returncode:
        case 0:
            return _sheets(ran.stdout.decode("utf-8"))
        case 3:
            raise _locked()
        case 4:
            raise _too_many_rows()
        case 5:
            raise BadFile(_("The file is damaged. Save it again in the spreadsheet program."))
    raise _unpacks_too_large()  # the reader met its limit of memory or time


def _sheets(output: str) -> list[list[Line]]:
    sheets: dict[str, list[Line]] = {}
    for text in output.splitlines():
        name, number, cells = json.loads(text)
        sheets.setdefault(name, []).append(Line(number, cells))
    return list(sheets.values())


# --- text -------------------------------------------------------------------------------------------------------
def _text(content: bytes) -> list[list[Line]]:
    """One reading for each delimiter; the headings show which one is right."""
    text = _decoded(content)
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\x1a" for char in text[:20_000]):
        raise _wrong_kind()
    return [list(_rows(text, delimiter)) for delimiter in ";,\t"]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = ["utf-16"]
    elif b"\0" in content[:4096]:
        raise _wrong_kind()
    else:
        codings = ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise BadFile(_("The letters of the file cannot be read. Save it as CSV with the encoding UTF-8."))


def _rows(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    first = 1
    filled = 0
    try:
        for row in reader:
            cells = [f"s{cell}" if cell.strip() else "" for cell in row]
            if any(cells):
                filled += 1
                yield Line(first, cells)
            first = reader.line_num + 1
            if filled > MOST_ROWS + _LINES_TO_SEARCH:
                raise _too_many_rows()
    except csv.Error:
        raise BadFile(_("The CSV file is damaged near line %d: a quotation mark is not closed.") % first) from None


# --- headings ---------------------------------------------------------------------------------------------------
def _with_headings(sheets: list[list[Line]]) -> Sheet:
    """The sheet and line with the most known headings. Raises BadFile."""
    best, hits = None, 0
    for lines in sheets:
        for place, line in enumerate(lines[:_LINES_TO_SEARCH]):
            known = columns.recognised([text_of(cell) for cell in line.cells])
            if known > hits:
                best, hits = (lines, place), known
    if not any(sheets):
        raise BadFile(_("The file is empty."))
    if best is None:
        raise BadFile(
            _("No row with headings was found. The template shows the columns: stegvis import-template FILE.xlsx")
        )
    lines, place = best
    headings = [text_of(cell) for cell in lines[place].cells]
    try:
        places, unused = columns.places(headings)
    except columns.BadHeadings as problem:
        raise BadFile(str(problem)) from None
    below = [line for line in lines[place + 1 :] if not _is_comment(line)]
    if len(below) > MOST_ROWS:
        raise _too_many_rows()
    return Sheet(headings, places, unused, below)


def _is_comment(line: Line) -> bool:
    return next(text_of(cell) for cell in line.cells if cell).lstrip().startswith("#")

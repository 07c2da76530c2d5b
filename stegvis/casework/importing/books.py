"""Open a spreadsheet from outside, safely: its kind by content, its size, its sheets line by line.

Nothing here puts the content on a disk: a workbook goes to its reader through a pipe.
"""

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

from stegvis.casework.importing.workbook_reader import LONGEST_CELL

MOST_ROWS = 200_000
#: A packed workbook may unpack to so many times the largest upload, and one part to so many times its packed size.
UNPACKED_TIMES = 20
LARGEST_RATIO = 250
_SMALL_PART = 5 * 1024 * 1024
#: Headings stand among so many filled lines at the top of a sheet.
LINES_TO_SEARCH = 30
_READER = Path(__file__).with_name("workbook_reader.py")


class BadFile(ValueError):
    """The file as a whole cannot be imported. The text says why and what to do."""


@dataclass(frozen=True)
class Line:
    """A filled row: its number as a spreadsheet shows it, and its cells ("" or kind `s`, `n`, `d` and value)."""

    number: int
    cells: list[str]


class Book:
    """A file whose kind and size are checked, with sheets that can be read line by line.

    `alternatives`: the sheets are only different readings of the same text, of which one is right.
    """

    alternatives = False

    def tops(self) -> list[list[Line]]:
        """The first filled lines of every sheet. Raises BadFile."""
        raise TypeError("a book is a workbook or a text")

    def lines(self, sheet: int) -> Iterator[Line]:
        """Every filled line of a sheet. Raises BadFile, also in the middle."""
        raise TypeError("a book is a workbook or a text")


def opened(content: bytes) -> Book:
    """The book of a workbook (.xlsx, .xlsm, .xls, .ods) or CSV file. Raises BadFile."""
    check_size(len(content))
    if content.startswith(b"PK\x03\x04"):
        _check_packed(content)
        return _Workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked()
        return _Workbook(content)
    return _Text(content)


def check_kind(content: bytes) -> None:
    """Raises BadFile at once for what is no spreadsheet at all; `opened` looks closer."""
    if content.startswith(b"PK\x03\x04"):
        _check_packed(content)
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):
        _Text(content)


def check_size(size: int) -> None:
    """Raises BadFile for an empty file, or one larger than uploads may be."""
    largest = settings.STEGVIS_MAX_UPLOAD_BYTES
    if size == 0:
        raise BadFile(_("The file is empty."))
    if size > largest:
        raise too_large()


def too_large() -> BadFile:
    """The refusal of a file that is larger than uploads may be."""
    return BadFile(
        _("The file is larger than %d MB. Split it, or ask for a higher limit (STEGVIS_MAX_UPLOAD_MB).")
        % (settings.STEGVIS_MAX_UPLOAD_BYTES // 1024**2)
    )


# --- what kind of file it is ------------------------------------------------------------------------------------
def _check_packed(content: bytes) -> None:
    """Look into the directory of the zip before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _damaged() from None
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


def _wrong_kind() -> BadFile:
    return BadFile(_("This is not a spreadsheet. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV."))


def _locked() -> BadFile:
    return BadFile(_("The file is locked with a password. Save it without a password and import it from there."))


def _damaged() -> BadFile:
    return BadFile(_("The file is damaged. Save it again in the spreadsheet program."))


def _unpacks_too_large() -> BadFile:
    return BadFile(_("The file unpacks to far more than a list of participants needs. It was not opened."))


def too_many_rows() -> BadFile:
    """The refusal of a file with too many rows."""
    return BadFile(_("The file has more than %d rows. Split it.") % MOST_ROWS)


# --- workbooks --------------------------------------------------------------------------------------------------
class _Workbook(Book):
    def __init__(self, content: bytes):
        self._content = content
        tops: dict[int, list[Line]] = {}
        for sheet, line in self._read(LINES_TO_SEARCH):
            tops.setdefault(sheet, []).append(line)
        self._tops = [tops.get(number, []) for number in range(max(tops, default=-1) + 1)]

    def tops(self) -> list[list[Line]]:
        return self._tops

    def lines(self, sheet: int) -> Iterator[Line]:
        for _sheet, line in self._read(MOST_ROWS + LINES_TO_SEARCH, sheet):
            yield line

    def _read(self, most: int, *sheet: int) -> Iterator[tuple[int, Line]]:
        arguments = [sys.executable, "-I", str(_READER), str(most), *map(str, sheet)]
        reader = subprocess.Popen(  # noqa: S603  our own reader; numbers are its only words
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            try:
                reader.stdin.write(self._content)
                reader.stdin.close()
            except BrokenPipeError:  # it gave up while it was still listening; its code says why
                reader.stdin = None
            for text in reader.stdout:
                number, line, cells = json.loads(text)
                yield number, Line(line, cells)
            _check_ending(reader.wait())
        finally:
            reader.kill()
            reader.stdout.close()
            reader.wait()


def _check_ending(code: int) -> None:
    match code:
        case 0:
            return
        case 3:
            raise _locked()
        case 4:
            raise too_many_rows()
        case 5:
            raise _damaged()
    raise _unpacks_too_large()  # the reader met its limit of memory or time


# --- text -------------------------------------------------------------------------------------------------------
class _Text(Book):
    """One reading for each delimiter; the headings show which one is right."""

    alternatives = True
    _DELIMITERS = (";", ",", "\t")

    def __init__(self, content: bytes):
        self._text = _decoded(content)
        if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\x1a" for char in self._text[:20_000]):
            raise _wrong_kind()

    def tops(self) -> list[list[Line]]:
        return [self._top(sheet) for sheet in range(len(self._DELIMITERS))]

    def _top(self, sheet: int) -> list[Line]:
        found = []
        try:
            for line in self.lines(sheet):
                found.append(line)
                if len(found) == LINES_TO_SEARCH:
                    break
        except BadFile:  # a wrong delimiter may damage what the right one reads well
            if sheet == len(self._DELIMITERS) - 1 and not found:
                raise
        return found

    def lines(self, sheet: int) -> Iterator[Line]:
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._DELIMITERS[sheet])
        first, filled = 1, 0
        try:
            for row in reader:
                cells = [f"s{cell[:LONGEST_CELL]}" if cell.strip() else "" for cell in row]
                if any(cells):
                    filled += 1
                    yield Line(first, cells)
                first = reader.line_num + 1
                if filled > MOST_ROWS + LINES_TO_SEARCH:
                    raise too_many_rows()
        except csv.Error:
            raise BadFile(
                _("The CSV file is damaged near line %d: a quotation mark is not closed, or a cell is far too long.")
                % first
            ) from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        coding = "utf-16"
    elif b"\0" in content[:4096]:
        coding = _without_mark(content)
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            _check_not_mixed(content, problem.start)
            coding = "cp1252"
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        raise BadFile(_("The letters of the file cannot be read. Save it as CSV with the encoding UTF-8.")) from None


def _without_mark(content: bytes) -> str:
    """UTF-16 without its mark: in plain text every second byte is zero."""
    start = content[:2000]
    for coding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if zeros and zeros.count(0) > 0.8 * len(zeros):
            return coding
    raise _wrong_kind()


def _check_not_mixed(content: bytes, first: int) -> None:
    """Two files pasted together may have two encodings: each reading would spoil half of the names."""
    said = content.decode("utf-8", errors="ignore")
    if set("åäöÅÄÖ") & set(said):
        line = content.count(b"\n", 0, first) + 1
        raise BadFile(
            _("Two encodings are mixed in the file (see line %d): å, ä and ö would be spoilt. Save it as Excel.") % line
        )

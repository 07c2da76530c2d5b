"""From a cell to a day, a name, a number or a word. Each function raises BadCell with reason and advice."""

import datetime as dt
import re
import unicodedata

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.base.identity_number import IdentityNumber, InvalidIdentityNumber, parse
from stegvis.base.vocabulary import Term, UnknownWord, Vocabulary
from stegvis.casework.importing.faults import Fault
from stegvis.casework.importing.matching import NO_CHOICES, Choices
from stegvis.casework.rules import cleaned
from stegvis.casework.vocabulary import occupation_meant

_FORMULA_STARTS = ("=", "+", "-", "@")
_SHEET_ERRORS = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SAKNAS!|REFERENS!|VÄRDEFEL!)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_POWER = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})", re.ASCII)
_EXCEL_EPOCH = dt.date(1899, 12, 30)


class BadCell(ValueError):
    """A cell that cannot be used."""

    def __init__(self, column: str, reason: str, advice: str):
        super().__init__(reason)
        self.fault = Fault(column, reason, advice)


def number(cell: str, column: str = "personnummer") -> IdentityNumber:
    """The identity number, also as spreadsheets mangle it. Raises BadCell; the words never repeat the number.

    A number cell has lost the zeros at its start (born 2000–2009, ten digits): they are put back, and the check digit
    says whether that was right. 1,99001019802E+11 is read when all its digits are there.
    """
    text = cell[1:].strip()
    if match := _POWER.fullmatch(text):
        text = _from_power(match, column)
    elif cell[:1] == "n" and re.fullmatch(r"\d{7,9}", text):
        text = text.zfill(10)
    try:
        return parse(text)
    except InvalidIdentityNumber as fault:
        words = Fault.of_words(column, fault.message)
        reason = _("The identity number cannot be used.") if words.reason == fault.message else words.reason
        advice = fault.message if words.reason == fault.message else words.advice
        raise BadCell(column, reason, advice) from None


def _from_power(match: re.Match, column: str) -> str:
    digits, decimals, power = match[1], match[2] or "", int(match[3])
    if len(decimals) <= power and len(digits) + power in (10, 12) and len(digits + decimals.rstrip("0")) >= 9:
        return digits + decimals.ljust(power, "0")
    raise BadCell(
        column,
        _("A spreadsheet has written the number as a power of ten, and digits are lost."),
        _("Fetch the number from where it came from, and format the column as text."),
    )


def name(cell: str, column: str) -> str:
    """A name as it is stored. Names that a spreadsheet would run as a formula are refused."""
    text = cell[1:]
    if _SHEET_ERRORS.match(text.strip()):
        raise BadCell(column, _("The cell holds a spreadsheet error."), _("Write the name in the cell."))
    plain = plain_text(cell, column, 100, required=True)
    if plain.startswith(_FORMULA_STARTS):
        raise BadCell(
            column,
            _("The name begins with a sign that spreadsheets take for a formula."),
            _("Remove = + - or @ at the beginning of the name."),
        )
    if not any(unicodedata.category(char)[0] in "LS" for char in plain):
        raise BadCell(column, _("There is no letter in the name."), _("Write the name in the cell."))
    return plain


def plain_text(cell: str, column: str, most: int, *, required: bool = False) -> str:
    """Text as it is stored, by the same rule as on the screens."""
    try:
        return cleaned(cell[1:], column, most, required=required)
    except NotPossible as refusal:
        advice = _("Shorten the text.") if refusal.code == "too_long" else _("Fill in the cell.")
        reason = _("The cell is empty.") if refusal.code == "required" else refusal.reason
        raise BadCell(column, reason, advice) from None


def day(cell: str, column: str) -> dt.date | None:
    """A day, or None for an empty cell: a date cell, YYYY-MM-DD, YYYYMMDD, d/m/YYYY or a spreadsheet's day number."""
    if not cell:
        return None
    text = cell[1:].strip()
    if cell[0] == "n" and re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    for shape, order in ((_ISO, (1, 2, 3)), (_COMPACT, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        if match := shape.fullmatch(text):
            try:
                return dt.date(*(int(match[place]) for place in order))
            except ValueError:
                raise BadCell(column, _("There is no such day."), _("Write a day that exists as YYYY-MM-DD.")) from None
    raise BadCell(column, _("This cannot be read as a date."), _("Write the day as YYYY-MM-DD."))


def word(
    text: str, column: str, words: Vocabulary | list[Term], choices: Choices = NO_CHOICES, context: str = ""
) -> Term | None:
    """The term meant by a code, a word in either language, or as was chosen for the file's own word (None: a gap).

    Raises BadCell naming the nearest word.
    """
    found = choices.once((column, context, text), lambda: _word(text, column, words, choices, context))
    if isinstance(found, Fault):
        raise BadCell(found.column, found.reason, found.advice)
    return found


def _word(
    text: str, column: str, words: Vocabulary | list[Term], choices: Choices, context: str
) -> Term | Fault | None:
    vocabulary = words if isinstance(words, Vocabulary) else Vocabulary(words)
    try:
        return choices.read(text, column, vocabulary, context)
    except UnknownWord as unknown:
        return Fault(
            column,
            _("“%s” is not one of the words.") % unknown.text.strip()[:60],
            _("Did you mean “%s”?") % unknown.nearest
            if unknown.nearest
            else _("Use one of these: %s.") % ", ".join(term.label for term in vocabulary),
        )


def occupation(text: str, choices: Choices = NO_CHOICES) -> str:
    """The code of an occupation, from its code or name; "" for none. Raises BadCell naming the nearest."""
    found = choices.once(("yrke", "", text), lambda: _occupation(text)) if text else ""
    if isinstance(found, Fault):
        raise BadCell(found.column, found.reason, found.advice)
    return found


def _occupation(text: str) -> str | Fault:
    try:
        return occupation_meant(text).code
    except UnknownWord as unknown:
        advice = _("Write a code of SSYK 2012, three or four digits, or its name.")
        if unknown.nearest:
            advice = _("Did you mean “%s”?") % unknown.nearest
        return Fault("yrke", _("“%s” is no occupation of SSYK 2012.") % text.strip()[:60], advice)


def parts(cell: str) -> list[str]:
    """The parts of a list written with semicolons; empty parts inside keep their place."""
    pieces = [piece.strip() for piece in cell[1:].split(";")]
    while pieces and not pieces[-1]:
        pieces.pop()
    return pieces

"""Keys that make order and search the same on every database.

`sort_key` orders as Swedish does (… z å ä ö) by plain byte order; `search_key` folds case and accents so that
"Östergård" is found by "ostergard". Both are stored beside the text they come from.
"""

import re
import unicodedata
from collections.abc import Callable

# å ä ö stand last in Swedish; æ and ø sort with ä and ö (Svenska Akademiens ordlista), ü with y, ß as ss.
_LAST = {
    "å": "{a",
    "ä": "{b",
    "æ": "{b",
    "ö": "{c",
    "ø": "{c",
    "œ": "{c",
    "ü": "y",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
}
_FOLD = {"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}


class ByLetter(dict):
    """A table for `str.translate` that works out each letter the first time it is met."""

    def __init__(self, letter: Callable[[str], str | None]):
        super().__init__()
        self._letter = letter

    def __missing__(self, number: int) -> str | None:
        self[number] = found = self._letter(chr(number))
        return found


def _without_marks(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


_SPACED = ByLetter(lambda char: " " if unicodedata.category(char)[0] in "ZC" else char)
_SORTED = ByLetter(lambda char: _LAST.get(char) or _without_marks(char))
_FOLDED = ByLetter(lambda char: _FOLD.get(char) or _without_marks(char))


def _spaced(text: str) -> str:
    kept = unicodedata.normalize("NFC", text).translate(_SPACED)
    return re.sub(r" +", " ", kept).strip().casefold()


def sort_key(text: str) -> str:
    """Key whose plain order is Swedish alphabetical order, without regard to case or accents outside å ä ö."""
    out = unicodedata.normalize("NFC", _spaced(text)).translate(_SORTED)
    return out.replace("-", " ").replace("'", "")


def search_key(text: str) -> str:
    """Folded text for look-ups: lower case, no accents (å ä ö become a a o), hyphens as spaces."""
    return re.sub(r"[\s\-’']+", " ", _spaced(text).translate(_FOLDED)).strip()

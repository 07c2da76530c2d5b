"""Keys that make order and search the same on every database.

`sort_key` orders as Swedish does (… z å ä ö) by plain byte order; `search_key` folds case and accents so that
"Östergård" is found by "ostergard". Both are stored beside the text they come from.
"""

import re
import unicodedata

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


def _without_marks(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def _spaced(text: str) -> str:
    kept = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in unicodedata.normalize("NFC", text))
    return re.sub(r" +", " ", kept).strip().casefold()


def sort_key(text: str) -> str:
    """Key whose plain order is Swedish alphabetical order, without regard to case or accents outside å ä ö."""
    out = []
    for char in unicodedata.normalize("NFC", _spaced(text)):
        out.append(_LAST.get(char) or _without_marks(char))
    return "".join(out).replace("-", " ").replace("'", "")


def search_key(text: str) -> str:
    """Folded text for look-ups: lower case, no accents (å ä ö become a a o), hyphens as spaces."""
    out = (_FOLD.get(char) or _without_marks(char) for char in _spaced(text))
    return re.sub(r"[\s\-’']+", " ", "".join(out)).strip()

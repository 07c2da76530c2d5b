"""How wide words are about, and where they break: for drawings that are made without a browser."""

_NARROW, _SLIM, _WIDE, _WIDEST = "ijl.,:;'’|!I", "frt()-/ ”“[]", "mwMW%@&", "—…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels the text is wide in our font; rather too many than too few."""
    return sum(map(_share, text)) * size * (1.12 if bold else 1.04)


def _share(char: str) -> float:
    """The letter's width as a part of the font's size."""
    if char in _NARROW:
        return 0.29
    if char in _SLIM:
        return 0.40
    if char in _WIDE:
        return 0.90
    if char in _WIDEST:
        return 1.0
    return 0.70 if char.isupper() else 0.585


def wrapped(text: str, width: float, *, size: float, bold: bool = False) -> list[str]:
    """The text in lines of at most `width` pixels; a word that is too long is broken."""
    lines: list[str] = []
    for word in text.split(" "):
        pieces = _pieces(word, width, size, bold)
        joined = f"{lines[-1]} {pieces[0]}" if lines else ""
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
            pieces = pieces[1:]
        lines += pieces
    return lines or [""]


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """The word, with hyphens where it must break."""
    pieces = []
    while len(word) > 3 and text_width(word, size, bold=bold) > width:
        fits = next((n for n in range(len(word) - 2, 2, -1) if text_width(word[:n] + "-", size, bold=bold) <= width), 2)
        at = word.find("-", 2, fits) + 1 or fits
        pieces.append(word[:at] if word[:at].endswith("-") else word[:at] + "-")
        word = word[at:]
    return [*pieces, word]

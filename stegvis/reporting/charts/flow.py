"""From where people came to where they went, as bands whose thickness is people."""

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.reporting.charts.drawing import HATCH, Drawing, colour
from stegvis.reporting.charts.pictures import NARROW

_GAP, _POST = 14, 14


@dataclass(frozen=True)
class Source:
    """Where people came from: its words, how many came that way, how many of them went to each outcome (shown only).

    `people` is None when the gate has hidden the size; what `went` does not hold is hidden.
    """

    label: str
    people: int | None
    went: dict[str, int]
    text: str


def flow_picture(
    sources: Sequence[Source],
    *,
    order: Sequence[tuple[str, str]],
    hidden_text: str,
    width: int,
    title: str,
    description: str,
) -> Drawing:
    """Sources to the left, outcomes to the right. What the gate hides is a hatched stub that leads nowhere."""
    narrow = width < NARROW
    left, ends_room, words_high = (128, 100, 44) if narrow else (230, 230, 20)
    sized = [source for source in sources if source.people]
    arrived = {code: sum(source.went.get(code, 0) for source in sized) for code, _words in order}
    ends = [(code, words) for code, words in order if arrived[code]]
    people = max(sum(source.people for source in sized), 1)
    unit = (420 if narrow else 360) / people
    tall = max(_stack([s.people * unit for s in sized], words_high), _stack([arrived[c] * unit for c, _w in ends], 34))
    unknown = [source for source in sources if source.people is None]
    drawing = Drawing(width, round(tall + 30 * len(unknown) + 8), title, description)
    right = width - ends_room - _POST
    right_tops = _posts(drawing, [(words, arrived[code] * unit, code) for code, words in ends], right, narrow)
    filled = dict.fromkeys(arrived, 0.0)
    y = 4.0
    for source in sized:
        height = source.people * unit
        drawing.box(left, y, _POST, height, colour("line-strong"))
        _side_words(drawing, source.label, source.text, left - 10, y + max(height, words_high) / 2, narrow)
        start = y
        for code, _words in ends:
            thick = source.went.get(code, 0) * unit
            if thick:
                top = right_tops[code] + filled[code]
                drawing.band(left + _POST, start, right, top, thick, colour(f"outcome-{code}"))
                filled[code] += thick
                start += thick
        rest = y + height - start
        if rest > 0.5:
            drawing.box(left + _POST, start, 36 if narrow else 90, rest, HATCH)
        y += max(height, words_high) + _GAP
    for number, source in enumerate(unknown):
        middle, x = tall + 30 * number + 12, 0 if narrow else left
        drawing.box(x, middle - 9, 20, 18, HATCH)
        if narrow:
            drawing.say(28, middle, f"{source.label}: {hidden_text}", size=12)
            continue
        drawing.say(left - 10, middle, source.label, size=14, align="right")
        drawing.say(left + 28, middle, hidden_text, size=13, fill="muted")
    return drawing


def _stack(heights: Sequence[float], least: int) -> float:
    return sum(max(height, least) + _GAP for height in heights) + 8


def _posts(drawing: Drawing, ends: Sequence[tuple[str, float, str]], x: float, narrow: bool) -> dict[str, float]:
    tops, y = {}, 4.0
    for words, height, code in ends:
        tops[code] = y
        drawing.box(x, y, _POST, height, colour(f"outcome-{code}"))
        drawing.say(x + _POST + 8, y + max(height, 20) / 2, words, size=12 if narrow else 14)
        y += max(height, 34) + _GAP
    return tops


def _side_words(drawing: Drawing, label: str, text: str, x: float, middle: float, narrow: bool) -> None:
    if not narrow:
        drawing.say(x, middle, f"{label}, {text}", size=14, align="right")
        return
    words, lines = label.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > 12:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [*lines[:2], text]
    for number, line in enumerate(lines):
        drawing.say(x, middle + (number - (len(lines) - 1) / 2) * 14, line, size=12, align="right")

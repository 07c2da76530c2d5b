"""The pictures of the results page and the report. They draw what the gate let through, and hatch what it hid."""

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.reporting.charts.drawing import HATCH, Drawing, colour


@dataclass(frozen=True)
class Segment:
    """A part of a bar: outcome group, its words, its share of the bar (0–1), the words written in it."""

    group: str
    label: str
    share: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A row: who, how many (words; empty when hidden), the parts that are shown, and words for what is hidden."""

    label: str
    count: str
    segments: tuple[Segment, ...]
    hidden_text: str = ""


@dataclass(frozen=True)
class VolumeBar:
    """A row of people against a target: shown number (None when hidden), target or None, and their words."""

    label: str
    people: int | None
    target: int | None
    text: str
    hidden_text: str = ""


@dataclass(frozen=True)
class ShareDot:
    """A share with its interval (all 0–1; None when hidden) and words."""

    label: str
    share: float | None
    interval: tuple[float, float] | None
    text: str


NARROW = 420
"""Below this width (pixels) the words of a row stand above its bar instead of before it."""


def _text_width(text: str, size: int = 13) -> float:
    return len(text) * size * 0.56 + 8


def destination_bars(
    bars: Sequence[Bar], *, width: int, title: str, description: str, legend: Sequence[tuple[str, str]] = ()
) -> Drawing:
    """Stacked bars, one per row of people; the part the gate hides is hatched and said in words.

    `legend`: outcome groups and their words, drawn above the bars (documents; pages have a legend of their own).
    """
    narrow = width < NARROW
    # the fonts of some systems are wider than ours
    widest = max((round(_text_width(bar.label, 14) * 1.12 + 8) for bar in bars if not bar.count), default=0)
    left, row, thick = (0, 58, 28) if narrow else (max(150, widest), 38, 28)
    places = _legend_places(legend, left, width)
    head = 30 + 24 * max((line for _x, line in places), default=0) if legend else 0
    drawing = Drawing(width, head + row * len(bars) + 2, title, description)
    for (group, words), (x, line) in zip(legend, places, strict=True):
        drawing.box(x, 4 + 24 * line, 14, 14, colour(f"outcome-{group}"))
        drawing.say(x + 20, 12 + 24 * line, words)
    for number, bar in enumerate(bars):
        top = head + number * row
        middle = top + (10 if narrow else thick / 2 + 1)
        drawing.say(0, middle, bar.label, size=14, bold=narrow)
        drawing.say(width - 2 if narrow else left - 12, middle, bar.count, fill="muted", size=13, align="right")
        _bar(drawing, bar, left, top + (24 if narrow else 1), width - left - 2, thick)
    return drawing


def _legend_places(legend: Sequence[tuple[str, str]], left: float, width: int) -> list[tuple[float, int]]:
    """Where each part of the legend stands: pixels from the left, and its line; what does not fit begins a new line."""
    places, x, line = [], left, 0
    for _group, words in legend:
        if x > left and x + 20 + _text_width(words) > width:
            x, line = left, line + 1
        places.append((x, line))
        x += 34 + _text_width(words)
    return places


def _bar(drawing: Drawing, bar: Bar, left: float, top: float, room: float, thick: float) -> None:
    x = left
    for part in bar.segments:
        length = part.share * room
        if length <= 0:
            continue
        drawing.box(x, top, max(length - 2, 0.75), thick, colour(f"outcome-{part.group}"))
        if _text_width(part.text) < length:
            drawing.say(
                x + length / 2,
                top + thick / 2 + 1,
                part.text,
                fill=f"on-outcome-{part.group}",
                align="center",
                bold=True,
            )
        x += length
    rest = left + room - x
    if bar.hidden_text and rest > 1:
        drawing.box(x, top, rest, thick, HATCH, outline=colour("line-strong"))
        if _text_width(bar.hidden_text) < rest:
            words = _text_width(bar.hidden_text)
            drawing.box(x + 8, top + 5, words, thick - 10, colour("panel"))
            drawing.say(x + 12, top + thick / 2 + 1, bar.hidden_text, fill="ink")


def volume_bars(bars: Sequence[VolumeBar], *, width: int, title: str, description: str, target_word: str) -> Drawing:
    """Bars of people with a mark at the target."""
    narrow = width < NARROW
    left, row, thick = (0, 54, 22) if narrow else (110, 34, 22)
    drawing = Drawing(width, row * len(bars) + 22, title, description)
    largest = max([b.people or 0 for b in bars] + [b.target or 0 for b in bars] + [1])
    room = width - left - 110
    for number, bar in enumerate(bars):
        top = number * row + (20 if narrow else 2)
        drawing.say(0, number * row + 9 if narrow else top + thick / 2, bar.label, size=14, bold=narrow)
        if bar.people is None:
            drawing.box(left, top, room, thick, HATCH, outline=colour("line-strong"))
            drawing.box(left + 8, top + 3, _text_width(bar.hidden_text), thick - 6, colour("panel"))
            drawing.say(left + 12, top + thick / 2, bar.hidden_text)
            continue
        drawing.box(left, top, bar.people / largest * room, thick, colour("outcome-work"))
        end = max(bar.people, bar.target or 0) / largest * room
        drawing.say(left + end + 10, top + thick / 2, bar.text, bold=True)
        if bar.target:
            x = left + bar.target / largest * room
            drawing.line(x, top - 4, x, top + thick + 4, colour("bad"), width=2.5)
    if any(bar.target for bar in bars):
        y = row * len(bars) + 12
        drawing.line(left, y - 6, left, y + 6, colour("bad"), width=2.5)
        drawing.say(left + 8, y, target_word, fill="muted", size=12)
    return drawing


def comparison_dots(
    dots: Sequence[ShareDot],
    *,
    reference: float | None,
    reference_text: str,
    width: int,
    title: str,
    description: str,
    reference_interval: tuple[float, float] | None = None,
) -> Drawing:
    """Shares as dots with their uncertainty as lines, and another project's share as a dashed line (in its band)."""
    left, row, head = max(90, round(max((_text_width(dot.label, 14) for dot in dots), default=0))), 40, 24
    height = head + row * len(dots) + 24
    drawing = Drawing(width, height, title, description)
    shown = [edge for dot in dots if dot.interval for edge in dot.interval]
    shown += [*(reference_interval or ()), *([] if reference is None else [reference])]
    low, high = max(0.0, _floor(min(shown, default=0))), min(1.0, _floor(max(shown, default=1)) + 0.1)
    room = width - left - 56

    def at(share: float) -> float:
        return left + (share - low) / (high - low) * room

    step = 0.1 if high - low <= 0.6 and room > 300 else 0.2
    for tick in range(round((high - low) / step) + 1):
        share = low + tick * step
        drawing.line(at(share), head, at(share), height - 24, colour("line"))
        drawing.say(at(share), height - 12, f"{share * 100:.0f} %", fill="muted", size=12, align="center")
    if reference_interval:
        start, end = map(at, reference_interval)
        drawing.box(start, head, end - start, height - 24 - head, colour("hatch"))
    if reference is not None:
        _beside_words(drawing, dots, at(reference), head, row)
        drawing.say(
            at(reference),
            9,
            reference_text,
            fill="bad",
            size=12,
            align="left" if at(reference) < width / 2 else "right",
        )
    for number, dot in enumerate(dots):
        y = head + row * (number + 0.5)
        drawing.say(0, y, dot.label, size=14)
        if dot.share is None or dot.interval is None:
            drawing.say(left, y, dot.text, fill="muted")
            continue
        drawing.line(at(dot.interval[0]), y, at(dot.interval[1]), y, colour("outcome-job_seeking"), width=4)
        drawing.dot(at(dot.share), y, colour("accent"))
        words_at = at(dot.interval[1]) + 8
        if reference is not None and words_at - 4 < at(reference) < words_at + 44:
            words_at = at(reference) + 8  # the dashed line would go through the words
        drawing.say(words_at, y, dot.text, bold=True)
    return drawing


def _beside_words(drawing: Drawing, dots: Sequence[ShareDot], x: float, head: int, row: int) -> None:
    """The dashed line, without the rows in which words stand instead of a dot."""
    start = head - 4.0
    for number, dot in enumerate(dots):
        if dot.share is None:
            if head + row * number > start:
                drawing.line(x, start, x, head + row * number, colour("bad"), width=2, dash=True)
            start = head + row * (number + 1.0)
    if head + row * len(dots) > start:
        drawing.line(x, start, x, head + row * len(dots), colour("bad"), width=2, dash=True)


def _floor(share: float) -> float:
    return int(share * 10) / 10

"""Municipalities beside each other: the funnel of chance, and one small picture for each of where people went."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stegvis.reporting.charts.drawing import HATCH, Drawing, colour
from stegvis.reporting.charts.pictures import NARROW, Segment

_FOOT, _HEAD = 48, 14
Limits = Sequence[tuple[int, float, float]]


@dataclass(frozen=True)
class FunnelDot:
    """A group: its words, people and share (0–1); `apart` when it lies outside the outer limits."""

    label: str
    people: int
    share: float
    apart: bool = False


@dataclass(frozen=True)
class FunnelWords:
    """What stands in the picture: the words of the axis, of the line of all, and of the two pairs of limits."""

    axis: str
    whole: str
    inner: str
    outer: str


def ticks(largest: int) -> list[int]:
    """Whole numbers of people for the axis, from 0, no more than seven."""
    step = next(size * 10**power for power in range(9) for size in (1, 2, 5) if largest <= 6 * size * 10**power)
    return list(range(0, largest + 1, step))


def funnel_picture(
    dots: Sequence[FunnelDot],
    *,
    whole: float,
    inner: Limits,
    outer: Limits,
    words: FunnelWords,
    width: int,
    title: str,
    description: str,
) -> Drawing:
    """Share (upwards) against size of group (to the right), with the share of all and its limits of chance."""
    narrow = width < NARROW
    height, left, right = (380, 50, 8) if narrow else (430, 52, 150)
    lines_of_legend = 3 if narrow else 1
    drawing = Drawing(width, height + 24 * lines_of_legend, title, description)
    largest = max(dot.people for dot in dots)
    room, deep = width - left - right, height - _HEAD - _FOOT

    def at(people: float, share: float) -> tuple[float, float]:
        return left + people / (largest * 1.04) * room, _HEAD + (1 - share) * deep

    _frame(drawing, at, left + room, ticks(largest), words.axis)
    for points, dash in ((outer, True), (inner, False)):
        for side in (1, 2):
            path = [at(point[0], point[side]) for point in points]
            drawing.curve(path, colour("line-strong"), width=1.5, dash=dash)
    drawing.line(*at(0, whole), left + room, at(0, whole)[1], colour("accent"), width=2)
    taken: list[tuple[float, float, float, float]] = []
    limits = [[at(point[0], point[side]) for point in points] for points in (outer, inner) for side in (1, 2)]
    limits.append([at(0, whole), (left + room, at(0, whole)[1])])
    for dot in dots:
        drawing.dot(*at(dot.people, dot.share), colour("bad" if dot.apart else "accent"))
        x, y = at(dot.people, dot.share)
        taken.append((x - 6, y - 6, x + 6, y + 6))
    for dot in sorted(dots, key=lambda each: not each.apart):
        _name(drawing, dot, at(dot.people, dot.share), taken, limits, width)
    _legend(drawing, words, left, height + 8, narrow)
    return drawing


def _frame(drawing: Drawing, at, end: float, sizes: Sequence[int], axis: str) -> None:
    for tenth in range(0, 11, 2):
        x, y = at(0, tenth / 10)
        drawing.line(x, y, end, y, colour("line"))
        drawing.say(x - 8, y, f"{tenth * 10} %", fill="muted", size=12, align="right")
    for size in sizes:
        x, y = at(size, 0)
        drawing.say(x, y + 14, str(size), fill="muted", size=12, align="center")
    drawing.say((at(0, 0)[0] + end) / 2, at(0, 0)[1] + 34, axis, fill="muted", size=12, align="center")


def _name(drawing: Drawing, dot: FunnelDot, place: tuple[float, float], taken: list, limits: list, width: int) -> None:
    """The name where there is room: right, left, over or under the dot, off the lines where that can be.

    The table names those that get none.
    """
    x, y = place
    length = len(dot.label) * 12 * 0.56 + 4
    found = []
    for align, left, middle in (
        ("left", x + 10, y),
        ("right", x - 10 - length, y),
        ("left", x + 4, y - 16),
        ("left", x + 4, y + 16),
        ("right", x - 4 - length, y - 16),
        ("right", x - 4 - length, y + 16),
        ("left", x + 4, y - 30),
        ("left", x + 4, y + 30),
        ("right", x - 4 - length, y - 30),
        ("right", x - 4 - length, y + 30),
        ("left", x - length / 2, y - 18),
        ("left", x - length / 2, y + 18),
        ("left", x + 10, y - 9),
        ("left", x + 10, y + 9),
        ("right", x - 10 - length, y - 9),
        ("right", x - 10 - length, y + 9),
    ):
        box = (left, middle - 7, left + length, middle + 7)
        if box[0] < 46 or box[2] > width or any(_meet(box, other) for other in taken):
            continue
        around = (box[0] - 2, box[1] - 3, box[2] + 2, box[3] + 3)
        found.append((sum(_crosses(line, around) for line in limits), len(found), align, box))
    if found:
        _lines, _order, align, box = min(found)
        taken.append(box)
        at = box[0] if align == "left" else box[2]
        drawing.say(at, (box[1] + box[3]) / 2, dot.label, size=12, align=align, bold=dot.apart, over_lines=True)


def _crosses(line: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> bool:
    """Does a line through these points go through the box? Looked at point by point, closer than letters are wide."""
    for (x, y), (x2, y2) in pairwise(line):
        if max(x, x2) < box[0] or min(x, x2) > box[2] or max(y, y2) < box[1] or min(y, y2) > box[3]:
            continue
        steps = max(1, int(max(abs(x2 - x), abs(y2 - y)) // 4))
        for step in range(steps + 1):
            along, down = x + (x2 - x) * step / steps, y + (y2 - y) * step / steps
            if box[0] <= along <= box[2] and box[1] <= down <= box[3]:
                return True
    return False


def _meet(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(drawing: Drawing, words: FunnelWords, left: float, top: float, narrow: bool) -> None:
    x, y = left if not narrow else 4, top
    for text, stroke, dash in (
        (words.whole, "accent", False),
        (words.inner, "line-strong", False),
        (words.outer, "line-strong", True),
    ):
        drawing.line(x, y, x + 26, y, colour(stroke), width=2, dash=dash)
        drawing.say(x + 34, y, text, size=12)
        if narrow:
            y += 24
        else:
            x += 34 + len(text) * 12 * 0.56 + 28


@dataclass(frozen=True)
class Pattern:
    """One group: its words, how many (words), its parts, and words for what is hidden."""

    label: str
    count: str
    parts: tuple[Segment, ...]
    hidden_text: str = ""


def patterns_picture(
    patterns: Sequence[Pattern],
    *,
    whole: dict[str, float],
    order: Sequence[tuple[str, str]],
    mark_word: str,
    width: int,
    title: str,
    description: str,
) -> Drawing:
    """A small picture for each group: a bar per outcome, with a mark where all together stand.

    `whole`: outcome → share of all (0–1), without those that are hidden. `order`: outcomes and their words.
    """
    across = 1 if width < NARROW else max(1, min(4, len(patterns), width // 270))
    gap, row, head = 24, 22, 46
    room, tall = (width - gap * (across - 1)) / across, head + row * len(order) + 22
    lines = -(-len(patterns) // across)
    drawing = Drawing(width, tall * lines + 20, title, description)
    longest = max([part.share for pattern in patterns for part in pattern.parts] + [*whole.values(), 0.1])
    words_room = max(len(words) for _code, words in order) * 12 * 0.56 + 10
    for number, pattern in enumerate(patterns):
        left, top = (number % across) * (room + gap), number // across * tall
        drawing.say(left, top + 10, pattern.label, size=14, bold=True)
        drawing.say(left, top + 29, pattern.count, fill="muted", size=12)
        scale = (room - words_room - 52) / longest
        _pattern(drawing, pattern, order, whole, (left, left + words_room, top + head, row, scale))
    foot = tall * lines + 8
    drawing.line(2, foot - 7, 2, foot + 7, colour("bad"), width=2.5)
    drawing.say(12, foot, mark_word, size=12, fill="muted")
    return drawing


def _pattern(drawing: Drawing, pattern: Pattern, order, whole: dict[str, float], place: tuple) -> None:
    left, bars, top, row, scale = place
    found = {part.group: part for part in pattern.parts}
    for number, (code, words) in enumerate(order):
        y = top + number * row
        drawing.say(left, y + 8, words, size=12)
        part = found.get(code)
        if part is None:
            drawing.box(bars, y, 32, 16, HATCH)
            drawing.say(bars + 40, y + 8, pattern.hidden_text, size=12, fill="muted")
            continue
        drawing.box(bars, y, max(part.share * scale, 0.75), 16, colour(f"outcome-{code}"))
        mark = whole.get(code)
        end = bars + max(part.share, mark or 0) * scale
        drawing.say(end + 6, y + 8, part.text, size=12)
        if mark is not None:
            drawing.line(bars + mark * scale, y - 3, bars + mark * scale, y + 19, colour("bad"), width=2.5)

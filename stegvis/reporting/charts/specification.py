"""The specification curve of a goal: every reading with its uncertainty, the target, and below it what was chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stegvis.reporting.charts.drawing import Drawing, colour

NARROW = 420
_CLOSEST = 10
"""How close readings stand on a phone; more of them than have room are moved into view sideways."""


@dataclass(frozen=True)
class CurvePoint:
    """One reading: its share and interval (0–1), whether it meets the target, and the rows of choices it stands in."""

    share: float
    interval: tuple[float, float] | None
    met: bool
    declared: bool
    rows: frozenset[str]


@dataclass(frozen=True)
class CurveRow:
    """One choice: a key, its words, and the heading it stands under."""

    key: str
    label: str
    heading: str


def specification_curve(
    points: Sequence[CurvePoint],
    rows: Sequence[CurveRow],
    *,
    target: float,
    target_text: str,
    declared_text: str,
    width: int,
    title: str,
    description: str,
) -> Drawing:
    """Readings from left to right by their share; a mark in a row below says that the reading makes that choice.

    On a phone the words stand above their row, so that the readings have all the width. Many readings make the drawing
    wider than `width`; the words then stand again and again, so that some are always in view.
    """
    narrow = width < NARROW
    left, head, plot, line = (0, 50, 190, 32) if narrow else (270, 30, 230, 24)
    wide = max(width, left + 50 + _CLOSEST * len(points)) if narrow else width
    stretches = _stretches(width, wide) if narrow else [0]
    headings = len({row.heading for row in rows})
    drawing = Drawing(wide, head + plot + 20 + line * (len(rows) + headings) + 6, title, description)
    step = (wide - left - 50) / max(len(points), 1)
    mark = min(12.0, step * 0.7)

    def across(number: int) -> float:
        return left + 50 + step * (number + 0.5)

    def up(share: float) -> float:
        return head + plot * (1 - share)

    for tick in (0, 0.25, 0.5, 0.75, 1):
        drawing.line(left + 42, up(tick), wide, up(tick), colour("line"))
        drawing.say(left + 36, up(tick), f"{tick * 100:.0f} %", fill="muted", size=12, align="right")
    drawing.line(left + 42, up(target), wide, up(target), colour("bad"), width=2, dash=True)
    for start in stretches:
        at = (start, 10) if narrow else (0, up(target))
        drawing.say(*at, target_text, fill="bad", size=13 if narrow else 14, bold=True)
    for number, point in enumerate(points):
        x = across(number)
        if point.declared:
            top = 30 if narrow else 10
            drawing.line(x, top + 14, x, drawing.height - 4, colour("line-strong"), dash=True)
            drawing.say(x, top, declared_text, size=12, bold=True, align="left" if x < wide / 2 else "right")
        if point.interval:
            drawing.line(x, up(point.interval[0]), x, up(point.interval[1]), colour("outcome-job_seeking"), width=2)
        fill = colour("accent") if point.met else colour("bad")
        drawing.dot(x, up(point.share), fill, radius=mark / 2)
    _choices(
        drawing,
        points,
        rows,
        top=head + plot + 20.0,
        line=line,
        across=across,
        mark=mark,
        stretches=stretches,
        narrow=narrow,
    )
    return drawing


def _stretches(width: int, wide: int) -> list[float]:
    """Where words begin, from the left edge to what is seen last, closer than a screen is wide."""
    last = max(0, wide - width + 40)
    steps = -(-last // 240)
    return [0, *(last * step / steps for step in range(1, steps + 1))]


def _choices(
    drawing: Drawing,
    points: Sequence[CurvePoint],
    rows: Sequence[CurveRow],
    *,
    top: float,
    line: float,
    across: Callable[[int], float],
    mark: float,
    stretches: Sequence[float],
    narrow: bool,
) -> None:
    """The rows under the curve, each with a mark where a reading makes its choice."""
    words, marks = (11, line - mark / 2 - 4) if narrow else (line / 2, line / 2)
    heading = ""
    for row in rows:
        if row.heading != heading:
            heading = row.heading
            for start in stretches:
                drawing.say(start, top + line / 2, heading, fill="muted", size=12, bold=True)
            top += line
        for start in stretches:
            drawing.say(start, top + words, row.label, size=13)
        drawing.line(0 if narrow else across(0) - mark, top + line, drawing.width, top + line, colour("line"))
        for number, point in enumerate(points):
            if row.key in point.rows:
                fill = colour("accent") if point.met else colour("bad")
                drawing.box(across(number) - mark / 2, top + marks - mark / 2, mark, mark, fill)
        top += line

"""The specification curve of a goal: every reading with its uncertainty, the target, and below it what was chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stegvis.reporting.charts.drawing import Drawing, colour

NARROW = 420


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
    """Readings from left to right by their share; a mark in a row below says that the reading makes that choice."""
    narrow = width < NARROW
    left, head, plot, line = (132, 30, 170, 19) if narrow else (270, 30, 230, 24)
    headings = len({row.heading for row in rows})
    drawing = Drawing(width, head + plot + 20 + line * (len(rows) + headings) + 6, title, description)
    step = (width - left - 44) / max(len(points), 1)
    mark = min(12.0, step * 0.7)

    def across(number: int) -> float:
        return left + 44 + step * (number + 0.5)

    def up(share: float) -> float:
        return head + plot * (1 - share)

    for tick in (0, 0.25, 0.5, 0.75, 1):
        drawing.line(left + 36, up(tick), width, up(tick), colour("line"))
        drawing.say(left + 30, up(tick), f"{tick * 100:.0f} %", fill="muted", size=11 if narrow else 12, align="right")
    drawing.line(left + 36, up(target), width, up(target), colour("bad"), width=2, dash=True)
    drawing.say(0, up(target), target_text, fill="bad", size=12 if narrow else 14, bold=True)
    for number, point in enumerate(points):
        x = across(number)
        if point.declared:
            drawing.line(x, head - 6, x, drawing.height - 4, colour("line-strong"), dash=True)
            drawing.say(x, 10, declared_text, size=12, bold=True, align="left" if number < len(points) / 2 else "right")
        if point.interval:
            drawing.line(x, up(point.interval[0]), x, up(point.interval[1]), colour("outcome-job_seeking"), width=2)
        fill = colour("accent") if point.met else colour("bad")
        if mark > 9:
            drawing.dot(x, up(point.share), fill)
        else:
            drawing.box(x - mark / 2, up(point.share) - mark / 2, mark, mark, fill)
    _choices(drawing, points, rows, top=head + plot + 20.0, line=line, across=across, mark=mark, narrow=narrow)
    return drawing


def _choices(
    drawing: Drawing,
    points: Sequence[CurvePoint],
    rows: Sequence[CurveRow],
    *,
    top: float,
    line: float,
    across: Callable[[int], float],
    mark: float,
    narrow: bool,
) -> None:
    """The rows under the curve, each with a mark where a reading makes its choice."""
    heading = ""
    for row in rows:
        if row.heading != heading:
            heading = row.heading
            drawing.say(0, top + line / 2, heading, fill="muted", size=11 if narrow else 12, bold=True)
            top += line
        drawing.say(0, top + line / 2, row.label, size=11 if narrow else 13)
        drawing.line(across(0) - mark, top + line, drawing.width, top + line, colour("line"))
        for number, point in enumerate(points):
            if row.key in point.rows:
                fill = colour("accent") if point.met else colour("bad")
                drawing.box(across(number) - mark / 2, top + (line - mark) / 2, mark, mark, fill)
        top += line

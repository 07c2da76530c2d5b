"""The way here on one axis: times in projects, and what the person lived on. Geometry only; the template draws.

Places along the axis are shares of the width, so that the picture fits every screen with its letters at full size.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stegvis.casework.queries.lanes import Lane, Span
from stegvis.web.shared.words import day_short

ROW = 46
TOP = 30
MOST_TICKS = 5


@dataclass(frozen=True)
class Bar:
    """A period on the axis. `left` and `width` are shares as CSS writes them; `y` in pixels is the row's top."""

    kind: str
    label: str
    starts_on: dt.date
    ends_on: dt.date | None
    left: str
    width: str
    y: int
    label_x: str
    anchor: str

    @property
    def label_y(self) -> int:
        """Where the words stand, above the bar."""
        return self.y + 14

    @property
    def bar_y(self) -> int:
        """Where the bar begins."""
        return self.y + 21


@dataclass(frozen=True)
class Tick:
    """A line across the axis with a word above."""

    label: str
    left: str
    anchor: str


@dataclass(frozen=True)
class Dot:
    """Something of one day. `x` as CSS writes it, `y` in pixels."""

    label: str
    on: dt.date
    x: str
    y: int
    hollow: bool


@dataclass(frozen=True)
class Row:
    """A row of dots with its words on the left, above them."""

    kind: str
    label: str
    dots: Sequence[Dot]
    label_y: int


@dataclass(frozen=True)
class TimeAxis:
    """Everything the drawing needs. Those who cannot see it read the table below it."""

    bars: Sequence[Bar]
    rows: Sequence[Row]
    ticks: Sequence[Tick]
    today: str
    height: int


def draw(lanes: Iterable[Lane], today: dt.date) -> TimeAxis | None:
    """The axis of a person's lanes: a row for each span, and one for the points of a lane; None when all are empty."""
    lanes = list(lanes)
    spans = [(lane.kind, each) for lane in lanes for each in sorted(lane.spans, key=lambda span: span.starts_on)]
    points = [point.on for lane in lanes for point in lane.points]
    if not spans and not points:
        return None
    first = min([span.starts_on for _kind, span in spans] + points)
    last = max([today, *(span.ends_on or today for _kind, span in spans), *points])
    whole = max((last - first).days, 1)

    def share(on: dt.date) -> float:
        return 100 * (on - first).days / whole

    bars = [_bar(kind, span, last, share, TOP + number * ROW) for number, (kind, span) in enumerate(spans)]
    y = TOP + len(spans) * ROW
    rows = []
    for lane in (each for each in lanes if each.points):
        dots = [Dot(point.label, point.on, _css(share(point.on)), y + 30, point.hollow) for point in lane.points]
        rows.append(Row(lane.kind, lane.label, dots, y + 14))
        y += ROW
    return TimeAxis(bars, rows, _ticks(first, last, share), _css(share(today)), y + 4)


def _bar(kind: str, span: Span, last: dt.date, share: Callable[[dt.date], float], y: int) -> Bar:
    left, right = share(span.starts_on), share(span.ends_on or last)
    # late bars carry their words to the left, so that no word runs out of the picture
    early = left <= 55
    return Bar(
        kind=kind,
        label=span.label,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        left=_css(min(left, 99.2)),
        width=_css(max(right - left, 0.8)),
        y=y,
        label_x=_css(left if early else max(right, left)),
        anchor="start" if early else "end",
    )


def _css(share: float) -> str:
    return f"{share:.2f}%"


def _ticks(first: dt.date, last: dt.date, share) -> list[Tick]:
    """At most five: the first of a month for short spans, New Year's days for long ones."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / each <= MOST_TICKS)
    ticks = []
    for number in range(1, months + 1):
        month = first.month - 1 + number
        on = dt.date(first.year + month // 12, month % 12 + 1, 1)
        if on <= last and (on.year * 12 + on.month - 1) % step == 0:
            label = (
                str(on.year)
                if step >= 12
                else day_short(on, on).split("\u00a0")[-1] + (f" {on.year}" if on.month == 1 else "")
            )
            ticks.append(Tick(label, _css(share(on)), "end" if share(on) > 85 else "start"))
    return ticks

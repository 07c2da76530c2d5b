"""The way here on one axis: lanes of spans and points. Geometry only; `drawing` draws.

Places along the axis are shares of the width, so that the picture fits every screen with its letters at full size.
Spans of a lane that do not overlap share a row; those that do lie below each other, so that what went on at the same
time is seen at once. However much is noted of somebody, the drawing stays small: where there are many points those
close in time stand together, and of very many spans the latest are drawn.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stegvis.casework.queries.lanes import Lane, Span
from stegvis.web.shared.words import day_short
from stegvis.web.staff.participant.gathering import Gathered, gather

#: Heights in pixels: the years above, a lane's name, a row of it, the space between lanes.
TOP, NAME, ROW, GAP = 26, 20, 26, 8
#: A span is drawn at least so wide (percent), and begins at the latest here, so that it is always seen.
NARROWEST, LATEST = 1.2, 98.8
MOST_TICKS = 5
#: So many points of a lane are drawn, and told in the table, before they stand together; and so many spans of each.
MOST_DOTS, MOST_ROWS, MOST_SPANS = 30, 24, 30
#: How far back the picture shows: the choice in the address, and days (None: everything).
ZOOMS: dict[str, int | None] = {"all": None, "year": 366, "quarter": 92}


@dataclass(frozen=True)
class Bar:
    """A span on the axis. `left` and `width` are shares as CSS writes them; `y` in pixels is its upper edge."""

    span: Span
    left: str
    width: str
    y: int


@dataclass(frozen=True)
class Dot:
    """A point on the axis, or several that stand together."""

    points: Gathered
    x: str
    y: int


@dataclass(frozen=True)
class Drawn:
    """A lane with its bars and dots; `y` is the foot of its name."""

    kind: str
    label: str
    y: int
    bars: Sequence[Bar]
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Told:
    """A lane in the table: its latest spans, and its points."""

    label: str
    spans: Sequence[Span]
    points: Sequence[Gathered]


@dataclass(frozen=True)
class Tick:
    """A line across the axis with a word above."""

    label: str
    left: str
    anchor: str


@dataclass(frozen=True)
class TimeAxis:
    """Everything the drawing needs. Those who cannot see it read the table below it, which holds all lanes from their
    beginning. `much`: somewhere points stand together or early spans are left out."""

    lanes: Sequence[Drawn]
    ticks: Sequence[Tick]
    today: str
    height: int
    table: Sequence[Told]
    zoom: str
    much: bool


def draw(lanes: Iterable[Lane], today: dt.date, zoom: str = "all") -> TimeAxis | None:
    """The axis of a person's lanes; None when all are empty. `zoom` is a key of ZOOMS; any other shows everything."""
    lanes = [lane for lane in lanes if lane]
    if not lanes:
        return None
    zoom = zoom if zoom in ZOOMS else "all"
    first, last = _ends(lanes, today, ZOOMS[zoom])
    whole = max((last - first).days, 1)

    def share(on: dt.date) -> float:
        return 100 * (min(max(on, first), last) - first).days / whole

    y, drawn = TOP, []
    for lane in lanes:
        shown = _within(lane, first)
        if not shown:
            continue
        rows = _rows(_latest(shown.spans))
        bars = [_bar(span, last, share, y + NAME + number * ROW) for number, row in enumerate(rows) for span in row]
        height = NAME + ROW * (len(rows) + bool(shown.points))
        middle = y + NAME + ROW * len(rows) + ROW // 2 - 3
        dots = [
            Dot(each, _css((share(each.first) + share(each.last)) / 2), middle)
            for each in gather(shown.points, MOST_DOTS)
        ]
        drawn.append(Drawn(lane.kind, lane.label, y + 14, bars, dots))
        y += height + GAP
    told = [Told(lane.label, _latest(lane.spans), gather(lane.points, MOST_ROWS, apart=False)) for lane in lanes]
    much = any(len(lane.points) > MOST_ROWS or len(lane.spans) > MOST_SPANS for lane in lanes)
    return TimeAxis(drawn, _ticks(first, last, share), _css(share(today)), y, told, zoom, much)


def _ends(lanes: Sequence[Lane], today: dt.date, days: int | None) -> tuple[dt.date, dt.date]:
    starts = [each.starts_on for lane in lanes for each in lane.spans]
    points = [each.on for lane in lanes for each in lane.points]
    ends = [each.ends_on for lane in lanes for each in lane.spans if each.ends_on]
    first = min(starts + points)
    if days is not None:
        first = max(first, today - dt.timedelta(days=days))
    # what is planned is shown for half a year ahead at most
    last = min(max([today, *starts, *ends, *points]), today + dt.timedelta(days=183))
    return min(first, last), last


def _within(lane: Lane, first: dt.date) -> Lane:
    spans = tuple(each for each in lane.spans if each.ends_on is None or each.ends_on >= first)
    return Lane(lane.kind, lane.label, spans, tuple(each for each in lane.points if each.on >= first))


def _latest(spans: Sequence[Span]) -> Sequence[Span]:
    """The latest MOST_SPANS, in the order in which they came."""
    if len(spans) <= MOST_SPANS:
        return spans
    wanted = set(sorted(range(len(spans)), key=lambda place: spans[place].starts_on)[-MOST_SPANS:])
    return [span for place, span in enumerate(spans) if place in wanted]


def _rows(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans in as few rows as hold them without overlapping, the earliest in the first."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda each: (each.starts_on, each.label)):
        for row in rows:
            if (row[-1].ends_on or dt.date.max) < span.starts_on:
                row.append(span)
                break
        else:
            rows.append([span])
    return rows


def _bar(span: Span, last: dt.date, share: Callable[[dt.date], float], y: int) -> Bar:
    left = min(share(span.starts_on), LATEST)
    right = share(span.ends_on or last)
    return Bar(span, _css(left), _css(max(right - left, NARROWEST)), y)


def _css(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0") + "%"


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

"""Points of a lane put together where there are many: what was close in time stands as one, with its numbers."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stegvis.casework.queries.lanes import Point


@dataclass(frozen=True)
class Gathered:
    """One point, or several from `first` to `last`; `label` then counts them by kind."""

    label: str
    first: dt.date
    last: dt.date
    hollow: bool
    tone: str


#: What is put together when there is too much for each to stand alone: a week, two weeks, a month, a year.
_PERIODS: tuple[Callable[[dt.date], tuple], ...] = (
    lambda on: tuple(on.isocalendar()[:2]),
    lambda on: ((on.toordinal() - 1) // 14,),
    lambda on: (on.year, on.month),
    lambda on: (on.year,),
)


def gather(points: Sequence[Point], most: int, *, apart: bool = True) -> list[Gathered]:
    """The points in order of time, each alone when there are at most `most`; else by the shortest period that fits.

    `apart`: hollow ones stand for themselves.
    """
    if len(points) <= most:
        ordered = sorted(points, key=lambda each: each.on)
        return [Gathered(each.label, each.on, each.on, each.hollow, each.tone) for each in ordered]
    for period in _PERIODS:
        groups = defaultdict(list)
        for each in points:
            groups[period(each.on), apart and each.hollow].append(each)
        if len(groups) <= most:
            break
    return [_together(groups[key]) for key in sorted(groups)]


def _together(points: Sequence[Point]) -> Gathered:
    days, tones = [each.on for each in points], {each.tone for each in points}
    counted = Counter(each.label for each in points).most_common()
    label = counted[0][0] if len(points) == 1 else ", ".join(f"{label} ({count})" for label, count in counted)
    return Gathered(label, min(days), max(days), points[0].hollow, tones.pop() if len(tones) == 1 else "")

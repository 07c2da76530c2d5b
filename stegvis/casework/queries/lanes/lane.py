"""A lane of a person's timeline: what of one kind went on when."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Something that went on between two days, both included (no end: it still does). `tone` colours it, by kind."""

    label: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    tone: str = ""


@dataclass(frozen=True)
class Point:
    """Something that happened on one day. `hollow`: it came to nothing, or is only planned."""

    label: str
    on: dt.date
    hollow: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Lane:
    """One row of the timeline (spans that overlap are drawn below each other), named for those who look and read."""

    kind: str
    label: str
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.points)

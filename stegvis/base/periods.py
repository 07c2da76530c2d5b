"""Days and periods. Both ends belong to a period; an open end is None."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    """From `starts_on` to `ends_on`, both included; `ends_on` None means not ended.

    Raises ValueError when the end comes before the start.
    """

    starts_on: dt.date
    ends_on: dt.date | None = None

    def __post_init__(self):
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("a period cannot end before it starts")

    def contains(self, day: dt.date) -> bool:
        """Is `day` inside the period?"""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Period") -> bool:
        """Do the two share at least one day?"""
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (
            self.ends_on is None or other.starts_on <= self.ends_on
        )

    @property
    def days(self) -> int | None:
        """Number of days from start to end (0 when both are the same day); None while open."""
        return None if self.ends_on is None else (self.ends_on - self.starts_on).days

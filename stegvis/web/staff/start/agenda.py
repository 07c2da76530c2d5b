"""Today and the rest of the week on the first screen."""

import datetime as dt
from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.casework.queries import calendar
from stegvis.casework.queries.calendar import Entry
from stegvis.web.staff.calendar.lines import Line, line

#: So many lines of what comes later this week.
MOST_LATER = 6


@dataclass(frozen=True)
class Agenda:
    """The lines of today, those of the days to and with Sunday, and how many more there are."""

    entries: list[Entry]
    today: list[Line]
    later: list[Line]
    more: int


def of(viewer: Viewer, today: dt.date) -> Agenda | None:
    """What stands in the calendar from today to Sunday; None for who may not read meetings."""
    if not viewer.may("meeting", "read"):
        return None
    sunday = today + dt.timedelta(days=6 - today.weekday())
    found = calendar.entries(viewer, today, sunday)
    now, later = [each for each in found if each.on == today], [each for each in found if each.on > today]
    shown = later[:MOST_LATER]
    return Agenda([*now, *shown], list(map(line, now)), list(map(line, shown)), len(later) - len(shown))

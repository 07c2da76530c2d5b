"""What needs somebody, for the first screen: each source names people of the viewer's caseload with a reason and a day.

A source is one query for the whole caseload, however many people there are, and gives at most as many rows as asked.
Its `kind` is what the screen hangs its button on (`web/staff/start/due_actions.py`). A new source is a module here
and a line in SOURCES; rows stand in the order of their tone, then of their day.
"""

import datetime as dt
from collections.abc import Callable

from stegvis.access.rules import Viewer
from stegvis.casework.queries.due import age_thirty, no_contact
from stegvis.casework.queries.due.row import TONES, Due

__all__ = ["SOURCES", "Due", "rows"]

#: Takes viewer, today and how many rows at most.
Source = Callable[[Viewer, dt.date, int], list[Due]]
SOURCES: tuple[Source, ...] = (no_contact.rows, age_thirty.rows)


def rows(viewer: Viewer, today: dt.date, most: int = 5) -> list[Due]:
    """The rows of all sources, at most `most` of each: what is urgent first, then what has waited longest."""
    found = [due for source in SOURCES for due in source(viewer, today, most)]
    return sorted(found, key=lambda due: (TONES.index(due.tone), due.due_on or today))

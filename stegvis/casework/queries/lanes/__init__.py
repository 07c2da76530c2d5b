"""A person's way on one axis: lanes of spans and points, one source for each capability.

A source gets the viewer, the person and the enrolments the page has read already (with their income periods), and
gives lanes; it asks the database once at most. A new source is a module here and a line in SOURCES, in the order in
which the lanes are read from above.
"""

from collections.abc import Callable, Iterable, Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries.lanes import contacts, mapping, plans, takes_part, team, times
from stegvis.casework.queries.lanes.lane import Lane, Point, Span

__all__ = ["SOURCES", "Lane", "Point", "Span", "of"]

Source = Callable[[Viewer, Participant, Sequence[Enrolment]], Iterable[Lane]]
SOURCES: tuple[Source, ...] = (
    *(times.projects, times.incomes, plans.step_lanes, takes_part.activities),
    *(contacts.contacts, team.meetings, team.onward, plans.versions),
    *(mapping.sittings, mapping.wheels),
)


def of(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """All lanes that hold something, from above."""
    return [lane for source in SOURCES for lane in source(viewer, person, enrolments) if lane]

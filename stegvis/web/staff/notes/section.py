"""The latest notes on the page of a participant."""

from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import notes
from stegvis.web.staff.participant.section import Section

#: So many of the latest.
SHOWN = 4


def latest(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The latest notes; None for who may not read them."""
    if not viewer.may("note", "read"):
        return None
    rows = notes.latest_of(viewer, person, SHOWN)
    facts = {"person": person, "rows": rows, "may_write": viewer.may("note", "write")}
    return Section("staff/notes/section.html", "main", 30, facts)


def actions(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The button that begins a note."""
    if not viewer.may("note", "write"):
        return None
    return Section("staff/notes/action.html", "actions", 10, {"person": person})

"""Booked meetings on the page of a participant, and the button that books one."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import meetings
from stegvis.web.staff.participant.section import Section

#: So many of those to come, and so far back those whose result is not noted yet.
SHOWN, BACK = 5, dt.timedelta(days=14)


def booked(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Meetings to come and those lately, and whether the person wants reminders; None for who may not read them."""
    if not viewer.may("meeting", "read"):
        return None
    rows = meetings.of_person(viewer, person, timezone.now() - BACK, SHOWN)
    facts = {
        "person": person,
        "rows": rows,
        "reminded": meetings.wants_reminders(person),
        "may_write": viewer.may("meeting", "write"),
    }
    return Section("staff/meetings/section.html", "side", 20, facts)


def actions(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The button."""
    if not viewer.may("meeting", "write"):
        return None
    return Section("staff/meetings/action.html", "actions", 15, {"person": person})

"""Activities on the page of a participant."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import activities as known
from stegvis.web.staff.participant.section import Section

#: Coming places shown, and over how many days back attendance is summed.
SHOWN, BACK = 6, dt.timedelta(days=56)
#: So many places from today on are looked at.
MOST = 60


def booked(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Coming places, places that ended when the enrolment changed, and how often the person came lately."""
    if not viewer.may("attendance", "read"):
        return None
    today = timezone.localdate()
    rows = known.coming(viewer, person, today, MOST)
    coming = [one for one in rows if one.state != "cancelled" and one.session.state == "planned"]
    marks = known.lately(person, today - BACK, today)
    facts = {
        "person": person,
        "coming": coming[:SHOWN],
        "more": max(0, len(coming) - SHOWN),
        "ended": [one for one in rows if one.ended_because == "left"][:SHOWN],
        "present": sum(state == "present" for state, _minutes in marks),
        "noted": len(marks),
        "hours": sum(minutes for _state, minutes in marks) / 60,
        "may_book": viewer.may("attendance", "change") and any(one.state == "active" for one in enrolments),
    }
    return Section("staff/activities/section.html", "main", 40, facts)

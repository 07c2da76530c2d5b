"""What came after each exit, on the page of a participant."""

from collections.abc import Sequence

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries.follow_ups import PLANNED
from stegvis.casework.rules.follow_up import due_on
from stegvis.casework.vocabulary.follow_up import OCCASIONS
from stegvis.web.staff.participant.section import Section


def afterwards(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Follow-ups, when the next is due, and opinions on the reason; None while nothing is closed."""
    closed = [each for each in enrolments if each.state == "closed"]
    if not closed or not viewer.may("follow_up", "read"):
        return None
    kept_queries.load(closed, "follow_ups", following=("asked_by",))
    kept_queries.load(closed, "exit_opinions")
    rows = [
        {
            "enrolment": each,
            "follow_ups": list(each.follow_ups.all()),
            "due": _due(each),
            "opinions": list(each.exit_opinions.all()),
        }
        for each in closed
    ]
    facts = {"rows": rows, "may_write": viewer.may("follow_up", "write"), "sealed": person.protected}
    return Section("staff/follow_ups/section.html", "main", 60, facts)


def _due(enrolment: Enrolment) -> list[tuple]:
    """(occasion, its words, day, whether the day has come) of those not asked and not yet too late."""
    today, asked = timezone.localdate(), {each.occasion for each in enrolment.follow_ups.all()}
    open_ones = (
        (code, due_on(enrolment.ended_on, code), enrolment.ended_on + OCCASIONS[code].until)
        for code in PLANNED
        if code not in asked
    )
    return [(code, OCCASIONS.label(code), day, day <= today) for code, day, last in open_ones if last >= today]

"""Meetings of the team along the years."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant, TeamMeeting
from stegvis.casework.queries import sight
from stegvis.casework.queries.lanes.lane import Lane, Point
from stegvis.casework.vocabulary.team import MEETING_KINDS


def meetings(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each meeting; hollow while it is only planned."""
    if not viewer.may("team", "read"):
        return []
    readable = Participant.objects.filter(sight.of_participants(viewer, "team", "read"), pk=person.pk)
    found = TeamMeeting.objects.filter(participant__in=readable.order_by().values("pk"), dropped_at=None)
    rows = found.order_by("planned_on", "id").values_list("kind", "planned_on", "held_on")
    points = tuple(Point(MEETING_KINDS.label(kind), held or planned, hollow=not held) for kind, planned, held in rows)
    return [Lane("team", _("Team meetings"), points=points)]

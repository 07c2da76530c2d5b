"""Meetings of the team along the years, and where the participant was referred onward."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import onward as referred
from stegvis.casework.queries import team_meetings
from stegvis.casework.queries.lanes.lane import Lane, Point
from stegvis.casework.vocabulary.onward import ONWARD_OPEN, ONWARD_WISHES
from stegvis.casework.vocabulary.team import MEETING_KINDS


def meetings(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each meeting; hollow while it is only planned."""
    if not viewer.may("team", "read"):
        return []
    found = team_meetings.of(viewer, person).prefetch_related(None)
    rows = found.order_by("planned_on", "id").values_list("kind", "planned_on", "held_on")
    points = tuple(Point(MEETING_KINDS.label(kind), held or planned, hollow=not held) for kind, planned, held in rows)
    return [Lane("team", _("Team meetings"), points=points)]


def onward(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each referral onward, on the day it was sent; hollow while somebody waits for something."""
    if not viewer.may("team", "read"):
        return []
    found = referred.of(viewer, person).prefetch_related(None).exclude(state="withdrawn")
    rows = found.order_by("sent_on", "id").values_list("wish", "sent_on", "state")
    points = tuple(Point(ONWARD_WISHES.label(wish), day, hollow=state in ONWARD_OPEN) for wish, day, state in rows)
    return [Lane("onward", _("Referred onward"), points=points)] if points else []

"""Meetings of the team along the years, and where the participant was referred onward."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
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
    rows = kept.rows(viewer, _meetings, given=(person.pk,))
    points = tuple(Point(MEETING_KINDS.label(kind), held or planned, hollow=not held) for kind, planned, held in rows)
    return [Lane("team", _("Team meetings"), points=points)]


def _meetings(viewer: Viewer, person_id) -> QuerySet:
    found = team_meetings.of_person(viewer, person_id).order_by("planned_on", "id")
    return found.values_list("kind", "planned_on", "held_on")


def onward(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each referral onward, on the day it was sent; hollow while somebody waits for something."""
    if not viewer.may("team", "read"):
        return []
    rows = kept.rows(viewer, _onward, given=(person.pk,))
    points = tuple(Point(ONWARD_WISHES.label(wish), day, hollow=state in ONWARD_OPEN) for wish, day, state in rows)
    return [Lane("onward", _("Referred onward"), points=points)] if points else []


def _onward(viewer: Viewer, person_id) -> QuerySet:
    found = referred.of_person(viewer, person_id).exclude(state="withdrawn").order_by("sent_on", "id")
    return found.values_list("wish", "sent_on", "state")

"""Meetings of the team: those that are not noted, and those whose follow-up is due and not planned."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import TeamMeeting
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due, said

#: How long before its day a follow-up that nobody has planned shows: several parties must find a time.
AHEAD_DAYS = 14
#: So many days late is serious.
SERIOUS_DAYS = 14


def not_noted(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Meetings whose day has passed, neither noted nor cancelled."""
    if not viewer.may("team", "read"):
        return []
    words = _("The team meeting %(day)s is not noted.")
    return [
        Due(
            "team_meeting",
            each.participant,
            words % {"day": said(each.planned_on)},
            each.planned_on,
            "warning",
            str(each.pk),
        )
        for each in kept.rows(viewer, _not_noted, most, given=(today,))
    ]


def _not_noted(viewer: Viewer, most: int, today: dt.date) -> QuerySet[TeamMeeting]:
    found = TeamMeeting.objects.filter(
        participant__in=_people(viewer), held_on=None, dropped_at=None, planned_on__lt=today
    )
    return found.select_related("participant").order_by("planned_on", "id")[:most]


def follow_ups(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Held meetings whose follow-up comes within AHEAD_DAYS or is late, and to which nothing later is planned."""
    if not viewer.may("team", "read"):
        return []
    dues = []
    for each in kept.rows(viewer, _follow_ups, most, given=(today + dt.timedelta(days=AHEAD_DAYS),)):
        words = _("Follow up the team meeting by %(day)s.") % {"day": said(each.follow_up_on)}
        late = (today - each.follow_up_on).days
        tone = "danger" if late > SERIOUS_DAYS else "warning" if late > 0 else "accent"
        dues.append(Due("team_follow_up", each.participant, words, each.follow_up_on, tone, str(each.pk)))
    return dues


def _follow_ups(viewer: Viewer, most: int, last: dt.date) -> QuerySet[TeamMeeting]:
    later = TeamMeeting.objects.filter(
        participant=OuterRef("participant"), dropped_at=None, planned_on__gt=OuterRef("held_on")
    )
    found = TeamMeeting.objects.filter(~Exists(later), participant__in=_people(viewer), follow_up_on__lte=last)
    return found.select_related("participant").order_by("follow_up_on", "id")[:most]


def _people(viewer: Viewer):
    return caseload.of(viewer).filter(state="active").order_by().values("participant")


SOURCES = {"team_meeting": not_noted, "team_follow_up": follow_ups}

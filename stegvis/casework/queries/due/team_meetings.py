"""Meetings of the team: those that are not noted, and those whose follow-up is due and not planned."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.casework.models import TeamMeeting
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said

#: How long before its day a follow-up that nobody has planned shows: several parties must find a time.
AHEAD_DAYS = 14
#: So many days late is serious.
SERIOUS_DAYS = 14


def _not_noted(today: dt.date) -> QuerySet[TeamMeeting]:
    found = TeamMeeting.objects.filter(held_on=None, dropped_at=None, planned_on__lt=today)
    return found.select_related("participant").order_by("planned_on", "id")


def _told_not_noted(meeting: TeamMeeting, today: dt.date) -> Due:
    words = _("The team meeting %(day)s is not noted.") % {"day": said(meeting.planned_on)}
    return Due("team_meeting", meeting.participant, words, meeting.planned_on, "warning", str(meeting.pk))


def _follow_ups(last: dt.date) -> QuerySet[TeamMeeting]:
    later = TeamMeeting.objects.filter(
        participant=OuterRef("participant"), dropped_at=None, planned_on__gt=OuterRef("held_on")
    )
    found = TeamMeeting.objects.filter(~Exists(later), follow_up_on__lte=last)
    return found.select_related("participant").order_by("follow_up_on", "id")


def _told_follow_up(meeting: TeamMeeting, today: dt.date) -> Due:
    words = _("Follow up the team meeting by %(day)s.") % {"day": said(meeting.follow_up_on)}
    late = (today - meeting.follow_up_on).days
    tone = "danger" if late > SERIOUS_DAYS else "warning" if late > 0 else "accent"
    return Due("team_follow_up", meeting.participant, words, meeting.follow_up_on, tone, str(meeting.pk))


_MAY = ("team", "read")
SOURCES = {
    # meetings whose day has passed, neither noted nor cancelled
    "team_meeting": Records(TeamMeeting, _MAY, lambda today: (today,), _not_noted, _told_not_noted),
    # held meetings whose follow-up comes within AHEAD_DAYS or is late, and to which nothing later is planned
    "team_follow_up": Records(
        TeamMeeting, _MAY, lambda today: (today + dt.timedelta(days=AHEAD_DAYS),), _follow_ups, _told_follow_up
    ),
}

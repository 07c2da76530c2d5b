"""Read meetings: one's own week, a person's, and what else is there at a time."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import (
    ActivityRoom,
    ActivitySession,
    Enrolment,
    Meeting,
    Participant,
    Reminder,
    ReminderAgreement,
)
from stegvis.casework.queries import activities, caseload, sight


def visible_to(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings with people whose meetings the viewer may read, in order of time."""
    people = Participant.objects.filter(sight.of_participants(viewer, "meeting", "read"), pk=OuterRef("participant"))
    return Meeting.objects.filter(Exists(people)).select_related("participant", "user", "room")


def find(viewer: Viewer, meeting_id: UUID | str) -> Meeting:
    """One meeting with its person. Raises NotFound and NotAllowed as the person's page does."""
    found = Meeting.objects.select_related("participant", "user", "room").filter(pk=meeting_id).first()
    if found is None:
        raise NotFound
    sight.check_participant(viewer, "meeting", "read", found.participant)
    return found


def may_write(viewer: Viewer, participant: Participant) -> bool:
    """May the viewer book and change meetings with the person?"""
    return viewer.may("meeting", "write") and sight.reaches(viewer, "meeting", "write", participant)


def of_person(viewer: Viewer, participant: Participant, since: dt.datetime, most: int) -> list[Meeting]:
    """The person's meetings from then on, the first ones first."""
    return kept.rows(viewer, _of_person, most, given=(participant.pk, since))


def wants_reminders(participant: Participant) -> bool:
    """Has the person agreed to reminders?"""
    return kept_queries.exists(_agreements, given=(participant.pk,))


def _agreements(participant_id) -> QuerySet[ReminderAgreement]:
    return ReminderAgreement.objects.filter(participant=participant_id, withdrawn_on=None)


def messages_of(viewer: Viewer) -> QuerySet[Reminder]:
    """Messages to those whose meetings the viewer may read; for a coach to their own people. With the person."""
    people = Participant.objects.filter(sight.of_participants(viewer, "meeting", "read"), pk=OuterRef("participant"))
    found = Reminder.objects.filter(Exists(people)).select_related("participant")
    if caseload.is_coach(viewer):
        found = found.filter(Exists(caseload.coached(viewer).filter(participant=OuterRef("participant"))))
    return found


def _of_person(viewer: Viewer, most: int, participant_id, since: dt.datetime) -> QuerySet[Meeting]:
    found = visible_to(viewer).filter(participant=participant_id, starts_at__gte=since).exclude(state="cancelled")
    return found.order_by("starts_at", "pk")[:most]


def at_the_time(
    *, user_id: int, room: ActivityRoom | None, starts_at: dt.datetime, ends_at: dt.datetime, but: UUID | None = None
) -> Sequence[tuple[dt.datetime, dt.datetime, str]]:
    """What the user, or the room, is taken by then: (start, end, what). Names no participant: some may be hidden."""
    meetings = Meeting.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, state="planned")
    sessions = ActivitySession.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, state="planned")
    taken = [
        (one.starts_at, one.ends_at, _("another meeting") if one.user_id == user_id else str(one.room))
        for one in meetings.exclude(pk=but).filter(_taken_by("user", user_id, room)).select_related("room")
    ]
    led = sessions.filter(_taken_by("leader", user_id, room)).select_related("activity")
    taken += [(one.starts_at, one.ends_at, one.activity.name) for one in led]
    return sorted(taken)


def who_may_meet(participant: Participant) -> QuerySet[User]:
    """Those who coach the person now."""
    now = Enrolment.objects.filter(participant=participant, state="active", coach__isnull=False)
    return User.objects.filter(pk__in=now.values("coach"))


def users_for(viewer: Viewer, participant: Participant, keep: int | None = None) -> QuerySet[User]:
    """Who can be chosen to meet the person: oneself, those who coach them, and who is booked already (`keep`)."""
    own = [each for each in (viewer.user_id, keep) if each]
    return User.objects.filter(Q(pk__in=own) | Q(pk__in=who_may_meet(participant))).order_by("sort_key", "pk")


def rooms(viewer: Viewer) -> QuerySet[ActivityRoom]:
    """Rooms of the units where the viewer works with activities."""
    units = activities.units_of(viewer).values("pk")
    return ActivityRoom.objects.filter(unit__in=units, retired_on__isnull=True).order_by("name", "pk")


def _taken_by(field: str, user_id: int, room: ActivityRoom | None) -> Q:
    return Q(**{field: user_id}) | (Q(room=room) if room else Q(pk__in=()))

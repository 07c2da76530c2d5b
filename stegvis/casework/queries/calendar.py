"""A user's days in order of time: meetings, plan talks and start meetings of their people, and sessions they lead."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import ActivitySession, Booking, Meeting, Participant, PlanTalk, Referral
from stegvis.casework.queries import caseload, deputies, meetings, referrals, sight


@dataclass(frozen=True)
class Entry:
    """One thing of a day. A plan talk has a day and no time yet; a start meeting of a referral has no end."""

    kind: str
    on: dt.date
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    record: Meeting | PlanTalk | ActivitySession | Referral
    participant: Participant | None = None

    @property
    def record_id(self) -> UUID:
        """The id of the meeting, talk, session or referral."""
        return self.record.pk


def entries(viewer: Viewer, first: dt.date, last: dt.date) -> list[Entry]:
    """What the viewer has from `first` to `last`, with what those have for whom they stand in. Four questions.

    Cancelled meetings and sessions are left out; so is a plan talk for which a meeting is booked that day.
    """
    began, ended = _midnight(first), _midnight(last + dt.timedelta(days=1))
    found = [
        Entry("meeting", timezone.localdate(one.starts_at), one.starts_at, one.ends_at, one, one.participant)
        for one in kept.rows(viewer, _meetings, given=(began, ended))
    ]
    booked = {(one.participant.pk, one.on) for one in found if one.record.kind == "plan_talk"}
    found += [
        Entry("talk", one.planned_on, None, None, one, one.participant)
        for one in kept.rows(viewer, _talks, given=(first, last))
        if (one.participant_id, one.planned_on) not in booked
    ]
    found += [
        Entry("session", one.on, one.starts_at, one.ends_at, one)
        for one in kept.rows(viewer, _sessions, given=(first, last))
    ]
    found += [
        Entry("start", timezone.localdate(one.start_at), one.start_at, None, one, one.participant)
        for one in kept.rows(viewer, _starts, given=(began, ended))
    ]
    return sorted(found, key=lambda one: (one.on, one.starts_at or began, one.kind, str(one.record_id)))


def people_in(found: Iterable[Entry]) -> set[UUID]:
    """The participants who are named in them."""
    return {one.participant.pk for one in found if one.participant}


def _midnight(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time()))


def _meetings(viewer: Viewer, began: dt.datetime, ended: dt.datetime) -> QuerySet[Meeting]:
    own = meetings.visible_to(viewer).filter(user__in=deputies.coaches_of(viewer))
    return own.filter(starts_at__gte=began, starts_at__lt=ended).exclude(state="cancelled").order_by("starts_at", "pk")


def _talks(viewer: Viewer, first: dt.date, last: dt.date) -> QuerySet[PlanTalk]:
    people = Participant.objects.filter(sight.of_participants(viewer, "plan", "read"), pk=OuterRef("participant"))
    coached = caseload.coached(viewer).values("participant_id")
    open_ones = PlanTalk.objects.filter(
        Exists(people), participant__in=coached, planned_on__gte=first, planned_on__lte=last, held_on=None,
        dropped_at=None,
    )  # fmt: skip
    return open_ones.select_related("participant").order_by("planned_on", "pk")


def _sessions(viewer: Viewer, first: dt.date, last: dt.date) -> QuerySet[ActivitySession]:
    hidden = Q(participant_id__in=sight.hidden_from(viewer))
    bookings = Booking.objects.filter(~hidden, session=OuterRef("pk"), state="booked").order_by().values("session")
    number = Subquery(bookings.annotate(number=Count("pk")).values("number"))
    led = ActivitySession.objects.filter(leader__in=deputies.coaches_of(viewer), state="planned")
    led = led.filter(on__gte=first, on__lte=last).annotate(taken=Coalesce(number, 0))
    return led.select_related("activity", "room").order_by("starts_at", "pk")


def _starts(viewer: Viewer, began: dt.datetime, ended: dt.datetime) -> QuerySet[Referral]:
    theirs = referrals.starts(viewer).filter(taken_by__in=deputies.coaches_of(viewer))
    return theirs.filter(start_at__gte=began, start_at__lt=ended)

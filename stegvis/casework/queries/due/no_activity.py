"""People who are in no activity: nothing booked from today on, and nowhere present for four weeks."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Attendance, Booking, Enrolment
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due

#: The first weeks are for mapping; after them, and after so many days without any, it is said.
FIRST_DAYS, QUIET_DAYS = 21, 28


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those of the caseload without an activity, the longest enrolled first; nothing for who sees no activities."""
    if not viewer.may("attendance", "read"):
        return []
    given = (today, today - dt.timedelta(days=QUIET_DAYS), today - dt.timedelta(days=FIRST_DAYS))
    dues: dict = {}
    for enrolment in caseload.first(viewer, _without_activity, most * 2, given=given, order=caseload.by_start):
        person = enrolment.participant
        dues.setdefault(person.pk, Due("no_activity", person, _("Is in no activity."), enrolment.started_on, "info"))
    return list(dues.values())[:most]


def _without_activity(
    viewer: Viewer, by: str, most: int, today: dt.date, quiet_since: dt.date, begun: dt.date, strand: int
) -> QuerySet[Enrolment]:
    booked = Booking.objects.filter(
        participant=OuterRef("participant"), state__in=["booked", "waiting"], session__on__gte=today
    )
    came = Attendance.objects.filter(participant=OuterRef("participant"), state="present", on__gte=quiet_since)
    found = caseload.along(caseload.in_time(viewer, today), by, strand)
    # most have been somewhere lately, which an index tells at once; the sessions of bookings are looked up one by one
    found = found.filter(~Exists(came), ~Exists(booked), started_on__lte=begun)
    return found.order_by("started_on", "pk")[:most]

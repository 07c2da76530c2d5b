"""Participants whose coach leaves, has left or has moved to another unit: somebody else must take over."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Membership, User
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import enrolments

#: How long before the last day the work shows, so that a meeting can be held while both are there.
AHEAD = dt.timedelta(days=60)


def in_two_months() -> dt.date:
    """The day on which the coach must still have a role."""
    return timezone.localdate() + AHEAD


def waiting(viewer: Viewer, day: dt.date | None = None) -> QuerySet[Enrolment]:
    """Active enrolments among those the viewer may list whose coach has no role in the unit in two months' time."""
    return enrolments.active_of(viewer).filter(_without_lasting_coach(day or in_two_months()))


def count_of(viewer: Viewer, user: User) -> int:
    """How many active enrolments name the user as coach: a number for whoever lets them go, nobody's name.

    Raises NotAllowed unless the viewer manages users.
    """
    if not viewer.may("user", "manage"):
        raise NotAllowed
    return Enrolment.objects.filter(state="active", coach=user).count()


def _without_lasting_coach(day: dt.date) -> Q:
    lasting = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), user=OuterRef("coach"), unit=OuterRef("unit"), user__is_active=True
    )
    return Q(coach__isnull=False) & ~Exists(lasting)

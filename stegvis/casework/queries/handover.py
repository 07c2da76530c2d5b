"""Participants whose coach leaves, has left or has moved to another unit: somebody else must take over."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Membership, User
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import enrolments, sight

#: How long before the last day the work shows, so that a meeting can be held while both are there.
AHEAD = dt.timedelta(days=60)


def in_two_months() -> dt.date:
    """The day on which the coach must still have a role."""
    return timezone.localdate() + AHEAD


def waiting(viewer: Viewer, day: dt.date | None = None) -> QuerySet[Enrolment]:
    """Active enrolments among those the viewer may list whose coach has no role in the unit in two months' time."""
    return enrolments.active_of(viewer).filter(_without_lasting_coach(day or in_two_months()))


def gone(viewer: Viewer, day: dt.date) -> set[int]:
    """The coaches of `waiting`, found by who coaches in which unit and not person by person: there are far fewer.

    For who may list units whole. A coach stands here also when only somebody hidden from the viewer waits.
    """
    by, ids = sight.units(viewer, "participant", "list")
    pairs = set(kept_queries.rows_for_each(_coaching, by, each=[(one,) for one in ids]))
    coaches = kept_queries.padded(sorted({coach for _unit, coach in pairs}))
    lasting = set(kept_queries.rows(_lasting, given=(day, coaches))) if coaches else set()
    return {coach for unit, coach in pairs if (unit, coach) not in lasting}


def _lasting(day: dt.date, coaches: tuple) -> QuerySet:
    """Who has a role in which unit until the day or longer."""
    found = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), user__in=coaches, user__is_active=True)
    return found.values_list("unit_id", "user_id")


def _coaching(by: str, unit: int) -> QuerySet:
    found = Enrolment.objects.filter(state="active", coach__isnull=False)
    found = found.filter(**{by: unit}) if by else found
    return found.order_by().values_list("unit_id", "coach_id").distinct()


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

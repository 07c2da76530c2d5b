"""From a signed-in user to a viewer."""

import datetime as dt

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Deputyship, Membership, User
from stegvis.access.rules import Grant, StandIn, Viewer


def viewer_of(user: User, *, screen: str = "", on: dt.date | None = None) -> Viewer:
    """The viewer behind a user, with the memberships and deputyships in force on the day (default today).

    Inactive users, and those whose last day has passed, have none.
    """
    today = on or timezone.localdate()
    if is_gone(user, today):
        return Viewer("user", user.pk, user.full_name, (), screen, as_of=today)
    stands_in = _stands_in(user, today)
    held = (
        Membership.objects.filter(in_force(today), user=user)
        .select_related("unit", "assignment")
        .annotate(stands_in=Exists(stands_in))
        .order_by("pk")
    )
    grants = tuple(
        Grant(
            one.role,
            one.organisation_id,
            one.unit_id,
            one.unit.sight if one.unit else "unit",
            one.assignment.project_id if hasattr(one, "assignment") else None,
        )
        for one in held
    )
    # asked in the same query: hardly anybody stands in for somebody, and every request makes a viewer
    colleagues = _colleagues(stands_in) if any(one.stands_in for one in held) else ()
    return Viewer("user", user.pk, user.full_name, grants, screen, as_of=today, stands_in_for=colleagues)


def is_gone(user: User, today: dt.date) -> bool:
    """Is the account shut, or has the user's last day passed?"""
    return not user.is_active or bool(user.leaves_on and user.leaves_on < today)


def colleagues_of(user: User, today: dt.date) -> tuple[StandIn, ...]:
    """Whom the user stands in for that day, in Swedish order."""
    return _colleagues(_stands_in(user, today))


def _stands_in(user: User, today: dt.date) -> QuerySet[Deputyship]:
    return Deputyship.objects.filter(in_force(today), deputy=user, ended_at=None)


def in_force(day: dt.date) -> Q:
    """What has begun and not ended, for memberships and deputyships."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _colleagues(rows: QuerySet[Deputyship]) -> tuple[StandIn, ...]:
    found = rows.select_related("absent").order_by("absent__sort_key", "pk")
    return tuple(StandIn(one.absent_id, one.absent.full_name, one.organisation_id, one.ends_on) for one in found)

"""From a signed-in user to a viewer."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from stegvis.access.models import Membership, User
from stegvis.access.rules import Grant, Viewer


def viewer_of(user: User, *, screen: str = "", on: dt.date | None = None) -> Viewer:
    """The viewer behind a user, with the memberships in force on the day (default today). Inactive users have none."""
    today = on or timezone.localdate()
    held = Membership.objects.none()
    if user.is_active:
        held = Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), user=user, starts_on__lte=today
        )
    grants = tuple(
        Grant(m.role, m.organisation_id, m.unit_id, m.unit.sight if m.unit else "unit")
        for m in held.select_related("unit").order_by("pk")
    )
    return Viewer("user", user.pk, user.full_name, grants, screen, as_of=today)

"""Accounts for those who manage users: how each stands, its history, its invitation."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.access.models import AuditEvent, Invitation, Membership, User
from stegvis.access.queries import users
from stegvis.access.rules import NotFound, Viewer, standing
from stegvis.base.keys import keyed_digest
from stegvis.base.text_keys import search_key

#: How an account can stand, in the order of the filter.
STANDINGS = ("active", "invited", "dormant", "left", "closed")


@dataclass(frozen=True)
class Account:
    """A user with how the account stands and the memberships at hand (`held` in force or to come)."""

    user: User
    standing: str
    held: tuple[Membership, ...]


def listed(viewer: Viewer, *, text: str = "", wanted: str = "") -> list[Account]:
    """Accounts in Swedish order, narrowed by a part of name or address and by standing. Raises NotAllowed.

    A municipal installation has some hundreds of accounts: all are read, in three queries.
    """
    today = timezone.localdate()
    every = users.visible_to(viewer).annotate(waits=Exists(_usable().filter(user=OuterRef("pk"))))
    held: dict[int, list[Membership]] = {}
    for one in users.memberships(viewer):
        if one.ends_on is None or one.ends_on >= today:
            held.setdefault(one.user_id, []).append(one)
    sought = search_key(text)
    found = [Account(user, _standing(user), tuple(held.get(user.pk, ()))) for user in every]
    return [
        one
        for one in found
        if (not wanted or one.standing == wanted)
        and (not sought or sought in search_key(one.user.full_name) or sought in one.user.email)
    ]


def find(viewer: Viewer, user_id: int) -> Account:
    """One account with its memberships in force or to come. Raises NotFound, NotAllowed."""
    user = users.visible_to(viewer).filter(pk=user_id).first()
    if user is None:
        raise NotFound
    today = timezone.localdate()
    held = history(viewer, user).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return Account(user, _standing(user), tuple(held))


def history(viewer: Viewer, user: User) -> QuerySet[Membership]:
    """Every membership the user has or has had, the latest first. Raises NotAllowed."""
    rows = users.memberships(viewer).filter(user=user).select_related("organisation", "unit", "assignment__project")
    return rows.order_by("-starts_on", "-pk")


def events(viewer: Viewer, user: User) -> QuerySet[AuditEvent]:
    """What has been done to the account and the sign-ins to it, the latest first. Raises NotAllowed."""
    users.visible_to(viewer)
    return AuditEvent.objects.filter(record__in=("user", "session"), record_id=str(user.pk)).order_by("-number")


def invitations(viewer: Viewer, user: User) -> QuerySet[Invitation]:
    """The invitations sent to the user, the latest first. Raises NotAllowed."""
    users.visible_to(viewer)
    return user.invitations.order_by("-sent_at", "-pk")


def invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while it can be used; None when it is unknown, used, too old or withdrawn."""
    return _usable().select_related("user").filter(digest=digest_of(token)).first() if token else None


def digest_of(token: str) -> str:
    """What is kept of a link's secret."""
    return keyed_digest("invitation", token)


def leaving(viewer: Viewer, today: dt.date) -> QuerySet[User]:
    """Those whose last day is set and has not passed. Raises NotAllowed."""
    return users.visible_to(viewer).filter(leaves_on__gte=today)


def _usable() -> QuerySet[Invitation]:
    now = timezone.now()
    return Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now, user__is_active=True).filter(
        Q(user__leaves_on=None) | Q(user__leaves_on__gte=timezone.localdate())
    )


def _standing(user: User) -> str:
    return standing(user, today=timezone.localdate(), dormant_days=settings.STEGVIS_DORMANT_DAYS)

"""Who has signed in, with everything each page needs to know of them, in one question."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Deputyship, User
from stegvis.access.queries import viewer
from stegvis.access.rules import Grant, Viewer
from stegvis.base import kept_queries

#: What counts as a second step at sign-in; recovery codes alone do not.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: Beside the grant: the names of its places and what they are ordered by.
_OF_THE_ROLE = {
    "role": "role",
    "organisation": "organisation_id",
    "unit": "unit_id",
    "sight": "unit__sight",
    "project": "assignment__project_id",
    "unit_name": "unit__name",
    "unit_key": "unit__sort_key",
    "organisation_name": "organisation__name",
    "organisation_key": "organisation__sort_key",
}


@dataclass(frozen=True)
class AtStart:
    """What was true of a user when the request began. `places`: where they work, in words, at most two names."""

    viewer: Viewer
    has_second_factor: bool
    places: str


def load(user_id: int) -> User | None:
    """The user, whose `at_start` then holds roles in force today, second factor and places; None if there is none."""
    today = timezone.localdate()
    found = kept_queries.rows(_with_roles, given=(user_id, today))
    if not found:
        return None
    user = found[0]
    held = [one for one in found if one.held_role is not None]
    user.at_start = AtStart(_viewer(user, held, today), user.has_second_factor, _places(held))
    return user


def _with_roles(user_id, today) -> QuerySet[User]:
    in_force = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    stands_in = Deputyship.objects.filter(viewer.in_force(today), deputy=OuterRef("pk"), ended_at=None)
    return (
        User.objects.filter(pk=user_id)
        .annotate(
            held=FilteredRelation("memberships", condition=in_force),
            has_second_factor=Exists(strong),
            stands_in=Exists(stands_in),
            **{f"held_{name}": F(f"held__{path}") for name, path in _OF_THE_ROLE.items()},
        )
        .order_by("held__pk")
    )


def _viewer(user: User, held: list, today: dt.date) -> Viewer:
    if viewer.is_gone(user, today):
        return Viewer("user", user.pk, user.full_name, as_of=today)
    grants = tuple(
        Grant(one.held_role, one.held_organisation, one.held_unit, one.held_sight or "unit", one.held_project)
        for one in held
    )
    colleagues = viewer.colleagues_of(user, today) if user.stands_in and grants else ()
    return Viewer("user", user.pk, user.full_name, grants, as_of=today, stands_in_for=colleagues)


def _places(held: list) -> str:
    """Units by name, or the organisations when no unit is named."""
    units = {(one.held_unit_key, one.held_unit, one.held_unit_name) for one in held if one.held_unit}
    offices = {(one.held_organisation_key, one.held_organisation, one.held_organisation_name) for one in held}
    return ", ".join(name for _key, _pk, name in sorted(units or offices)[:2])

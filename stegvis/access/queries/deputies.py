"""Deputyships, and who can be a deputy for whom."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Deputyship, Membership, User
from stegvis.access.roles import ROLES
from stegvis.access.rules import Viewer
from stegvis.organisation.models import Organisation

#: Roles that have participants of their own, and can therefore be away from them or stand in.
COACHING = tuple(slug for slug, role in ROLES.items() if any(line.scope == "assigned" for line in role.permissions()))


def visible_to(viewer: Viewer) -> QuerySet[Deputyship]:
    """Those that concern the viewer, and those of coaches in units the viewer leads; the latest first."""
    reach = viewer.reach("deputyship", "list")
    rows = Deputyship.objects.select_related("absent", "deputy", "organisation").order_by("-starts_on", "-pk")
    if reach.everything:
        return rows
    wanted = Q(pk__in=())
    if reach.own:
        wanted |= Q(absent_id=viewer.user_id) | Q(deputy_id=viewer.user_id)
    wanted |= Q(organisation_id__in=reach.organisation_ids)
    led = Membership.objects.filter(unit_id__in=reach.unit_ids, role__in=COACHING)
    wanted |= Q(absent_id__in=led.values("user_id"), organisation__units__in=reach.unit_ids)
    return rows.filter(wanted).distinct()


def now_or_later(viewer: Viewer) -> QuerySet[Deputyship]:
    """Those that go on or will begin, the first to begin first."""
    return visible_to(viewer).filter(ended_at=None, ends_on__gte=timezone.localdate()).order_by("starts_on", "pk")


def past(viewer: Viewer) -> QuerySet[Deputyship]:
    """Those that have ended, the latest first."""
    return visible_to(viewer).exclude(ended_at=None, ends_on__gte=timezone.localdate())


def may_end(viewer: Viewer, deputyship: Deputyship) -> bool:
    """May the viewer take it back? The absent, and who leads their unit; not the deputy."""
    reach = viewer.reach("deputyship", "appoint")
    if reach.everything or (reach.own and deputyship.absent_id == viewer.user_id):
        return True
    return _led(viewer, deputyship.organisation_id).filter(user_id=deputyship.absent_id).exists()


def place_to_name_in(viewer: Viewer, absent: User, day: dt.date) -> Organisation | None:
    """The organisation where the viewer may name a deputy for `absent` from the day on; None when nowhere."""
    reach = viewer.reach("deputyship", "appoint")
    held = _coaching(absent, day)
    if not (reach.everything or (reach.own and absent.pk == viewer.user_id)):
        held = held.filter(Q(unit_id__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids))
    first = held.select_related("organisation").first()
    return first.organisation if first else None


def may_be_absent(viewer: Viewer) -> QuerySet[User]:
    """Everybody the viewer may name a deputy for, in Swedish order: themselves, or the coaches they lead."""
    reach, today = viewer.reach("deputyship", "appoint"), timezone.localdate()
    held = Membership.objects.filter(role__in=COACHING).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    if not reach.everything:
        wanted = Q(unit_id__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids)
        held = held.filter(wanted | Q(user_id=viewer.user_id) if reach.own else wanted)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("sort_key", "pk")


def may_be_deputy(viewer: Viewer) -> QuerySet[User]:
    """The coaches of the viewer's organisations, in Swedish order."""
    today = timezone.localdate()
    places = {grant.organisation_id for grant in viewer.grants}
    held = Membership.objects.filter(role__in=COACHING, organisation_id__in=places)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("sort_key", "pk")


def colleagues(absent: User, organisation: Organisation, starts_on: dt.date, ends_on: dt.date) -> QuerySet[User]:
    """Who can be a deputy: active coaches of the organisation during all of the time."""
    held = Membership.objects.filter(organisation=organisation, role__in=COACHING, starts_on__lte=starts_on)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=ends_on)).exclude(user=absent)
    lasting = Q(leaves_on=None) | Q(leaves_on__gte=ends_on)
    return User.objects.filter(lasting, pk__in=held.values("user_id"), is_active=True)


def _coaching(user: User, day: dt.date) -> QuerySet[Membership]:
    held = Membership.objects.filter(user=user, role__in=COACHING, starts_on__lte=day)
    return held.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("pk")


def _led(viewer: Viewer, organisation_id: int) -> QuerySet[Membership]:
    reach = viewer.reach("deputyship", "appoint")
    where = Q(unit_id__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids)
    return Membership.objects.filter(where, organisation_id=organisation_id, role__in=COACHING)

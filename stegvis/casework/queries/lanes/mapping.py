"""Sittings of mappings, and life wheels."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, LifeWheel, MappingSitting, Participant
from stegvis.casework.queries.lanes.lane import Lane, Point


def sittings(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each sitting of a mapping."""
    if not viewer.may("mapping", "read"):
        return []
    held = kept_queries.rows(_held, given=(person.pk,))
    points = (Point(_("Mapping"), timezone.localtime(at).date()) for at in held)
    return [Lane("mapping", _("Mapping"), points=tuple(points))]


def _held(person_id) -> QuerySet:
    found = MappingSitting.objects.filter(mapping__participant=person_id).order_by("held_at")
    return found.values_list("held_at", flat=True)


def wheels(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each life wheel."""
    if not viewer.may("mapping", "read"):
        return []
    points = (Point(_("Life wheel"), on) for on in kept_queries.rows(_drawn, given=(person.pk,)))
    return [Lane("life_wheel", _("Life wheel"), points=tuple(points))]


def _drawn(person_id) -> QuerySet:
    found = LifeWheel.objects.filter(participant=person_id, withdrawn_at=None).order_by("scored_on")
    return found.values_list("scored_on", flat=True)

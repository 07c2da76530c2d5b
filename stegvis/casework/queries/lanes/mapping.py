"""Sittings of mappings, and life wheels."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, LifeWheel, MappingSitting, Participant
from stegvis.casework.queries.lanes.lane import Lane, Point


def sittings(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each sitting of a mapping."""
    if not viewer.may("mapping", "read"):
        return []
    held = MappingSitting.objects.filter(mapping__participant=person).order_by("held_at")
    points = (Point(_("Mapping"), timezone.localtime(at).date()) for at in held.values_list("held_at", flat=True))
    return [Lane("mapping", _("Mapping"), points=tuple(points))]


def wheels(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each life wheel."""
    if not viewer.may("mapping", "read"):
        return []
    drawn = LifeWheel.objects.filter(participant=person, withdrawn_at=None).order_by("scored_on")
    points = (Point(_("Life wheel"), on) for on in drawn.values_list("scored_on", flat=True))
    return [Lane("life_wheel", _("Life wheel"), points=tuple(points))]

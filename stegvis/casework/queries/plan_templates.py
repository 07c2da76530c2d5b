"""Plans to start from: what the units have made of their own."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import PlanTemplate
from stegvis.casework.queries import sight
from stegvis.organisation.models import Unit


def units(viewer: Viewer, verb: str = "read") -> QuerySet[Unit]:
    """The units whose templates and lists the viewer may `read` or `change`, by name."""
    reach = viewer.reach("unit_plan", verb)
    if reach.everything:
        return Unit.objects.order_by("sort_key", "pk")
    within = Unit.objects.filter(pk__in=reach.unit_ids) | Unit.objects.filter(organisation__in=reach.organisation_ids)
    return within.order_by("sort_key", "pk")


def find_unit(viewer: Viewer, unit_id: int, verb: str = "read") -> Unit:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    sight.check_unit(viewer, "unit_plan", verb, unit)
    return unit


def of_units(viewer: Viewer, unit_ids: Collection[int]) -> QuerySet[PlanTemplate]:
    """The templates these units offer now, as far as the viewer may read them, with their steps."""
    readable = units(viewer).filter(pk__in=unit_ids).order_by().values("pk")
    found = PlanTemplate.objects.filter(unit__in=readable, retired_at=None)
    return found.select_related("unit").prefetch_related("steps")


def find(viewer: Viewer, template_id: UUID | str) -> PlanTemplate:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    found = PlanTemplate.objects.filter(pk=template_id, retired_at=None).select_related("unit").first()
    if found is None:
        raise NotFound
    sight.check_unit(viewer, "unit_plan", "read", found.unit)
    return found

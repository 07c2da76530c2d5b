"""Templates of notes, for those who keep them."""

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import NoteTemplate
from stegvis.organisation.models import Unit


def units(viewer: Viewer) -> QuerySet[Unit]:
    """The units whose templates the viewer keeps."""
    reach = viewer.reach("note_template", "change")
    if reach.everything:
        return Unit.objects.order_by("name")
    return Unit.objects.filter(Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids)).order_by(
        "name", "pk"
    )


def of(viewer: Viewer) -> QuerySet[NoteTemplate]:
    """Those in use, by unit and name."""
    return (
        NoteTemplate.objects.filter(unit__in=units(viewer), retired_at=None)
        .select_related("unit")
        .order_by("unit__name", "name", "pk")
    )


def find(viewer: Viewer, template_id: int) -> NoteTemplate:
    """One of them. Raises NotFound."""
    found = of(viewer).filter(pk=template_id).first()
    if found is None:
        raise NotFound
    return found

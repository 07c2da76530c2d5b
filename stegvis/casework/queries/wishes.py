"""What participants wish for."""

from django.db.models import Count, Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import TopicWish
from stegvis.casework.queries import activities, sight


def visible_to(viewer: Viewer) -> QuerySet[TopicWish]:
    """Wishes of the units whose catalogue the viewer may read, each with `number` of votes, most wanted first.

    Votes of people hidden from the viewer are not counted.
    """
    counted = Count("votes", filter=~Q(votes__participant_id__in=sight.hidden_from(viewer)))
    rows = TopicWish.objects.filter(unit__in=activities.units_of(viewer)).select_related("unit")
    return rows.annotate(number=counted).order_by("-number", "made_at", "id")


def find(viewer: Viewer, wish_id: int) -> TopicWish:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    found = visible_to(viewer).filter(pk=wish_id).first()
    if found is None:
        there = TopicWish.objects.filter(pk=wish_id).values_list("unit__organisation_id", flat=True).first()
        sight.refuse(viewer, there)
    return found

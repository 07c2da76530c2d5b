"""Read life wheels: a person's own scores of eight areas, the latest first."""

from uuid import UUID

from django.db.models import Exists, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import LifeWheel, Participant
from stegvis.casework.queries import sight


def of_participant(viewer: Viewer, participant: Participant) -> QuerySet[LifeWheel]:
    """A person's wheels with their scores, the latest first. Empty for a viewer who may not read mappings."""
    readable = Participant.objects.filter(sight.of_participants(viewer, "mapping", "read"), pk=participant.pk)
    found = LifeWheel.objects.filter(Exists(readable), participant=participant, withdrawn_at=None)
    return found.prefetch_related("scores")


def find(viewer: Viewer, wheel_id: UUID, verb: str = "read") -> LifeWheel:
    """One wheel with its person. Raises NotFound and NotAllowed as the person's page does."""
    found = LifeWheel.objects.filter(pk=wheel_id, withdrawn_at=None).select_related("participant").first()
    if found is None:
        raise NotFound
    sight.check_participant(viewer, "mapping", verb, found.participant)
    return found


def scores(wheel: LifeWheel) -> dict[str, int]:
    """Scores by area."""
    return {each.area: each.score for each in wheel.scores.all()}

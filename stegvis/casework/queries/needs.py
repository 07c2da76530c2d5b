"""What a participant needs, first things first. The faces call `actions.looks`."""

from uuid import UUID

from django.db.models import Exists, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Need, Participant
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES


def of(viewer: Viewer, participant: Participant) -> QuerySet[Need]:
    """The person's needs, in the order in which they showed. Empty for a viewer who may not read mappings."""
    return _of(viewer, participant.pk)


def _of(viewer: Viewer, participant_id: UUID) -> QuerySet[Need]:
    readable = Participant.objects.filter(sight.of_participants(viewer, "mapping", "read"), pk=participant_id)
    return Need.objects.filter(Exists(readable), participant=participant_id).select_related("step")


def _open(viewer: Viewer, participant_id: UUID) -> QuerySet[Need]:
    return _of(viewer, participant_id).filter(state="open")


def first_things_first(viewer: Viewer, participant: Participant) -> list[Need]:
    """The open needs by priority, then by the day they showed."""
    order = {code: place for place, code in enumerate(NEED_PRIORITIES.codes)}
    found = kept.rows(viewer, _open, given=(participant.pk,))
    return sorted(found, key=lambda need: (order[need.priority], need.noticed_on, need.pk))


def one(viewer: Viewer, pk: UUID | str) -> Need:
    """One need by its id alone. Raises NotFound, NotAllowed as the person's page does."""
    found = Need.objects.select_related("participant").filter(pk=pk).first()
    if found is None:
        raise NotFound
    sight.check_participant(viewer, "mapping", "read", found.participant)
    return found


def find(viewer: Viewer, participant: Participant, pk: UUID | str) -> Need:
    """One need of the person. Raises NotFound, NotAllowed."""
    sight.check_participant(viewer, "mapping", "read", participant)
    found = Need.objects.select_related("participant").filter(participant=participant, pk=pk).first()
    if found is None:
        raise NotFound
    return found

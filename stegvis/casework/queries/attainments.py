"""What a participant did and got on the way. The faces call `actions.looks`."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Attainment, Participant
from stegvis.casework.queries import plans, sight
from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS


@dataclass(frozen=True)
class KindSum:
    """How often a kind was noted for one person, and how many minutes in all where minutes are noted."""

    kind: str
    count: int
    minutes: int


def of(viewer: Viewer, participant: Participant) -> QuerySet[Attainment]:
    """The person's lines, the latest first, struck ones left out. Empty for who may not read the plan."""
    return _of_person(viewer, participant.pk)


def _of_person(viewer: Viewer, participant_id) -> QuerySet[Attainment]:
    people = plans.people(viewer).filter(pk=participant_id).order_by().values("pk")
    return Attainment.objects.filter(participant__in=people, struck_at=None)


def latest(viewer: Viewer, participant: Participant, most: int) -> list[Attainment]:
    """The first of them, for the person's page."""
    return kept.rows(viewer, _latest, most, given=(participant.pk,))


def _latest(viewer: Viewer, most: int, participant_id) -> QuerySet[Attainment]:
    return _of_person(viewer, participant_id)[:most]


def find(viewer: Viewer, participant: Participant, pk: UUID | str) -> Attainment:
    """One line of the person. Raises NotFound, NotAllowed."""
    sight.check_participant(viewer, "plan", "read", participant)
    found = Attainment.objects.filter(participant=participant, struck_at=None, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def sums(lines: Sequence[Attainment]) -> list[KindSum]:
    """The lines by kind, in the order of the list of kinds; kinds without a line are left out."""
    by_kind: dict[str, list[Attainment]] = {}
    for each in lines:
        by_kind.setdefault(each.kind, []).append(each)
    return [
        KindSum(kind, len(by_kind[kind]), sum(each.minutes or 0 for each in by_kind[kind]))
        for kind in ATTAINMENT_KINDS.codes
        if kind in by_kind
    ]

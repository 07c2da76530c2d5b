"""Read mappings of a person's situation. Sensitive answers are opened by `actions.mappings.open_sensitive` alone."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils import timezone

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Mapping, MappingAnswer, MappingSitting, Participant
from stegvis.casework.queries import mapping_forms, sight
from stegvis.casework.rules import mapping_answers


def of_participant(viewer: Viewer, participant: Participant) -> QuerySet[Mapping]:
    """A person's mappings with their sittings, the latest first. Empty for a viewer who may not read them."""
    return _of_person(viewer, participant.pk).prefetch_related("sittings")


def latest(viewer: Viewer, participant: Participant) -> Mapping | None:
    """The first of them, without its sittings, for the person's page."""
    return next(iter(kept.rows(viewer, _latest, given=(participant.pk,))), None)


def _latest(viewer: Viewer, participant_id) -> QuerySet[Mapping]:
    return _of_person(viewer, participant_id)[:1]


def _of_person(viewer: Viewer, participant_id) -> QuerySet[Mapping]:
    readable = Participant.objects.filter(sight.of_participants(viewer, "mapping", "read"), pk=participant_id)
    found = Mapping.objects.filter(Exists(readable), participant=participant_id)
    return found.select_related("common_part", "own_part")


def find(viewer: Viewer, mapping_id: UUID, verb: str = "read") -> Mapping:
    """One mapping with its person and form. Raises NotFound and NotAllowed as the person's page does."""
    found = Mapping.objects.select_related("participant", "common_part__form", "own_part__form").filter(pk=mapping_id)
    mapping = found.first()
    if mapping is None:
        raise NotFound
    sight.check_participant(viewer, "mapping", verb, mapping.participant)
    return mapping


def may(viewer: Viewer, verb: str, participant: Participant, *, sensitive: bool = False) -> bool:
    """May the viewer `read` or `write` the person's mappings, or the sensitive answers in them?"""
    record = "sensitive_mapping" if sensitive else "mapping"
    reach = sight.of_participants(viewer, record, verb)
    return Participant.objects.filter(reach, pk=participant.pk).exists()


def standing(mapping: Mapping) -> dict[str, MappingAnswer]:
    """The ordinary answers that stand, by question; those taken back are left out."""
    return {row.question: row for row in kept_queries.rows(_standing, given=(mapping.pk,))}


def _standing(mapping_id) -> QuerySet[MappingAnswer]:
    found = MappingAnswer.objects.filter(mapping=mapping_id, superseded_at=None).exclude(value="")
    return found.select_related("sitting")


def counted(mapping: Mapping) -> dict[str, str]:
    """The ordinary answers that count: those to questions that show."""
    given = {code: row.value for code, row in standing(mapping).items()}
    return mapping_answers.counted(mapping_forms.whole(mapping).questions, given)


def former(mapping: Mapping) -> dict[str, list[MappingAnswer]]:
    """What was answered before, by question, the latest of the former first."""
    found = defaultdict(list)
    for row in mapping.mappinganswers.exclude(superseded_at=None).exclude(value="").order_by("-id"):
        found[row.question].append(row)
    return found


def sitting_of(mapping: Mapping, viewer: Viewer, today: dt.date | None = None) -> MappingSitting | None:
    """The viewer's own sitting of today, the latest; answers belong to it."""
    day = today or timezone.localdate()
    own = mapping.sittings.filter(author=viewer.user_id, author_name=viewer.name[:200]).order_by("-held_at", "-pk")
    latest = own.first()
    return latest if latest and timezone.localtime(latest.held_at).date() == day else None


def latest_of(participant: Participant) -> Mapping | None:
    """The person's latest mapping, whoever looks: for those who have asked for the right already."""
    found = Mapping.objects.filter(participant=participant).select_related("common_part", "own_part")
    return found.prefetch_related("sittings").order_by("-begun_at", "-pk").first()


def newer_form(mapping: Mapping, unit_id: int | None) -> bool:
    """Has a part of the form been published anew since the mapping was begun?"""
    shared, own = mapping_forms.newest_common(), mapping_forms.newest_own(unit_id)
    return (shared is not None and shared.pk != mapping.common_part_id) or (
        own is not None and own.pk != mapping.own_part_id
    )


def unit_of(mapping: Mapping) -> int | None:
    """The unit whose own part belongs to the mapping: that of its enrolment, or of the own part it has."""
    if mapping.enrolment_id:
        return mapping.enrolment.unit_id
    return mapping.own_part.form.unit_id if mapping.own_part_id else None

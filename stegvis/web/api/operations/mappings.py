"""Mappings of a person's situation: read, fill in, be done. Sensitive answers are left to the page."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import looks
from stegvis.casework.actions import mappings as mapping_together
from stegvis.casework.queries import mappings, participants
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import plans as shapes

router = Router(tags=["Mappings"])


def _mapping(mapping) -> dict:
    return {
        "id": mapping.pk,
        "participant": mapping.participant_id,
        "state": mapping.state,
        "begun_at": mapping.begun_at,
        "done_at": mapping.done_at,
        "sittings": len(mapping.sittings.all()),
        "version": mapping.version,
    }


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/mappings",
    "participant_mappings",
    answers={200: shapes.Mappings},
    summary="One person's mappings",
)
def participant_mappings(request: HttpRequest, participant_id: UUID):
    """The latest first, without answers. One line in the log."""
    person = participants.find(request.viewer, participant_id)
    if not mappings.may(request.viewer, "read", person):
        raise NotAllowed
    looks.note_opened(request.viewer, person)
    return {"items": [_mapping(each) for each in mappings.of_participant(request.viewer, person)]}


@operation(
    router, "GET", "/mappings/{uuid:mapping_id}", "mapping", answers={200: shapes.Mapping}, summary="One mapping"
)
def mapping(request: HttpRequest, mapping_id: UUID):
    """With the ordinary answers that count. One line in the log."""
    found = mappings.find(request.viewer, mapping_id)
    looks.note_opened(request.viewer, found.participant)
    return _mapping(found) | {"answers": mappings.counted(found)}


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/mappings",
    "mapping_begin",
    answers={200: shapes.Mapping},
    summary="Sit down with a mapping",
)
def mapping_begin(request: HttpRequest, participant_id: UUID, sent: shapes.Sitting):
    """Begin one, or go on with the one that is open."""
    person = participants.find(request.viewer, participant_id)
    sitting = mapping_together.begin(participant=person, by=request.viewer, **sent.model_dump())
    return _answered(request, sitting.mapping_id)


def _answered(request: HttpRequest, mapping_id: UUID) -> dict:
    found = mappings.find(request.viewer, mapping_id)
    return _mapping(found) | {"answers": mappings.counted(found)}


@operation(
    router,
    "PATCH",
    "/mappings/{uuid:mapping_id}",
    "mapping_answer",
    answers={200: shapes.AnsweredMapping},
    summary="Answer questions of a mapping",
)
def mapping_answer(request: HttpRequest, mapping_id: UUID, sent: shapes.Answers):
    """What stood there before is kept as former. Sit down with it first. An answer that cannot be kept hinders no
    other; a sensitive question refuses the whole."""
    found = mappings.find(request.viewer, mapping_id, "write")
    saved = mapping_together.save(mapping=found, given=sent.answers, by=request.viewer)
    return _answered(request, mapping_id) | {"refused": saved.refused}


@operation(
    router,
    "POST",
    "/mappings/{uuid:mapping_id}/finish",
    "mapping_finish",
    answers={200: shapes.Mapping},
    summary="Be done with a mapping for now",
)
def mapping_finish(request: HttpRequest, mapping_id: UUID):
    """It can still be gone on with. Done twice is done."""
    mapping_together.finish(mapping=mappings.find(request.viewer, mapping_id, "write"), by=request.viewer)
    return _answered(request, mapping_id)

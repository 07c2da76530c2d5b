"""What a participant needs, first things first: read, noted, put in another order, settled, put into the plan."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import looks
from stegvis.casework.actions import needs as noting
from stegvis.casework.queries import mappings, needs, participants
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import needs as shapes

router = Router(tags=["Needs"])
_FACTS = ("text", "area", "priority", "state", "noticed_on", "version")


def _need(need) -> dict:
    ids = {"id": need.pk, "participant": need.participant_id, "mapping": need.mapping_id, "step": need.step_id}
    return ids | {name: getattr(need, name) for name in _FACTS}


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/needs",
    "participant_needs",
    answers={200: shapes.Needs},
    summary="What one person needs",
)
def participant_needs(request: HttpRequest, participant_id: UUID):
    """Open ones first things first, then those settled. One line in the log."""
    person = participants.find(request.viewer, participant_id)
    if not mappings.may(request.viewer, "read", person):
        raise NotAllowed
    looks.note_opened(request.viewer, person)
    settled = needs.of(request.viewer, person).exclude(state="open")
    return {"items": [_need(each) for each in (*needs.first_things_first(request.viewer, person), *settled)]}


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/needs",
    "need_create",
    answers={201: shapes.Need},
    summary="Note a need",
)
def need_create(request: HttpRequest, response: HttpResponse, participant_id: UUID, sent: shapes.NewNeed):
    """Also one that shows late. The same open words twice are one need. Send the header `Idempotency-Key` to make one
    of several sendings."""
    person = participants.find(request.viewer, participant_id)

    def make():
        return noting.note(participant=person, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="need_create", at="need", make=make)
    return Status(201, _need(needs.one(request.viewer, made)))


@operation(
    router, "GET", "/needs/{uuid:need_id}", "need", answers={200: shapes.KeptNeed}, summary="One need with its history"
)
def need(request: HttpRequest, need_id: UUID):
    """Every wording, priority and state it has had, the latest first. One line in the log."""
    found = needs.one(request.viewer, need_id)
    looks.note_opened(request.viewer, found.participant)
    told = ("text", "priority", "state", "reason", "moved_at", "made_by")
    return _need(found) | {"history": [{name: getattr(move, name) for name in told} for move in found.moves.all()]}


@operation(
    router, "PATCH", "/needs/{uuid:need_id}", "need_change", answers={200: shapes.Need}, summary="Change an open need"
)
def need_change(request: HttpRequest, need_id: UUID, sent: shapes.NeedChange):
    """Its words, area or priority; what is left out stays. What it was before stays as history, with the reason."""
    found = needs.one(request.viewer, need_id)
    stands = {name: getattr(found, name) for name in ("text", "area", "priority")}
    noting.change(need=found, by=request.viewer, **(stands | sent.told()))
    return _need(needs.one(request.viewer, need_id))


@operation(
    router,
    "POST",
    "/needs/{uuid:need_id}/settle",
    "need_settle",
    answers={200: shapes.Need},
    summary="Say how a need stands",
)
def need_settle(request: HttpRequest, need_id: UUID, sent: shapes.NeedSettling):
    """Met, no longer relevant, or open again. Said twice is said once."""
    noting.settle(need=needs.one(request.viewer, need_id), by=request.viewer, **sent.model_dump())
    return _need(needs.one(request.viewer, need_id))

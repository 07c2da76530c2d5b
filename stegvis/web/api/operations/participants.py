"""Participants: list, search, register, read, change; the whole number; who has looked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from stegvis.access.queries import audit
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.identity_number import parse
from stegvis.casework.actions import attempts, looks
from stegvis.casework.actions import participants as writing
from stegvis.casework.queries import lists, participants
from stegvis.organisation.models import Organisation, Project
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.places import named
from stegvis.web.api.shapes import people as shapes
from stegvis.web.api.shapes.parts import Code
from stegvis.web.shared import noting

router = Router(tags=["Participants"])
LARGEST_PAGE = 100


def _note_by_hand(refusal: NotPossible, controller: Organisation, number: str, viewer: Viewer) -> None:
    """Tell those who see the person that somebody else gave the person's number."""
    if refusal.code == "by_hand":
        attempts.note_registering(controller=controller, number=parse(number).value, by=viewer)


def _listed(person, enrolment=None) -> dict:
    return {
        "id": person.pk,
        "identity_number": person.number.masked,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name_in_use": person.name_in_use,
        "enrolment": None if enrolment is None else _brief(enrolment),
    }


def _brief(enrolment) -> dict:
    return {
        "id": enrolment.pk,
        "project": enrolment.project.code,
        "unit": named(enrolment.unit),
        "state": enrolment.state,
        "started_on": enrolment.started_on,
        "ended_on": enrolment.ended_on,
    }


def _whole(person) -> dict:
    return _listed(person) | {
        "controller": named(person.controller),
        "legal_sex": person.legal_sex,
        "language": person.language,
        "interpreter": person.interpreter,
        "contact_ways": [
            {"kind": way.kind, "value": way.value, "may_leave_message": way.may_leave_message, "note": way.note}
            for way in person.contact_ways.all()
        ],
        "created_at": person.created_at,
        "version": person.version,
    }


@operation(
    router,
    "GET",
    "/participants",
    "participant_list",
    answers={200: shapes.ParticipantPage},
    summary="List participants",
)
def participant_list(
    request: HttpRequest,
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
    project: Code = Query("", description="Only with an enrolment in this project."),
    unit: int | None = Query(None, ge=0, le=2_000_000_000, description="Only with an enrolment at this unit."),
    state: str = Query("", pattern="^(active|closed|void|)$", description="Only with an enrolment in this state."),
):
    """Everybody you may list, in Swedish order of family name, a page at a time. One line in the log for each page."""
    filters = {"state": state, "unit": unit}
    if project:
        filters["project"] = Project.objects.filter(code=project).values_list("pk", flat=True).first() or 0
    page = lists.page_after(request.viewer, after, size, filters)
    looks.note_list(request.viewer, request.viewer.screen, len(page.lines))
    return {"items": [_listed(line.participant, line.enrolment) for line in page.lines], "after": page.next_cursor}


@operation(
    router,
    "POST",
    "/participants/search",
    "participant_search",
    answers={200: shapes.Hits},
    summary="Find a person by number or name",
)
def participant_search(request: HttpRequest, sent: shapes.Search):
    """A whole identity number or beginnings of names. What is searched for stands in the body only, and in no log."""
    hits = participants.search(request.viewer, sent.text)
    looks.note_search(request.viewer, hits)
    return {
        "items": [_listed(hit.participant) for hit in hits if not hit.elsewhere],
        "elsewhere": any(hit.elsewhere for hit in hits),
    }


@operation(
    router,
    "POST",
    "/participants",
    "participant_create",
    answers={201: shapes.Participant},
    summary="Register a person",
)
def participant_create(request: HttpRequest, response: HttpResponse, sent: shapes.NewParticipant):
    """Put a person into a controller's register. Send the header `Idempotency-Key` to make one of several sendings."""

    def make():
        controller = Organisation.objects.filter(pk=sent.controller).first()
        if controller is None:
            raise NotFound
        facts = sent.model_dump(exclude={"controller"})
        return writing.register(controller=controller, **facts, by=request.viewer)

    try:
        made = created(request, response, operation="participant_create", at="participant", make=make)
    except NotPossible as refusal:
        _note_by_hand(refusal, Organisation.objects.get(pk=sent.controller), sent.identity_number, request.viewer)
        raise
    return Status(201, _whole(participants.find(request.viewer, made)))


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}",
    "participant",
    answers={200: shapes.Participant},
    summary="One person",
)
def participant(request: HttpRequest, participant_id: UUID):
    """What is known of a person, with the identity number hidden. One line in the log."""
    person = participants.find(request.viewer, participant_id)
    looks.note_opened(request.viewer, person)
    return _whole(person)


@operation(
    router,
    "PATCH",
    "/participants/{uuid:participant_id}",
    "participant_change",
    answers={200: shapes.Participant},
    summary="Change a person",
)
def participant_change(request: HttpRequest, participant_id: UUID, sent: shapes.ParticipantChange):
    """Change some facts; what is left out or null stays as it is. `contact_ways` replaces all of them."""
    person = participants.find(request.viewer, participant_id)
    facts = sent.told()
    try:
        writing.change(participant=person, by=request.viewer, **facts)
    except NotPossible as refusal:
        _note_by_hand(refusal, person.controller, facts.get("identity_number", ""), request.viewer)
        raise
    return _whole(participants.find(request.viewer, participant_id))


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/identity-number",
    "participant_number",
    answers={200: shapes.WholeNumber},
    summary="Show the whole identity number",
)
def participant_number(request: HttpRequest, participant_id: UUID):
    """The number with all its digits. That it was shown stands in the log, as on the page."""
    person = participants.find(request.viewer, participant_id)
    noting.number_shown(request.viewer, person)
    return {"identity_number": person.number.value}


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/looks",
    "participant_looks",
    answers={200: shapes.Looks},
    summary="Who has looked",
)
def participant_looks(
    request: HttpRequest,
    participant_id: UUID,
    before: int | None = Query(None, ge=1, le=2**62, description="Lines with a lower number than this."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """Who has read and changed what about a person, the newest first. Asking stands in the log too."""
    events, organisation_id = _log_about(request.viewer, participant_id)
    found = list((events.filter(number__lt=before) if before else events)[: size + 1])
    noting.looks_read(request.viewer, participant_id, organisation_id)
    items = [
        {
            "number": event.number,
            "at": event.at,
            "who": event.actor_name,
            "verb": event.verb,
            "record": event.record,
            "screen": event.screen,
            "purpose": event.purpose,
        }
        for event in found[:size]
    ]
    return {"items": items, "before": items[-1]["number"] if len(found) > size else None}


def _log_about(viewer, participant_id: UUID):
    """For the person's own staff; for the data protection officer from her own log, by the opaque id."""
    if viewer.may("participant", "read"):
        person = participants.find(viewer, participant_id)
        return audit.about(viewer, person.pk), person.controller_id
    events = audit.visible_to(viewer).filter(subject_id=str(participant_id))
    newest = events.first()
    if newest is None:
        raise NotFound
    return events, newest.organisation_id

"""Enrolments: begin, read, change, close, take back, take away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from stegvis.access.rules import NotFound
from stegvis.casework.actions import endings, enrolment_facts, looks
from stegvis.casework.actions import enrolments as writing
from stegvis.casework.queries import enrolments, gaps, open_matters, outcomes, participants
from stegvis.organisation.models import Unit
from stegvis.programme.queries import projects
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.places import named
from stegvis.web.api.shapes import people as shapes
from stegvis.web.api.shapes.parts import Reason

router = Router(tags=["Enrolments"])
_PARTS = ("target_groups", "income_periods", "outcomes")


def _shape(viewer, enrolment) -> dict:
    return {
        "id": enrolment.pk,
        "participant": enrolment.participant_id,
        "project": enrolment.project.code,
        "unit": named(enrolment.unit),
        "coach": named(enrolment.coach),
        "state": enrolment.state,
        "started_on": enrolment.started_on,
        "ended_on": enrolment.ended_on,
        "sex_at_enrolment": enrolment.sex_at_enrolment,
        "age_at_start": enrolment.age_at_start,
        "inflow_channel": enrolment.referral.channel,
        "referred_by": enrolment.referral.referred_by,
        "target_groups": [group.code for group in enrolment.target_groups.all() if group.until_on is None],
        "employment_status": enrolment.employment_status,
        "employment_status_months": enrolment.employment_status_months,
        "education": enrolment.education,
        "former": enrolment.former_id,
        "outcomes": [_outcome(view) for view in _outcomes(viewer, enrolment)],
        "gaps": [
            {"code": gap.code, "label": str(gap.label), "destination": gap.destination}
            for gap in gaps.of(viewer, enrolment)
        ],
        "version": enrolment.version,
    }


def _outcomes(viewer, enrolment):
    return outcomes.of(viewer, enrolment) if enrolment.state == "closed" else ()


def _outcome(view) -> dict:
    return {
        "destination": view.destination,
        "label": view.label,
        "reason": view.reason,
        "receiver": view.receiver,
        "receiver_exception": view.receiver_exception,
        "explanation": view.explanation,
        "occupation": view.occupation,
        "industry": view.industry,
        "coarse": view.coarse,
    }


def _again(request: HttpRequest, enrolment_id) -> dict:
    """The enrolment as it stands after a change."""
    return _shape(request.viewer, enrolments.find(request.viewer, enrolment_id))


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/enrolments",
    "participant_enrolments",
    answers={200: shapes.Enrolments},
    summary="One person's enrolments",
)
def participant_enrolments(request: HttpRequest, participant_id: UUID):
    """Every time in a project that you may read, the earliest first, also those registered by mistake."""
    person = participants.find(request.viewer, participant_id)
    looks.note_opened(request.viewer, person)
    found = enrolments.of_participant(request.viewer, person).prefetch_related(*_PARTS)
    return {"items": [_shape(request.viewer, each) for each in found]}


@operation(router, "POST", "/enrolments", "enrolment_create", answers={201: shapes.Enrolment}, summary="Enrol a person")
def enrolment_create(request: HttpRequest, response: HttpResponse, sent: shapes.NewEnrolment):
    """Begin a person's time in a project. Who enrols becomes the coach when that is their work. Send the header
    `Idempotency-Key` to make one of several sendings."""

    def make():
        person = participants.find(request.viewer, sent.participant)
        unit = Unit.objects.select_related("organisation").filter(pk=sent.unit).first()
        if unit is None:
            raise NotFound
        facts = sent.model_dump(exclude={"participant", "project", "unit"})
        project = projects.find(request.viewer, sent.project)
        return writing.enrol(participant=person, project=project, unit=unit, **facts, by=request.viewer)

    made = created(request, response, operation="enrolment_create", at="enrolment", make=make)
    return Status(201, _again(request, made))


@operation(
    router,
    "GET",
    "/enrolments/{uuid:enrolment_id}",
    "enrolment",
    answers={200: shapes.Enrolment},
    summary="One enrolment",
)
def enrolment(request: HttpRequest, enrolment_id: UUID):
    """A person's time in a project, with what is still to be asked for. One line in the log, as for the person."""
    found = enrolments.find(request.viewer, enrolment_id)
    looks.note_opened(request.viewer, found.participant)
    return _shape(request.viewer, found)


@operation(
    router,
    "PATCH",
    "/enrolments/{uuid:enrolment_id}",
    "enrolment_change",
    answers={200: shapes.Enrolment},
    summary="Fill gaps and correct",
)
def enrolment_change(request: HttpRequest, enrolment_id: UUID, sent: shapes.EnrolmentChange):
    """Change some facts; what is left out or null stays as it is. `target_groups` is the whole set."""
    found = enrolments.find(request.viewer, enrolment_id)
    facts = sent.told()
    enrolment_facts.change(enrolment=found, by=request.viewer, **facts)
    return _again(request, enrolment_id)


@operation(
    router,
    "POST",
    "/enrolments/{uuid:enrolment_id}/close",
    "enrolment_close",
    answers={200: shapes.ClosedEnrolment},
    summary="Close an enrolment",
)
def enrolment_close(request: HttpRequest, enrolment_id: UUID, sent: shapes.Closing):
    """End it with one or several destinations, and who takes over.

    Steps that go on are paused or kept, as `steps` says; coming places in activities and booked plan talks are
    cancelled, meetings stay. `became` tells of each. What the key's person may not change stays as it is."""
    found = enrolments.find(request.viewer, enrolment_id)
    gone_to = [writing.Outcome(**each.model_dump()) for each in sent.outcomes]
    closed = endings.end(
        enrolment=found,
        ended_on=sent.ended_on,
        outcomes=gone_to,
        income_at_exit=sent.income_at_exit,
        steps=sent.steps,
        version=sent.version,
        by=request.viewer,
    )
    return _again(request, enrolment_id) | {"became": _became(open_matters.after_closing(request.viewer, closed))}


def _became(open_ones) -> dict:
    return {
        "paused_steps": [{"id": each.pk, "on": each.due_on} for each in open_ones.steps],
        "cancelled_places": [{"id": each.pk, "on": each.session.starts_at} for each in open_ones.places],
        "cancelled_talks": [{"id": each.pk, "on": each.planned_on} for each in open_ones.talks],
        "booked_meetings": [{"id": each.pk, "on": each.starts_at} for each in open_ones.meetings],
    }


@operation(
    router,
    "POST",
    "/enrolments/{uuid:enrolment_id}/reopen",
    "enrolment_reopen",
    answers={200: shapes.Enrolment},
    summary="Take a closing back",
)
def enrolment_reopen(request: HttpRequest, enrolment_id: UUID, sent: Reason):
    """The closing is kept with the reason but no longer counts."""
    found = enrolments.find(request.viewer, enrolment_id)
    writing.reopen(enrolment=found, reason=sent.reason, version=sent.version, by=request.viewer)
    return _again(request, enrolment_id)


@operation(
    router,
    "POST",
    "/enrolments/{uuid:enrolment_id}/void",
    "enrolment_void",
    answers={200: shapes.Enrolment},
    summary="Take away a wrong registration",
)
def enrolment_void(request: HttpRequest, enrolment_id: UUID, sent: Reason):
    """It stays with its reason, counts nowhere and frees its days."""
    found = enrolments.find(request.viewer, enrolment_id)
    writing.void(enrolment=found, reason=sent.reason, version=sent.version, by=request.viewer)
    return _again(request, enrolment_id)

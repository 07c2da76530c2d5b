"""Plans and steps: read, write, settle. Mappings: read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import looks
from stegvis.casework.actions import plans as planning
from stegvis.casework.actions import steps as stepping
from stegvis.casework.queries import mappings, participants, plans, steps
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import plans as shapes

router = Router(tags=["Plans and mappings"])
_STEP = (
    "text", "track", "responsible", "starts_on", "due_on", "review_on", "share", "waiting_for", "state", "done_on",
    "learnt", "version",
)  # fmt: skip


def _step(step) -> dict:
    user = step.responsible_user
    return {
        "id": step.pk,
        "participant": step.participant_id,
        "enrolment": step.enrolment_id,
        "responsible_name": step.responsible_name or (user.full_name if user else ""),
        **{name: getattr(step, name) for name in _STEP},
    }


def _plan(whole) -> dict:
    plan = whole.plan
    told = {name: getattr(plan, name) if plan else "" for name in ("goal", "occupation", "sustainable")}
    return told | {
        "review_on": plan.review_on if plan else None,
        "agreed": bool(plan and plan.agreed),
        "goals": [
            {name: getattr(one, name) for name in ("id", "text", "reached_on", "left_on")} for one in whole.goals
        ],
        "frames": [
            {name: getattr(one, name) for name in ("id", "kind", "text", "set_by", "since_on", "until_on")}
            for one in whole.frames
        ],
        "steps": [_step(each) for each in whole.steps],
        "version": plan.version if plan else 0,
    }


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/plan",
    "participant_plan",
    answers={200: shapes.Plan},
    summary="One person's plan",
)
def participant_plan(request: HttpRequest, participant_id: UUID):
    """Goal, sub-goals, frames and every step: settled ones first, then open ones. One line in the log."""
    person = participants.find(request.viewer, participant_id)
    whole = plans.whole(request.viewer, person)
    looks.note_opened(request.viewer, person)
    return _plan(whole)


@operation(
    router,
    "PATCH",
    "/participants/{uuid:participant_id}/plan",
    "plan_change",
    answers={200: shapes.Plan},
    summary="Change a plan",
)
def plan_change(request: HttpRequest, participant_id: UUID, sent: shapes.PlanChange):
    """Goal, occupation, what lasts, day of review. The person agrees to it anew afterwards."""
    person = participants.find(request.viewer, participant_id)
    planning.change(participant=person, by=request.viewer, **sent.told())
    return _plan(plans.whole(request.viewer, person))


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/plan/goals",
    "plan_goal_add",
    answers={200: shapes.Plan},
    summary="Add a sub-goal",
)
def plan_goal_add(request: HttpRequest, participant_id: UUID, sent: shapes.NewGoal):
    """The same open sub-goal twice is one."""
    person = participants.find(request.viewer, participant_id)
    planning.add_goal(participant=person, text=sent.text, by=request.viewer)
    return _plan(plans.whole(request.viewer, person))


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/steps",
    "step_create",
    answers={201: shapes.Step},
    summary="Add a step",
)
def step_create(request: HttpRequest, response: HttpResponse, participant_id: UUID, sent: shapes.NewStep):
    """Also before there is a plan. The same open step twice is one. Send the header `Idempotency-Key` to make one of
    several sendings."""
    person = participants.find(request.viewer, participant_id)

    def make():
        return stepping.add(participant=person, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="step_create", at="step", make=make)
    return Status(201, _step(steps.find(request.viewer, made)))


@operation(router, "GET", "/steps/{uuid:step_id}", "step", answers={200: shapes.Step}, summary="One step")
def step(request: HttpRequest, step_id: UUID):
    """One line in the log, as for the person."""
    found = steps.find(request.viewer, step_id)
    looks.note_opened(request.viewer, found.participant)
    return _step(found)


@operation(
    router, "PATCH", "/steps/{uuid:step_id}", "step_change", answers={200: shapes.Step}, summary="Change an open step"
)
def step_change(request: HttpRequest, step_id: UUID, sent: shapes.StepChange):
    """What is left out or null stays as it is. The person agrees to the plan anew afterwards."""
    found = steps.find(request.viewer, step_id)
    stepping.change(step=found, by=request.viewer, **sent.told())
    return _step(steps.find(request.viewer, step_id))


@operation(
    router,
    "POST",
    "/steps/{uuid:step_id}/settle",
    "step_settle",
    answers={200: shapes.Step},
    summary="Say how a step came out",
)
def step_settle(request: HttpRequest, step_id: UUID, sent: shapes.Settling):
    """Bring it to another state, on that day (today unless said), with what was learnt."""
    found = steps.find(request.viewer, step_id)
    stepping.settle(step=found, by=request.viewer, **sent.model_dump())
    return _step(steps.find(request.viewer, step_id))


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

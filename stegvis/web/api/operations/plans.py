"""Plans with their goals, frames and steps: read, write, settle."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from stegvis.casework.actions import frames, looks
from stegvis.casework.actions import plans as planning
from stegvis.casework.actions import steps as stepping
from stegvis.casework.models import PlanFrame, PlanGoal
from stegvis.casework.queries import participants, plans, steps
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import plans as shapes

router = Router(tags=["Plans"])
_FRAME = ("id", "kind", "text", "set_by", "since_on", "until_on", "version")
_STEP = (
    "text", "track", "responsible", "starts_on", "due_on", "review_on", "moved_from", "moved_because", "share",
    "waiting_for", "state", "done_on", "learnt", "version",
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
        "frames": [{name: getattr(one, name) for name in _FRAME} for one in whole.frames],
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
    "/participants/{uuid:participant_id}/plan/goals/{uuid:goal_id}/settle",
    "plan_goal_settle",
    answers={200: shapes.Plan},
    summary="Say how a sub-goal came out",
)
def plan_goal_settle(request: HttpRequest, participant_id: UUID, goal_id: UUID, sent: shapes.GoalSettling):
    """Reached, or left for another way."""
    person = participants.find(request.viewer, participant_id)
    goal = plans.part(request.viewer, PlanGoal, person, goal_id)
    planning.settle_goal(goal=goal, by=request.viewer, **sent.model_dump())
    return _plan(plans.whole(request.viewer, person))


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/plan/frames",
    "plan_frame_add",
    answers={200: shapes.Plan},
    summary="Note a frame",
)
def plan_frame_add(request: HttpRequest, participant_id: UUID, sent: shapes.NewFrame):
    """What others have decided. It is not part of what the person agrees to. The same frame twice is one."""
    person = participants.find(request.viewer, participant_id)
    frames.add(participant=person, by=request.viewer, **sent.model_dump())
    return _plan(plans.whole(request.viewer, person))


@operation(
    router,
    "PATCH",
    "/participants/{uuid:participant_id}/plan/frames/{uuid:frame_id}",
    "plan_frame_change",
    answers={200: shapes.Plan},
    summary="Correct a frame",
)
def plan_frame_change(request: HttpRequest, participant_id: UUID, frame_id: UUID, sent: shapes.FrameChange):
    """Its words or days."""
    person = participants.find(request.viewer, participant_id)
    frames.change(frame=plans.part(request.viewer, PlanFrame, person, frame_id), by=request.viewer, **sent.told())
    return _plan(plans.whole(request.viewer, person))


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/plan/frames/{uuid:frame_id}/end",
    "plan_frame_end",
    answers={200: shapes.Plan},
    summary="End a frame",
)
def plan_frame_end(request: HttpRequest, participant_id: UUID, frame_id: UUID):
    """It holds no longer; kept versions of the plan still show it."""
    person = participants.find(request.viewer, participant_id)
    frames.end(frame=plans.part(request.viewer, PlanFrame, person, frame_id), by=request.viewer)
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

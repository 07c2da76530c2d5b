"""Goals of a project: the tree, what each says, whether it holds; setting, changing, judging and counting."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import ValidationError

from stegvis.access.actions import audit
from stegvis.base.decision import NotPossible
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.programme.actions import goals as setting
from stegvis.programme.actions.goals import Decided
from stegvis.programme.queries import goals
from stegvis.reporting import goal_words
from stegvis.reporting.goals import holding
from stegvis.reporting.queries import projects
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import goals as shapes

router = Router(tags=["Goals"])
_ONE = "/projects/{slug:code}/goals/{slug:goal_code}"


def _shape(found: goals.GoalStanding) -> dict:
    goal = found.goal
    return {
        "code": goal.code,
        "name": goal.name,
        "kind": goal.kind,
        "area": goal.area,
        "parent": goal.parent.code if goal.parent else None,
        "unit": goal.unit_id,
        "source": goal.source,
        "fulfilment": goal.fulfilment,
        "reasoning": goal.reasoning,
        "evidence": goal.evidence,
        "versions": [
            {
                "version": one.version,
                "says": goal_words.says(one),
                "definition": one.definition,
                "digest": one.digest,
                "target_text": one.target_text,
                "target_number": one.target_number,
                "due_on": one.due_on,
                "decided_on": one.decided_on,
                "decision": one.decision,
            }
            for one in found.versions
        ],
        "counts": [{"number": one.number, "counted_on": one.counted_on, "source": one.source} for one in found.counts],
    }


def _decided(name: str, sent: shapes.Decision) -> Decided:
    """What is sent, for the action. Raises NotPossible for words that are none of a definition."""
    definition = None
    if sent.definition is not None:
        try:
            definition = GoalDefinition(name=name, **sent.definition.model_dump())
        except ValidationError as problem:
            first = problem.errors()[0]
            field = str(first["loc"][0]) if first["loc"] else "on"
            words = _("This is not a word of a goal. Look at the description of the field.")
            raise NotPossible(words, field=field, code="unknown_word") from problem
    told = sent.model_dump(include={"target_text", "target_number", "due_on", "decided_on", "decision"})
    return Decided(definition, **told)


def _find(request: HttpRequest, code: str, goal_code: str):
    project = projects.find(request.viewer, code, record="goal", verb="read")
    return project, goals.find(request.viewer, project, goal_code)


@operation(
    router, "GET", "/projects/{slug:code}/goals", "goal_list", answers={200: shapes.Goals}, summary="Goals of a project"
)
def goal_list(request: HttpRequest, code: str):
    """The tree with what each goal says and has said. Facts without people."""
    project = projects.find(request.viewer, code, record="goal", verb="read")
    return {"items": [_shape(one) for one in goals.of_project(request.viewer, project)]}


@operation(router, "GET", _ONE, "goal", answers={200: shapes.Goal}, summary="One goal")
def goal(request: HttpRequest, code: str, goal_code: str):
    """With every version and count."""
    return _shape(_find(request, code, goal_code)[1])


@operation(
    router,
    "GET",
    _ONE + "/readings",
    "goal_readings",
    answers={200: shapes.Readings},
    summary="Does the goal hold?",
)
def goal_readings(request: HttpRequest, code: str, goal_code: str):
    """Every reasonable reading, made of what the releases show. Fetching them is an export and stands in the log."""
    project, standing = _find(request, code, goal_code)
    found = holding(request.viewer, project, standing).found
    audit.record(
        by=request.viewer,
        verb="export",
        record="goal",
        record_id=standing.goal.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "goal": standing.goal.code, "format": "api"},
    )
    return {
        "goal": standing.goal.code,
        "target": found.goal.target,
        "declared": found.declared.to_json(),
        "readings": [one.to_json() for one in found.readings],
        "words": goal_words.summary(found),
    }


@operation(
    router, "POST", "/projects/{slug:code}/goals", "goal_create", answers={201: shapes.Goal}, summary="Set a goal"
)
def goal_create(request: HttpRequest, response: HttpResponse, code: str, sent: shapes.NewGoal):
    """Set a goal. What nobody can observe is refused, in words that say what to do."""
    project = projects.find(request.viewer, code, record="goal", verb="write")
    above = None
    if sent.parent:
        above = next(
            (one.goal for one in goals.of_project(request.viewer, project) if one.goal.code == sent.parent), None
        )
        if above is None:
            raise NotPossible(_("Choose a goal of the same project above this one."), field="parent", code="not_found")
    unit = project.units.filter(pk=sent.unit).first() if sent.unit is not None else None
    if sent.unit is not None and unit is None:
        raise NotPossible(_("Choose a unit of the project."), field="unit", code="not_found")
    made = setting.add(
        project=project,
        name=sent.name,
        kind=sent.kind,
        area=sent.area,
        source=sent.source,
        parent=above,
        unit=unit,
        decided=_decided(sent.name, sent),
        by=request.viewer,
    )
    response.headers["Location"] = reverse("api:goal", kwargs={"code": code, "goal_code": made.code})
    return Status(201, _shape(goals.find(request.viewer, project, made.code)))


@operation(
    router, "POST", _ONE + "/versions", "goal_revise", answers={200: shapes.Goal}, summary="Change a goal by a decision"
)
def goal_revise(request: HttpRequest, code: str, goal_code: str, sent: shapes.Revision):
    """A new version; the earlier ones stay."""
    project, standing = _find(request, code, goal_code)
    decided = _decided(standing.goal.name, sent)
    setting.revise(goal=standing.goal, decided=decided, version=sent.version, by=request.viewer)
    return _shape(goals.find(request.viewer, project, goal_code))


@operation(router, "PUT", _ONE + "/judgement", "goal_judge", answers={200: shapes.Goal}, summary="Judge a goal")
def goal_judge(request: HttpRequest, code: str, goal_code: str, sent: shapes.Judgement):
    """Say how far it is fulfilled, why, and what shows it."""
    project, standing = _find(request, code, goal_code)
    setting.judge(goal=standing.goal, by=request.viewer, **sent.model_dump())
    return _shape(goals.find(request.viewer, project, goal_code))


@operation(router, "POST", _ONE + "/counts", "goal_count", answers={200: shapes.Goal}, summary="Note a count")
def goal_count(request: HttpRequest, code: str, goal_code: str, sent: shapes.NewCount):
    """How far a goal that is counted has come."""
    project, standing = _find(request, code, goal_code)
    setting.count(goal=standing.goal, by=request.viewer, **sent.model_dump())
    return _shape(goals.find(request.viewer, project, goal_code))

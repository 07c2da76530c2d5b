"""Theories of change with their live figures, evaluation plans and findings: read, build, review, go on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from stegvis.programme.actions import assumptions as assuming
from stegvis.programme.actions import learning as writing
from stegvis.programme.actions import theory as building
from stegvis.programme.queries import learning
from stegvis.programme.queries import theory as reading
from stegvis.reporting.live_figures import LiveFigures
from stegvis.reporting.queries import projects
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import theory as shapes

router = Router(tags=["Theory of change"])
_LIVE = ("title", "text", "value", "interval", "target", "met", "at")
_BOX = ("layer", "name", "text", "figure", "planned", "counted_in", "version")
_QUESTION = ("question", "method", "how", "figure", "responsible", "due_on", "status", "answer", "version")
_FINDING = (
    "stage", "seen_on", "observation", "figure", "reflection", "decision", "responsible", "follow_up_on", "result",
    "followed_up_on", "set_aside", "version",
)  # fmt: skip


def _facts(row, names) -> dict:
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _box(row, chart, figures: LiveFigures) -> dict:
    live = figures.of_box(reading.box_of(row))
    return _facts(row, _BOX) | {
        "leads_to": [box.id for box in chart.leads_to(row.pk)],
        "live": {name: getattr(live, name) for name in _LIVE} | {"counted_by_hand": live.by_hand} if live else None,
        "retired": row.retired_at is not None,
    }


def _one_box(request: HttpRequest, box_id: UUID) -> dict:
    row = reading.box(request.viewer, box_id)
    project = row.theory.project
    return _box(row, reading.of_project(request.viewer, project), LiveFigures(request.viewer, project))


def _assumption(one) -> dict:
    names = ("id", "number", "text", "box", "verdict", "reviewed_on")
    return {name: getattr(one, name) for name in names} | {"target": one.target or None}


def _one_assumption(row) -> dict:
    latest = next(iter(reading.reviews(row)), None)
    return {
        "id": row.pk,
        "number": row.number,
        "text": row.text,
        "box": row.box_id,
        "target": row.target_id,
        "verdict": latest.verdict if latest else "",
        "reviewed_on": latest.reviewed_on if latest else None,
    }


@operation(
    router,
    "GET",
    "/projects/{slug:code}/theory",
    "theory",
    answers={200: shapes.Theory},
    summary="A project's theory of change",
)
def theory(request: HttpRequest, code: str):
    """Boxes in their order with the figures of the newest release, arrows (`leads_to`) and assumptions."""
    project = projects.find(request.viewer, code, record="theory")
    chart = reading.of_project(request.viewer, project)
    figures = LiveFigures(request.viewer, project)
    return {
        "project": project.code,
        "registration_number": project.registration_number,
        **{name: getattr(chart, name) for name in ("version", "call", "call_number", "objective")},
        "boxes": [_box(row, chart, figures) for row in reading.rows_of(request.viewer, project, chart)],
        "assumptions": [_assumption(one) for one in chart.assumptions],
    }


@operation(
    router,
    "POST",
    "/projects/{slug:code}/theory/boxes",
    "theory_box_create",
    answers={201: shapes.Box},
    summary="Add a box",
)
def theory_box_create(request: HttpRequest, response: HttpResponse, code: str, sent: shapes.NewBox):
    """Last in its layer. Send the header `Idempotency-Key` to make one of several sendings."""
    project = projects.find(request.viewer, code, record="theory", verb="write")

    def make():
        return building.add_box(project=project, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="theory_box_create", at="theory_box", make=make)
    return Status(201, _one_box(request, made))


@operation(
    router, "GET", "/theory-boxes/{uuid:theory_box_id}", "theory_box", answers={200: shapes.Box}, summary="One box"
)
def theory_box(request: HttpRequest, theory_box_id: UUID):
    """With its figure, also when it has been taken away."""
    return _one_box(request, theory_box_id)


@operation(
    router,
    "PATCH",
    "/theory-boxes/{uuid:theory_box_id}",
    "theory_box_change",
    answers={200: shapes.Box},
    summary="Change, take away or take back a box",
)
def theory_box_change(request: HttpRequest, theory_box_id: UUID, sent: shapes.BoxChange):
    """What is left out or null stays as it is. Each change is a version of the chart."""
    row = reading.box(request.viewer, theory_box_id)
    told = sent.told()
    retired = told.pop("retired", None)
    if retired is not None:
        (building.retire_box if retired else building.restore_box)(box=row, by=request.viewer)
    else:
        building.change_box(box=row, by=request.viewer, **told)
    return _one_box(request, theory_box_id)


@operation(
    router,
    "POST",
    "/theory-boxes/{uuid:theory_box_id}/assumptions",
    "assumption_create",
    answers={200: shapes.Assumption},
    summary="Say what is taken for granted",
)
def assumption_create(request: HttpRequest, theory_box_id: UUID, sent: shapes.NewAssumption):
    """About the box, or about its arrow to `target`. The same words twice are one assumption."""
    box = reading.box(request.viewer, theory_box_id)
    return _one_assumption(assuming.add(box=box, by=request.viewer, **sent.model_dump()))


@operation(
    router,
    "POST",
    "/assumptions/{uuid:assumption_id}/reviews",
    "assumption_review",
    answers={200: shapes.Assumption},
    summary="Review an assumption",
)
def assumption_review(request: HttpRequest, assumption_id: UUID, sent: shapes.NewReview):
    """One that does not hold, or hardly, becomes a finding."""
    row = reading.assumption(request.viewer, assumption_id)
    assuming.review(assumption=row, by=request.viewer, **sent.model_dump())
    return _one_assumption(row)


def _question(row) -> dict:
    return _facts(row, _QUESTION) | {"box": row.box_id}


@operation(
    router,
    "GET",
    "/projects/{slug:code}/evaluation-plan",
    "evaluation_plan",
    answers={200: shapes.EvaluationPlan},
    summary="A project's evaluation plan",
)
def evaluation_plan(request: HttpRequest, code: str):
    """Questions in the order of their days."""
    project = projects.find(request.viewer, code, record="evaluation_plan")
    return {"items": [_question(row) for row in learning.questions(request.viewer, project)]}


@operation(
    router,
    "POST",
    "/projects/{slug:code}/evaluation-plan",
    "evaluation_question_create",
    answers={201: shapes.Question},
    summary="Add a question",
)
def evaluation_question_create(request: HttpRequest, response: HttpResponse, code: str, sent: shapes.NewQuestion):
    """Send the header `Idempotency-Key` to make one of several sendings."""
    project = projects.find(request.viewer, code, record="evaluation_plan", verb="write")

    def make():
        return writing.ask(project=project, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="evaluation_question_create", at="evaluation_question", make=make)
    return Status(201, _question(learning.question(request.viewer, made)))


@operation(
    router,
    "GET",
    "/evaluation-questions/{uuid:evaluation_question_id}",
    "evaluation_question",
    answers={200: shapes.Question},
    summary="One question",
)
def evaluation_question(request: HttpRequest, evaluation_question_id: UUID):
    """With its answer, if there is one."""
    return _question(learning.question(request.viewer, evaluation_question_id))


@operation(
    router,
    "PATCH",
    "/evaluation-questions/{uuid:evaluation_question_id}",
    "evaluation_question_change",
    answers={200: shapes.Question},
    summary="Change or answer a question",
)
def evaluation_question_change(request: HttpRequest, evaluation_question_id: UUID, sent: shapes.QuestionChange):
    """What is left out or null stays as it is."""
    row = learning.question(request.viewer, evaluation_question_id)
    return _question(writing.change_question(question=row, by=request.viewer, **sent.told()))


def _finding(row) -> dict:
    return _facts(row, _FINDING) | {"box": row.box_id, "assumption": row.assumption_id}


@operation(
    router,
    "GET",
    "/projects/{slug:code}/findings",
    "finding_list",
    answers={200: shapes.Findings},
    summary="Findings of a project",
)
def finding_list(request: HttpRequest, code: str):
    """The latest first; `stage` says how far each has come."""
    project = projects.find(request.viewer, code, record="finding")
    return {"items": [_finding(row) for row in learning.findings(request.viewer, project)]}


@operation(
    router,
    "POST",
    "/projects/{slug:code}/findings",
    "finding_create",
    answers={201: shapes.Finding},
    summary="Write down a finding",
)
def finding_create(request: HttpRequest, response: HttpResponse, code: str, sent: shapes.NewFinding):
    """Send the header `Idempotency-Key` to make one of several sendings."""
    project = projects.find(request.viewer, code, record="finding", verb="write")

    def make():
        return writing.note(project=project, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="finding_create", at="finding", make=make)
    return Status(201, _finding(learning.finding(request.viewer, made)))


@operation(
    router, "GET", "/findings/{uuid:finding_id}", "finding", answers={200: shapes.Finding}, summary="One finding"
)
def finding(request: HttpRequest, finding_id: UUID):
    """From what was seen to what came of it."""
    return _finding(learning.finding(request.viewer, finding_id))


@operation(
    router,
    "PATCH",
    "/findings/{uuid:finding_id}",
    "finding_change",
    answers={200: shapes.Finding},
    summary="Go on with a finding",
)
def finding_change(request: HttpRequest, finding_id: UUID, sent: shapes.FindingChange):
    """Reflection, decision with its day of follow-up, result, or set aside. What is left out stays as it is."""
    row = learning.finding(request.viewer, finding_id)
    return _finding(writing.change_finding(finding=row, by=request.viewer, **sent.told()))

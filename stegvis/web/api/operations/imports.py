"""Imports of participants: send a file, see what would become of its rows, take the good ones in, undo."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions import looks
from stegvis.casework.importing.files import BadFile
from stegvis.casework.queries import imports
from stegvis.casework.vocabulary import BUSY_STATES
from stegvis.organisation.models import Unit
from stegvis.programme.queries import projects
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.places import named
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import imports as shapes
from stegvis.web.api.shapes.parts import Text
from stegvis.workqueue.errors import JobNotFound
from stegvis.workqueue.queries import job_state

router = Router(tags=["Imports"])
_FACTS = (
    "file_name", "state", "read", "new_people", "created", "closed", "unchanged", "rejected", "conflicts",
    "created_at", "ended_at", "kept_until", "undone_at",
)  # fmt: skip


def _shape(item, *, mine: bool = False) -> dict:
    """An import; to whoever sent it also what its file lacks."""
    chosen = imports.chosen_of(item) if mine and item.state == "columns" else None
    words = imports.words_waiting(item) if mine and item.state == "words" else []
    return {
        "id": item.pk,
        "project": item.project.code,
        "organisation": named(item.organisation),
        **{name: getattr(item, name) for name in _FACTS},
        **_work(item),
        "unknown_headings": [chosen.headings[place] for place in chosen.waiting] if chosen else [],
        "missing_columns": chosen.missing if chosen else [],
        "unknown_words": [{"column": place[0], "word": text, "rows": rows} for place, text, rows in words],
    }


def _work(item) -> dict:
    """How far the work in hand has come, and what stopped it."""
    told = {"done": 0, "steps": 0, "problem": item.problem}
    if item.state in BUSY_STATES and item.job_id:
        try:
            job = job_state(item.job_id)
        except JobNotFound:
            return told
        told |= {"done": job.done, "steps": job.total, "problem": item.problem or job.message}
    return told


def _again(request: HttpRequest, import_id: UUID) -> dict:
    item = importing.fresh(imports.find(request.viewer, import_id))
    return _shape(item, mine=imports.may(request.viewer, "create", item))


@operation(router, "GET", "/imports", "import_list", answers={200: shapes.Imports}, summary="What was imported")
def import_list(
    request: HttpRequest,
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(25, ge=1, le=LARGEST_PAGE),
):
    """Your own imports and those of your units, the latest first, whether made here or on the page."""
    found, further = page(imports.visible_to(request.viewer), ("pk",), after=after, size=size, latest_first=True)
    return {"items": [_shape(item) for item in found], "after": further}


@operation(
    router, "POST", "/imports", "import_create", answers={201: shapes.Import}, summary="Send a file of participants"
)
def import_create(
    request: HttpRequest,
    response: HttpResponse,
    file: UploadedFile = File(..., description="Excel, OpenDocument or CSV with the headings of the template."),
    sent: shapes.NewImport = Form(...),
):
    """The file is read in the background and nothing is written: ask for the import until its state is `ready`. The
    same file that is under way already is not taken twice. Columns and words stand in docs/reference/import.md."""
    viewer = request.viewer
    project = projects.find(viewer, sent.project)
    unit = Unit.objects.select_related("organisation").filter(pk=sent.unit).first()
    if unit is None or unit.organisation_id not in {grant.organisation_id for grant in viewer.grants}:
        raise NotFound
    content = _content(file)

    def make():
        try:
            item = importing.receive(
                content=content, file_name=file.name or "", project=project, organisation=unit.organisation, by=viewer
            )
        except BadFile as problem:
            raise NotPossible(str(problem), field="file", code="bad_file") from problem
        if item.job_id is None:
            jobs.order_preparing(item)
        return item

    mark = f"{project.pk} {unit.pk} ".encode() + content
    made = created(request, response, operation="import_create", at="import", make=make, sent=mark)
    return Status(201, _again(request, UUID(made)))


def _content(file: UploadedFile) -> bytes:
    if file.size > settings.STEGVIS_MAX_UPLOAD_BYTES:
        words = _("The file is %(size)s, and %(largest)s is the most. Split it and import the parts.")
        sizes = {"size": filesizeformat(file.size), "largest": filesizeformat(settings.STEGVIS_MAX_UPLOAD_BYTES)}
        raise NotPossible(words % sizes, field="file", code="bad_file")
    return file.read()


@operation(
    router, "GET", "/imports/{uuid:import_id}", "import", answers={200: shapes.Import}, summary="Where it stands"
)
def one_import(request: HttpRequest, import_id: UUID):
    """How many rows will be, or were, taken in, and how far the work has come."""
    return _again(request, import_id)


@operation(
    router,
    "GET",
    "/imports/{uuid:import_id}/rows",
    "import_rows",
    answers={200: shapes.FaultyRows},
    summary="Rows that are not taken in",
)
def import_rows(
    request: HttpRequest,
    import_id: UUID,
    after: Text = Query("", description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """Of an import that this key has sent: line, column, reason and what to do. One line in the log for each page."""
    item = importing.fresh(imports.own(request.viewer, import_id))
    found = imports.faulty_page(item, after, size)
    looks.note_list(request.viewer, request.viewer.screen, len(found.rows))
    rows = [
        {
            "line": row.report.line,
            "kind": row.kind,
            "faults": [
                {"column": fault.column, "reason": fault.reason, "advice": fault.advice} for fault in row.report.faults
            ],
        }
        for row in found.rows
    ]
    return {"items": rows, "after": found.next_cursor}


@operation(
    router,
    "POST",
    "/imports/{uuid:import_id}/take",
    "import_take",
    answers={200: shapes.Import},
    summary="Take the good rows in",
)
def import_take(request: HttpRequest, import_id: UUID):
    """In the background; ask for the import until it is `done`. Said twice is said once."""
    jobs.order_taking(importing.fresh(imports.own(request.viewer, import_id)), by=request.viewer)
    return _again(request, import_id)


@operation(
    router,
    "POST",
    "/imports/{uuid:import_id}/cancel",
    "import_cancel",
    answers={200: shapes.Import},
    summary="Give an import up",
)
def import_cancel(request: HttpRequest, import_id: UUID):
    """The file is removed, and nothing was written."""
    importing.cancel(item=importing.fresh(imports.own(request.viewer, import_id)), by=request.viewer)
    return _again(request, import_id)


@operation(
    router,
    "POST",
    "/imports/{uuid:import_id}/undo",
    "import_undo",
    answers={200: shapes.Import},
    summary="Undo an import",
)
def import_undo(request: HttpRequest, import_id: UUID, sent: shapes.Undoing):
    """Everything it wrote about a person goes back, or nothing when something else has touched the person since."""
    jobs.order_undoing(imports.find(request.viewer, import_id, "undo"), reason=sent.reason, by=request.viewer)
    return _again(request, import_id)

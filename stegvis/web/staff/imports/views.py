"""The history of imports, a new one, and where one stands: reading, preview, taking in, done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions import looks
from stegvis.casework.importing.files import BadFile
from stegvis.casework.models import ParticipantImport
from stegvis.casework.queries import import_effects, imports
from stegvis.casework.vocabulary import BUSY_STATES, TAKEN_STATES
from stegvis.web.staff.imports import showing
from stegvis.web.staff.imports.forms import UploadForm
from stegvis.workqueue import actions as queue
from stegvis.workqueue.errors import JobNotFound
from stegvis.workqueue.queries import job_state

PAGE = 25
FAULTS_SHOWN = 8


@require_safe
def history(request):
    """Who imported what and when, newest first, 25 at a time."""
    found = imports.visible_to(request.viewer).order_by("-pk")
    if before := showing.uuid_of(request.GET.get("before")):
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        "rows": [showing.Entry.of(item) for item in rows[:PAGE]],
        "next": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "later": bool(before),
        "may_import": request.viewer.may("import", "create"),
    }
    return render(request, "staff/imports/history.html", context)


def new(request):
    """Choose a file. It is read in the queue."""
    form = UploadForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        project, organisation = form.chosen()
        file = form.cleaned_data["file"]
        try:
            item = importing.receive(
                content=file.read(), file_name=file.name, project=project, organisation=organisation, by=request.viewer
            )
        except BadFile as problem:
            form.add_error("file", str(problem))
        else:
            if item.job_id is None:
                jobs.order_preparing(item)
            return redirect("import", import_id=item.pk)
    return render(request, "staff/imports/new.html", {"form": form, "columns": showing.column_list()})


@never_cache
@require_safe
def one(request, import_id):
    """Where the import stands, and what the importer does next."""
    item = importing.fresh(imports.find(request.viewer, import_id))
    mine = imports.may(request.viewer, "create", item)
    if mine and item.state in ("columns", "words"):
        return _go(request, f"import_{item.state}", item)
    context = {"item": item, "entry": showing.Entry.of(item), "mine": mine}
    if item.state in BUSY_STATES:
        context |= {"job": _job(item), "steps": showing.steps(item)}
        part = "staff/imports/busy_part.html" if request.htmx else "staff/imports/busy.html"
        return render(request, part, context)
    if request.htmx:  # the page was waiting for this moment
        return _go(request, "import", item)
    if item.state == "ready" and mine:
        return _preview(request, item, context)
    return _result(request, item, context)


def _preview(request, item, context: dict) -> HttpResponse:
    page = imports.faulty_page(item, size=FAULTS_SHOWN)
    first = imports.first_rows(item)
    looks.note_list(request.viewer, "import", len(first) + len(page.rows))
    context |= {
        "first": [showing.first_row(row) for row in first],
        "faults": showing.faults(page.rows),
        "more_faults": item.faulty - len(page.rows),
        "chosen": imports.chosen_of(item),
        "steps": showing.steps(item),
    }
    return render(request, "staff/imports/ready.html", context)


def _result(request, item, context: dict) -> HttpResponse:
    may_undo = item.state in ("done", "partly_undone") and imports.may(request.viewer, "undo", item)
    context |= {
        "taken": item.state in TAKEN_STATES,
        "kept": item.kept_until is not None and context["mine"],
        "may_undo": may_undo and import_effects.standing(item).exists(),
        "standing": import_effects.standing(item).count() if item.state == "partly_undone" else 0,
    }
    return render(request, "staff/imports/over.html", context)


@require_POST
def take(request, import_id):
    """Take the good rows in. A second press does nothing more."""
    item = importing.fresh(imports.own(request.viewer, import_id))
    try:
        jobs.order_taking(item, by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect("import", import_id=item.pk)


@require_POST
def cancel(request, import_id):
    """Give it up: the file is removed and nothing was written."""
    item = importing.fresh(imports.own(request.viewer, import_id))
    try:
        importing.cancel(item=item, by=request.viewer)
        messages.success(request, _("The import was cancelled. The file is removed, and nothing was written."))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return redirect("import", import_id=item.pk)
    return redirect("imports")


@require_POST
def retry(request, import_id):
    """Let the queue go on with work that failed."""
    item = imports.find(request.viewer, import_id)
    if imports.may(request.viewer, "create", item) or imports.may(request.viewer, "undo", item):
        try:
            queue.try_again(item.job_id)
        except JobNotFound:
            messages.info(request, _("The work goes on already."))
    return redirect("import", import_id=item.pk)


def _job(item: ParticipantImport):
    try:
        return job_state(item.job_id) if item.job_id else None
    except JobNotFound:
        return None


def _go(request, name: str, item: ParticipantImport) -> HttpResponse:
    address = reverse(name, args=[item.pk])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)

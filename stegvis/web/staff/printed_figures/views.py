"""The comparison page of a project, and the same as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stegvis.access.actions import audit
from stegvis.reporting import reconciliation, reconciliation_files
from stegvis.reporting.queries import projects

_KINDS = {
    "xlsx": (reconciliation_files.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (reconciliation_files.to_csv, "text/csv; charset=utf-8"),
}


@require_safe
def compared(request, code: str):
    """What the project printed beside what Stegvis counts."""
    project = projects.find(request.viewer, code)
    found = _found(request, project)
    context = {
        "project": project,
        "compared": found,
        "summary": _summary(found),
        "aside": found.with_status("set_aside"),
        "may_export": request.viewer.may("result", "export"),
        "may_check": request.viewer.may("printed_figures", "check"),
    }
    return render(request, "staff/printed_figures/compared.html", context)


@require_safe
def export(request, code: str):
    """The comparison as a workbook (`?format=xlsx`) or CSV."""
    project = projects.find(request.viewer, code, record="result", verb="export")
    wanted = request.GET.get("format", "xlsx")
    if wanted not in _KINDS:
        raise Http404
    found = _found(request, project)
    write, kind = _KINDS[wanted]
    audit.record(
        by=request.viewer,
        verb="export",
        record="printed_figures",
        record_id=project.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "format": wanted},
    )
    name = reconciliation_files.file_name(found, wanted)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(found), content_type=kind, headers=headers)


def _found(request, project) -> reconciliation.Reconciliation:
    found = reconciliation.compare(request.viewer, project)
    if not found.lines:
        raise Http404
    return found


def _summary(found: reconciliation.Reconciliation) -> str:
    """How many agree and how many do not, of those that may be told."""
    agree, all_told = len(found.with_status("agrees")), len(found.with_status("agrees", "differs", "set_aside"))
    hidden = len(found.with_status("hidden", "no_release", "not_counted"))
    told = ngettext(
        "%(agree)d of %(all)d printed figure agrees with what Stegvis counts.",
        "%(agree)d of %(all)d printed figures agree with what Stegvis counts.",
        all_told,
    ) % {"agree": agree, "all": all_told}
    if not hidden:
        return told
    rest = ngettext("%d more cannot be shown.", "%d more cannot be shown.", hidden) % hidden
    return f"{told} {rest}"

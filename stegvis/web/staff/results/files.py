"""Results as files: workbook and single tables. All from the frozen release."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.access.actions import audit
from stegvis.reporting import exports
from stegvis.reporting.queries import projects, releases

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request, code: str, number: int):
    """The whole release as a workbook (`?format=xlsx`), or one table as CSV (`?format=csv&indicator=…&base=…&by=…`)."""
    project = projects.find(request.viewer, code, record="result", verb="export")
    release = releases.find(request.viewer, project, number)
    wanted = request.GET.get("format", "xlsx")
    if wanted == "xlsx":
        content, kind = exports.to_xlsx(release), _EXCEL
    elif wanted == "csv":
        by = tuple(filter(None, request.GET.get("by", "").split(",")))
        try:
            content = exports.to_csv(
                release, request.GET.get("indicator", "exit_destination"), request.GET.get("base"), by
            )
        except KeyError as unknown:
            raise Http404 from unknown
        kind = "text/csv; charset=utf-8"
    else:
        raise Http404
    note_export(request, project, release, wanted)
    return attachment(content, kind, exports.file_name(release, wanted))


def note_export(request, project, release, kind: str) -> None:
    """Log that results left as a file of this kind."""
    audit.record(
        by=request.viewer,
        verb="export",
        record="release",
        record_id=release.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "number": release.number, "format": kind},
    )


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """The answer with which a browser saves a file."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

"""Results as files: workbook, one table, Word report. All from the frozen release."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.access.actions import audit
from stegvis.reporting import exports
from stegvis.reporting.queries import projects, releases
from stegvis.reporting.report import results_report

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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
    _note(request, project, release, wanted)
    return _attachment(content, kind, exports.file_name(release, wanted))


@require_safe
def report(request, code: str, number: int):
    """The results report in Word, in the language of the page or `?language=`."""
    project = projects.find(request.viewer, code, record="report", verb="create")
    release = releases.find(request.viewer, project, number)
    language = request.GET.get("language", request.LANGUAGE_CODE[:2])
    if language not in ("sv", "en"):
        raise Http404
    content = results_report(release, language=language)
    _note(request, project, release, "docx")
    return _attachment(content, _WORD, exports.file_name(release, f"{language}.docx"))


def _note(request, project, release, kind: str) -> None:
    audit.record(
        by=request.viewer,
        verb="export",
        record="release",
        record_id=release.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "number": release.number, "format": kind},
    )


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

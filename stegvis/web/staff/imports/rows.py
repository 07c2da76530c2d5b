"""Rows that are not taken in, on the page and as a file; and the empty template."""

import csv
import io

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.actions import audit
from stegvis.casework.actions import looks
from stegvis.casework.importing.columns import ADDED
from stegvis.casework.importing.files import text_of
from stegvis.casework.importing.template import rest_workbook, template_content
from stegvis.casework.models import ParticipantImport
from stegvis.casework.queries import imports
from stegvis.web.staff.imports import showing

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: More rows than this are given as CSV, which is written while it is sent.
MOST_IN_EXCEL = 20_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_safe
def faulty(request, import_id):
    """Every row that is not taken in, 25 at a time: line, column, reason, advice."""
    item = imports.own(request.viewer, import_id)
    page = imports.faulty_page(item, request.GET.get("after", ""))
    looks.note_list(request.viewer, "import_rows", len(page.rows))
    context = {
        "item": item,
        "faults": showing.faults(page.rows),
        "next": f"?after={page.next_cursor}" if page.next_cursor else "",
        "later": bool(request.GET.get("after")),
    }
    return render(request, "staff/imports/rows.html", context)


@never_cache
@require_safe
def rest(request, import_id):
    """The rows that are not taken in as a file to correct and import again; formulas never live."""
    item = imports.own(request.viewer, import_id)
    if not item.parts.filter(kind="faults", filled__gt=0).exists():
        raise Http404
    audit.record(
        by=request.viewer,
        verb="export",
        record="import",
        record_id=item.pk,
        organisation_id=item.organisation_id,
        facts={"people": item.faulty},
    )
    headings = imports.chosen_of(item).headings
    found = (row for _cursor, row in imports.faulty_rows(item))
    if item.faulty > MOST_IN_EXCEL:
        answer = StreamingHttpResponse(_csv(headings, found), content_type="text/csv; charset=utf-8")
        return _named(answer, item, "csv")
    rows = ((row.cells, row.report) for row in found)
    return _named(HttpResponse(rest_workbook(headings, rows), content_type=_EXCEL), item, "xlsx")


def _csv(headings: list[str], found):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    writer.writerow(map(_harmless, [*headings, *ADDED]))
    for row in found:
        said = row.report.as_json()
        cells = [text_of(cell) for cell in row.cells][: len(headings)]
        cells += [""] * (len(headings) - len(cells))
        writer.writerow(map(_harmless, [*cells, said["line"], said["column"], said["reason"], said["advice"]]))
        if out.tell() > 100_000:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


@require_safe
def template(request, kind: str):
    """An empty list with the right headings, an example and the words to use."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    language = (get_language() or "sv")[:2]
    name = f"deltagare.{kind}" if language == "sv" else f"participants.{kind}"
    content = template_content(kind, language=language)
    answer = HttpResponse(content, content_type=_EXCEL if kind == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _named(answer, item: ParticipantImport, kind: str):
    answer["Content-Disposition"] = f'attachment; filename="rest-{item.pk}.{kind}"'
    return answer

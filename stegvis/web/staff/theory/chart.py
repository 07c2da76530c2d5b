"""The chart of a project: drawn, as a list with the builder's buttons, as files, and as it once stood."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.programme.queries import learning
from stegvis.programme.queries import theory as reading
from stegvis.programme.theory_words import CHANGES, LAYERS
from stegvis.reporting import theory
from stegvis.reporting.live_figures import LiveFigures
from stegvis.reporting.queries import projects
from stegvis.web.staff.theory import shown


@require_safe
def choose(request):
    """Which project? With one only, go straight there."""
    there = list(projects.within(request.viewer.reach("theory", "read")))
    if len(there) == 1:
        return redirect("theory_project", code=there[0].code)
    return render(request, "staff/theory/projects.html", {"projects": there})


@require_safe
def project(request, code: str):
    """The chart as it stands, what waits, and the boxes one by one."""
    found = shown.found(request, code)
    stands = reading.of_project(request.viewer, found)
    may_write = request.viewer.may("theory", "write")
    context = _drawn(request, found, stands, link=True) | {
        "tabs": shown.tabs(found, "theory_project"),
        "may_write": may_write,
        "waiting": learning.waiting(request.viewer, found, timezone.localdate()),
        "retired": reading.retired_boxes(request.viewer, found) if may_write else [],
    }
    return render(request, "staff/theory/chart.html", context)


def _drawn(request, found, stands, *, link: bool) -> dict:
    figures = LiveFigures(request.viewer, found)
    title = _("Theory of change: %(project)s") % {"project": found.name}
    picture = theory.drawing(stands, figures, title=title)
    address = (lambda box_id: reverse("theory_box", args=[box_id])) if link else None
    by_layer: dict[str, list] = {}
    for one in theory.told(stands, figures):
        by_layer.setdefault(one.box.layer, []).append(one)
    return {
        "project": found,
        "chart": stands,
        # our own marks; every word in it is escaped
        "svg": mark_safe(picture.svg(name="theory", link=address)) if stands.boxes else "",  # noqa: S308
        "layers": [(layer, by_layer.get(layer.code, [])) for layer in LAYERS],
        "assumptions": [(one, theory.verdict_words(one)) for one in stands.assumptions],
    }


@require_safe
def picture(request, code: str):
    """The chart as an SVG file (`?look=light|dark`)."""
    found, look = shown.found(request, code), request.GET.get("look", "light")
    if look not in ("light", "dark"):
        raise Http404
    stands = reading.of_project(request.viewer, found)
    drawn = theory.picture(found, stands, LiveFigures(request.viewer, found), dark=look == "dark")
    theory.note_export(found, "svg", by=request.viewer)
    return _file(drawn.encode(), "image/svg+xml", f"{found.code}-theory-{stands.version}.svg")


@require_safe
def table(request, code: str):
    """The chart as a table (CSV)."""
    found = shown.found(request, code)
    stands = reading.of_project(request.viewer, found)
    content = theory.to_csv(found, stands, LiveFigures(request.viewer, found))
    theory.note_export(found, "csv", by=request.viewer)
    return _file(content, "text/csv; charset=utf-8", f"{found.code}-theory-{stands.version}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
def versions(request, code: str):
    """What was changed, by whom and when."""
    found = shown.found(request, code)
    context = {
        "project": found,
        "tabs": shown.tabs(found, "theory_versions"),
        "versions": [(row, CHANGES.label(row.change)) for row in reading.versions(request.viewer, found)],
    }
    return render(request, "staff/theory/versions.html", context)


@require_safe
def version(request, code: str, number: int):
    """The chart as it stood, with today's figures."""
    found = shown.found(request, code)
    row, stood = reading.in_version(request.viewer, found, number)
    context = _drawn(request, found, stood, link=False) | {"kept": row}
    return render(request, "staff/theory/version.html", context)

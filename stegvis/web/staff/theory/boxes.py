"""One box: what stands in it, its chain, a form to change it, and the buttons that move it or take it away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.base.decision import NotPossible
from stegvis.programme.actions import theory as building
from stegvis.programme.models import Theory
from stegvis.programme.queries import learning, reach
from stegvis.programme.queries import theory as reading
from stegvis.programme.theory_words import LAYERS
from stegvis.reporting import live_figures, theory
from stegvis.reporting.live_figures import LiveFigures
from stegvis.web.staff.theory import shown
from stegvis.web.staff.theory.forms import BoxForm, CallForm


@require_safe
def show(request, box_id):
    """What the box says, with its figure, its assumptions, and all that leads to it and that it leads to."""
    row = reading.box(request.viewer, box_id)
    project = row.theory.project
    chart = reading.of_project(request.viewer, project)
    figures = LiveFigures(request.viewer, project)
    one = next((each for each in theory.told(chart, figures) if each.box.id == str(row.pk)), None)
    box = one.box if one else reading.box_of(row)
    live = one.live if one else None
    context = {
        "project": project,
        "row": row,
        "box": box,
        "layer": LAYERS[row.layer],
        "told": one,
        "live": live,
        "definition": shown.definition_of(project, live),
        "assumptions": [
            (each, theory.verdict_words(each)) for each in chart.assumptions if box.id in (each.box, each.target)
        ],
        "chain": _chain(chart, figures, box) if one else "",
        "findings": [each for each in learning.findings(request.viewer, project) if each.box_id == row.pk],
        "may_write": request.viewer.may("theory", "write"),
        "may_note": request.viewer.may("finding", "write"),
    }
    return render(request, "staff/theory/box.html", context)


def _chain(chart, figures, box) -> str:
    part = chart.chain(box.id)
    if len(part.boxes) < 2:
        return ""
    title = _("What “%(name)s” hangs together with") % {"name": box.name}
    drawn = theory.drawing(part, figures, title=title, marked=box.id)
    # our own marks; every word in it is escaped
    return mark_safe(drawn.svg(name="chain", link=lambda pk: reverse("theory_box", args=[pk])))  # noqa: S308


@never_cache
def new(request, code: str):
    """One more box, in the layer of the address (`?layer=`)."""
    project = shown.found(request, code, verb="write")
    layer = request.POST.get("layer") or request.GET.get("layer") or "resource"
    if layer not in LAYERS:
        raise Http404
    chart = reading.of_project(request.viewer, project)
    form = BoxForm(
        request.POST or None,
        initial={"layer": layer},
        chart=chart,
        figures=live_figures.choices(request.viewer, project),
    )

    def save(form):
        building.add_box(project=project, by=request.viewer, **_facts(form))
        return _at(project, layer)

    return shown.new(
        request,
        form,
        save,
        key=f"theory-new-{project.pk}",
        title=_("A new box"),
        project=project,
        back=(reverse("theory_project", args=[code]), _("Back to the chart")),
    )


@never_cache
def change(request, box_id):
    """All facts of the box, and where its arrows go."""
    row = reading.box(request.viewer, box_id)
    project = row.theory.project
    reach.require(request.viewer, project, "theory", "write")
    chart = reading.of_project(request.viewer, project)
    figures = live_figures.choices(request.viewer, project)
    initial = {name: getattr(row, name) for name in BoxForm.base_fields if name != "leads_to"}
    initial["leads_to"] = [box.id for box in chart.leads_to(row.pk)]
    here = reverse("theory_box", args=[row.pk])

    def save(form, version):
        building.change_box(box=row, version=version, by=request.viewer, **_facts(form))
        return here

    return shown.changed(
        request,
        row,
        lambda posted: BoxForm(posted, initial=initial, chart=chart, figures=figures, own=str(row.pk)),
        save,
        key=f"theory-box-{row.pk}",
        record="theory",
        version=row.version,
        title=_("Change the box"),
        project=project,
        back=(here, row.name),
    )


def _facts(form) -> dict:
    return form.cleaned_data | {"leads_to": [UUID(each) for each in form.cleaned_data["leads_to"]]}


def _at(project, layer: str) -> str:
    return f"{reverse('theory_project', args=[project.code])}#{layer}"


@require_POST
def act(request, box_id):
    """Move the box one place, take it away or take it back: `do` = earlier, later, retire, restore."""
    row = reading.box(request.viewer, box_id)
    project, wanted = row.theory.project, request.POST.get("do")
    reach.require(request.viewer, project, "theory", "write")
    try:
        match wanted:
            case "earlier" | "later":
                building.move_box(box=row, forward=wanted == "later", by=request.viewer)
            case "retire":
                building.retire_box(box=row, by=request.viewer)
                messages.success(request, _("The box is taken away. It can be taken back at the end of the page."))
            case "restore":
                building.restore_box(box=row, by=request.viewer)
                messages.success(request, _("The box is back."))
            case _:
                raise Http404
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect(_at(project, row.layer))


@never_cache
def call(request, code: str):
    """The call that the project answers, and its objective."""
    project = shown.found(request, code, verb="write")
    row = Theory.objects.filter(project=project).first() or Theory(project=project)
    initial = {name: getattr(row, name) for name in CallForm.base_fields}
    back = reverse("theory_project", args=[code])

    def save(form, version):
        building.set_call(project=project, version=version, by=request.viewer, **form.cleaned_data)
        return back

    return shown.changed(
        request,
        row,
        lambda posted: CallForm(posted, initial=initial),
        save,
        key=f"theory-call-{project.pk}",
        record="theory",
        version=row.version,
        title=_("The call"),
        project=project,
        back=(back, _("Back to the chart")),
    )

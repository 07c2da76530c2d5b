"""What the pages of a theory share: the project, the tabs, where a figure's definition stands, saving a form."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.organisation.models import Project
from stegvis.programme.queries import changes, theory
from stegvis.reporting import live_figures
from stegvis.reporting.live_figures import Live
from stegvis.reporting.queries import projects
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving


def found(request, code: str, record: str = "theory", verb: str = "read") -> Project:
    """The project of the address. Raises NotFound, NotAllowed."""
    return projects.find(request.viewer, code, record=record, verb=verb)


def tabs(project: Project, current: str) -> list[dict]:
    """The pages that belong together."""
    every = (
        ("theory_project", _("The chart")),
        ("theory_plan", _("Evaluation plan")),
        ("theory_findings", _("Learning")),
        ("theory_versions", _("Versions")),
    )
    return [
        {"text": text, "url": reverse(name, args=[project.code]), "current": name == current} for name, text in every
    ]


def offered(request, project: Project) -> dict:
    """What a question or a finding can be about: the boxes of the chart, and figures."""
    return {
        "chart": theory.of_project(request.viewer, project),
        "figures": live_figures.choices(request.viewer, project),
    }


def definition_of(project: Project, live: Live | None) -> str:
    """The address at which the figure is explained; "" for one noted by hand or not released."""
    if live is None:
        return ""
    if live.goal:
        return reverse("goal", args=[project.code, live.goal]) if live.target is not None else ""
    if live.own:
        return reverse("own_indicator", args=[project.code, live.own])
    if live.release:
        return reverse("results_definition", args=[project.code, live.release, live.indicator])
    return ""


def new(request, form, save: Callable, *, key: str, title: str, project: Project, back: tuple[str, str], **more):
    """A form for something new: `save(form)` writes it and returns where to go. `back`: address and its words."""
    kept = None if request.method == "POST" else restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        went = {}
        if refusals.accepted(form, lambda: went.update(to=save(form))):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("Saved."))
            return redirect(went["to"])
    return _page(request, form, key=key, title=title, project=project, back=back, kept=kept, **more)


def changed(
    request,
    row,
    build: Callable,
    save: Callable,
    *,
    key: str,
    record: str,
    version: int,
    title: str,
    project: Project,
    back: tuple[str, str],
    **more,
):
    """A form for something that stands there: two people at once are told what the other has changed.

    `build(posted)` makes the form; `save(form, version)` writes it and returns where to go.
    """
    both = meanwhile.meet(
        request,
        key,
        version,
        lambda posted: [Part(build(posted))],
        changes=lambda since, at: changes.since(record, row.pk, since),
        title=title,
        back_url=back[0],
    )
    form, went = both.forms[0], {}

    def act():
        went["to"] = save(form, both.version)

    if answer := saving.answered(request, both, act, said=_("Saved."), to=lambda: went["to"]):
        return answer
    return _page(request, form, key=key, title=title, project=project, back=back, kept=both.kept, both=both, **more)


def _page(request, form, *, key, title, project, back, kept=None, both=None, lead="", **more):
    context = {
        "form": form, "form_key": key, "title": title, "project": project, "back_url": back[0], "back_text": back[1],
        "kept": kept, "both": both, "lead": lead, **more,
    }  # fmt: skip
    return render(request, "staff/theory/form.html", context)

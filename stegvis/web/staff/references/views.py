"""Look at, add, correct and retire shares of other projects."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.programme.actions import references
from stegvis.programme.models import ComparisonShare
from stegvis.programme.queries import targets
from stegvis.reporting import story, words
from stegvis.reporting.queries import projects
from stegvis.web.staff import refusals
from stegvis.web.staff.references.forms import ReferenceForm, RetireForm, as_written, counted_label


@dataclass(frozen=True)
class Line:
    """One share in words."""

    share: ComparisonShare
    name: str
    counts: str
    percent: str
    base: str
    of: str


def _line(share: ComparisonShare) -> Line:
    return Line(
        share,
        story.reference_name(share),
        counted_label(share.indicator, share.destination),
        words.share_text(float(share.share)),
        story.reference_base(share),
        words.count_text(share.people) if share.people else _("not known"),
    )


def _project(request, code: str):
    return projects.find(request.viewer, code, record="project", verb="change")


def _share(request, project, share_id: int) -> ComparisonShare:
    found = targets.comparisons(request.viewer, project).filter(pk=share_id).first()
    if found is None:
        raise NotFound
    return found


@require_safe
def shares(request, code: str):
    """What is compared with today, and what was."""
    project = _project(request, code)
    lines = [_line(share) for share in targets.every_comparison(request.viewer, project)]
    context = {
        "project": project,
        "current": [line for line in lines if not line.share.retired_at],
        "retired": [line for line in lines if line.share.retired_at],
    }
    return render(request, "staff/references/shares.html", context)


def new(request, code: str):
    """Write one more share down."""
    project = _project(request, code)
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            references.add(project=project, reference=form.reference(), by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The share now stands on the results page."))
            return redirect("comparison", code=code)
    return render(request, "staff/references/share.html", {"project": project, "form": form})


def correct(request, code: str, share_id: int):
    """Put a corrected share in its place."""
    project = _project(request, code)
    old = _share(request, project, share_id)
    form = ReferenceForm(request.POST or None, initial=as_written(old))
    if request.method == "POST" and form.is_valid():
        try:
            references.correct(old=old, reference=form.reference(), by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The share is corrected. The old one is kept in the list below."))
            return redirect("comparison", code=code)
    return render(request, "staff/references/share.html", {"project": project, "form": form, "old": _line(old)})


def retire(request, code: str, share_id: int):
    """Ask why, then take the share away from the results page."""
    project = _project(request, code)
    old = _share(request, project, share_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            references.retire(old=old, because=form.cleaned_data["because"], by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The share is taken away from the results page. It is kept in the list below."))
            return redirect("comparison", code=code)
    return render(request, "staff/references/retire.html", {"project": project, "form": form, "old": _line(old)})

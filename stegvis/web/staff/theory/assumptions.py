"""Assumptions: say one, look whether it holds, other words for it, take it away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.programme.actions import assumptions as assuming
from stegvis.programme.queries import learning, reach
from stegvis.programme.queries import theory as reading
from stegvis.programme.theory_words import VERDICTS
from stegvis.web.staff.theory import shown
from stegvis.web.staff.theory.forms import AssumptionForm, ReviewForm


@never_cache
def new(request, box_id):
    """An assumption about the box, or about one of its arrows."""
    box = reading.box(request.viewer, box_id)
    project = box.theory.project
    reach.require(request.viewer, project, "theory", "write")
    targets = reading.of_project(request.viewer, project).leads_to(box.pk)

    def save(form):
        target = form.cleaned_data.get("target") or None
        made = assuming.add(
            box=box,
            text=form.cleaned_data["text"],
            target=reading.box(request.viewer, target) if target else None,
            by=request.viewer,
        )
        return reverse("theory_assumption", args=[made.pk])

    return shown.new(
        request,
        AssumptionForm(request.POST or None, targets=targets),
        save,
        key=f"theory-assume-{box.pk}",
        title=_("A new assumption"),
        project=project,
        back=(reverse("theory_box", args=[box.pk]), box.name),
    )


@require_safe
def show(request, assumption_id):
    """The assumption with its reviews, and the findings that came of them."""
    row = reading.assumption(request.viewer, assumption_id)
    project = row.theory.project
    context = {
        "project": project,
        "row": row,
        "reviews": [(each, VERDICTS[each.verdict]) for each in reading.reviews(row)],
        "findings": [each for each in learning.findings(request.viewer, project) if each.assumption_id == row.pk],
        "may_write": request.viewer.may("theory", "write") and row.retired_at is None,
    }
    return render(request, "staff/theory/assumption.html", context)


@never_cache
def review(request, assumption_id):
    """Does it hold, what was seen, what is changed?"""
    row = reading.assumption(request.viewer, assumption_id)
    project = row.theory.project
    reach.require(request.viewer, project, "theory", "write")
    here = reverse("theory_assumption", args=[row.pk])

    def save(form):
        assuming.review(assumption=row, by=request.viewer, **form.cleaned_data)
        return here

    return shown.new(
        request,
        ReviewForm(request.POST or None),
        save,
        key=f"theory-review-{row.pk}",
        title=_("Review the assumption"),
        lead=row.text,
        project=project,
        back=(here, assuming.name_of(row)),
    )


@never_cache
def change(request, assumption_id):
    """Other words for the same assumption."""
    row = reading.assumption(request.viewer, assumption_id)
    project = row.theory.project
    reach.require(request.viewer, project, "theory", "write")
    here = reverse("theory_assumption", args=[row.pk])

    def save(form, version):
        assuming.change(assumption=row, text=form.cleaned_data["text"], version=version, by=request.viewer)
        return here

    return shown.changed(
        request,
        row,
        lambda posted: AssumptionForm(posted, initial={"text": row.text}),
        save,
        key=f"theory-assumption-{row.pk}",
        record="theory",
        version=row.version,
        title=_("Change the assumption"),
        project=project,
        back=(here, assuming.name_of(row)),
    )


@require_POST
def retire(request, assumption_id):
    """Take it out of the chart; its reviews are kept."""
    row = reading.assumption(request.viewer, assumption_id)
    assuming.retire(assumption=row, by=request.viewer)
    messages.success(request, _("The assumption is taken out of the chart. Its reviews are kept."))
    return redirect("theory_box", row.box_id)

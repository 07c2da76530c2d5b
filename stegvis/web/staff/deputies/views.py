"""See, name and take back deputies."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import deputies as acts
from stegvis.access.actions import drafts
from stegvis.access.queries import deputies as known
from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.words import day
from stegvis.web.staff import refusals
from stegvis.web.staff.deputies.forms import DeputyForm

DRAFT = "deputy"
MOST_PAST = 50


@never_cache
def deputies(request):
    """Those going on or to come, and those that have been."""
    viewer = request.viewer
    context = {
        "coming": [(one, known.may_end(viewer, one)) for one in known.now_or_later(viewer)],
        "past": known.past(viewer)[:MOST_PAST],
        "may_name": viewer.may("deputyship", "appoint"),
    }
    return render(request, "staff/deputies/deputies.html", context)


@never_cache
def new(request):
    """Name a deputy."""
    form = DeputyForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid() and _name(request, form):
        return redirect("deputies")
    kept = restore_draft(form, user=request.user, form_key=DRAFT)
    return render(request, "staff/deputies/new.html", {"form": form, "form_key": DRAFT, "kept": kept})


def _name(request, form: DeputyForm) -> bool:
    try:
        made = acts.name(**form.wanted(), by=request.viewer)
    except NotPossible as refusal:
        refusals.show(form, refusal)
        return False
    drafts.discard(user=request.user, form_key=DRAFT)
    words = {"deputy": made.deputy, "absent": made.absent, "start": day(made.starts_on), "end": day(made.ends_on)}
    messages.success(request, _("%(deputy)s stands in for %(absent)s from %(start)s to %(end)s.") % words)
    return True


@never_cache
def end(request, deputyship_id: int):
    """Ask, then take the deputyship back."""
    deputyship = known.visible_to(request.viewer).filter(pk=deputyship_id).first()
    if deputyship is None:
        raise NotFound
    if request.method == "POST":
        try:
            acts.end(deputyship=deputyship, by=request.viewer)
        except NotPossible as refusal:
            messages.info(request, refusal.reason)
        else:
            messages.success(request, _("The deputyship has ended."))
        return redirect("deputies")
    return render(request, "staff/deputies/end.html", {"deputyship": deputyship})

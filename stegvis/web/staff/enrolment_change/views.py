"""Fill gaps and correct facts."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolment_facts, looks
from stegvis.casework.queries import enrolments, gaps
from stegvis.casework.queries import outcomes as exits
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.enrolment_change.forms import FactsForm, OutcomeDetailsForm


def change(request, enrolment_id):
    """One form with everything that may be filled in; what is missing is named at the top."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not enrolments.may(request.viewer, "change", enrolment):
        raise NotAllowed
    if enrolment.state == "void":
        messages.info(request, _("This enrolment was registered by mistake and has been taken away."))
        return redirect("participant", enrolment.participant_id)
    key = f"facts-{enrolment.pk}"
    posted = request.POST or None
    form = FactsForm(posted, enrolment=enrolment)
    details = _details(request.viewer, enrolment, posted)
    if request.method == "POST":
        if all([form.is_valid(), *(part.is_valid() for part in details)]) and _change(
            request, enrolment, form, details
        ):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The facts are saved."))
            return redirect("participant", enrolment.participant_id)
    else:
        looks.note_opened(request.viewer, enrolment.participant)
    kept = restore_draft(form, user=request.user, form_key=key)
    for part in details:
        restore_draft(part, user=request.user, form_key=key)
    context = {
        "enrolment": enrolment,
        "form": form,
        "details": details,
        "gaps": gaps.of(request.viewer, enrolment),
        "wrong": [(field, error) for part in (form, *details) for field in part for error in field.errors],
        "form_key": key,
        "kept": kept,
    }
    return render(request, "staff/enrolment_change/change.html", context)


def _details(viewer, enrolment, posted) -> list[OutcomeDetailsForm]:
    """A part for each destination the viewer may read whole and that has details to fill in."""
    if enrolment.state != "closed":
        return []
    parts = [OutcomeDetailsForm(posted, view=view) for view in exits.of(viewer, enrolment) if not view.coarse]
    return [part for part in parts if part.fields]


def _change(request, enrolment, form, details) -> bool:
    part = form
    try:
        # all or nothing: a refused destination leaves the other facts as they were too
        with transaction.atomic():
            enrolment_facts.change(enrolment=enrolment, by=request.viewer, **form.facts())
            for part in details:
                if part.has_changed():
                    enrolment_facts.complete_outcome(enrolment=enrolment, outcome=part.outcome(), by=request.viewer)
    except NotPossible as refusal:
        refusals.show(part, refusal)
        return False
    return True

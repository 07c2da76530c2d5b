"""Fill gaps and correct facts."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import enrolment_facts, looks
from stegvis.casework.queries import changes, enrolments, gaps
from stegvis.casework.queries import outcomes as exits
from stegvis.casework.vocabulary import occupations
from stegvis.web.shared import meanwhile
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.enrolment_change.forms import OUTCOME_FACTS, FactsForm, IncomeAtExitForm, OutcomeDetailsForm


def change(request, enrolment_id):
    """One form with everything that may be filled in; what is missing is named at the top."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not enrolments.may(request.viewer, "change", enrolment):
        raise NotAllowed
    if enrolment.state == "void":
        messages.info(request, _("This enrolment was registered by mistake and has been taken away."))
        return redirect("participant", enrolment.participant_id)
    key = f"facts-{enrolment.pk}"

    def build(posted):
        every = (FactsForm(posted, enrolment=enrolment), *_details(request, enrolment, posted))
        return [Part(each, facts={name: f"outcome.{name}" for name in OUTCOME_FACTS}) for each in every]

    both = meanwhile.meet(
        request,
        key,
        enrolment.version,
        build,
        changes=lambda version, at: changes.since(request.viewer, enrolment, version, at),
        title=enrolment.participant.called,
        back_url=reverse("participant", args=[enrolment.participant_id]),
    )

    def save():
        return _change(request, enrolment, both)

    to = reverse("participant", args=[enrolment.participant_id])
    if answer := saving.answered(request, both, save, said=_("The facts are saved."), to=to):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, enrolment.participant)
    form, *details = both.forms
    context = {
        "enrolment": enrolment,
        "form": form,
        "details": details,
        "gaps": gaps.of(request.viewer, enrolment),
        "wrong": [(field, error) for part in both.forms for field in part for error in field.errors],
        "form_key": key,
        "kept": both.kept,
        "both": both,
        "occupations": occupations() if any("occupation" in part.fields for part in details) else (),
    }
    return render(request, "staff/enrolment_change/change.html", context)


def _details(request, enrolment, posted) -> list:
    """What the person lives on after the end, and a part for each destination the viewer may read whole."""
    if enrolment.state != "closed" or not enrolments.may(request.viewer, "close", enrolment):
        return []
    views = exits.of(request.viewer, enrolment)
    views = [view for view in views if not view.coarse]
    parts = [OutcomeDetailsForm(posted, view=view, sealed=enrolment.protected) for view in views]
    return [IncomeAtExitForm(posted, enrolment=enrolment), *(part for part in parts if part.fields)]


def _change(request, enrolment, both) -> bool:
    by, form, details = request.viewer, both.forms[0], both.forms[1:]
    part = form
    try:
        # all or nothing: a refused destination leaves the other facts as they were too
        with transaction.atomic():
            enrolment = enrolment_facts.change(enrolment=enrolment, version=both.version, by=by, **form.facts())
            for part in details:
                if part.has_changed():
                    part.save(enrolment, by)
    except ChangedMeanwhile:
        raise
    except NotPossible as refusal:
        refusals.show(part, refusal)
        return False
    return True

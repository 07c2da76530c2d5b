"""Choose who takes over and write what they should know; read it, and take over."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import hand_overs as giving
from stegvis.casework.actions import looks
from stegvis.casework.queries import enrolments
from stegvis.casework.queries import hand_overs as known
from stegvis.casework.rules.plans import PARAGRAPH
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.enrol.choices import coaches_for
from stegvis.web.staff.participant_plan.kept import sections


class HandOverForm(forms.Form):
    """Who takes over, and what they should know."""

    to = forms.ModelChoiceField(label=gettext_lazy("Who takes over?"), queryset=None)
    words = forms.CharField(
        label=gettext_lazy("What the next coach should know"),
        help_text=gettext_lazy(
            "What is going on, what has been promised, what works well. Nothing from sensitive notes."
        ),
        max_length=PARAGRAPH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = coaches_for([enrolment.unit]).exclude(pk=enrolment.coach_id)
        self.fields["to"].empty_label = _("Choose")


@never_cache
def new(request, enrolment_id):
    """Hand the person over to another coach of the unit."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not enrolments.may(request.viewer, "change", enrolment):
        raise NotAllowed
    key, back = f"hand-over-{enrolment.pk}", reverse("participant", args=[enrolment.participant_id])
    form = HandOverForm(request.POST or None, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        try:
            giving.give(enrolment=enrolment, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=key)
            words = _("%(name)s takes over. It stands on their week, and a message tells that something waits.")
            messages.success(request, words % {"name": form.cleaned_data["to"].full_name})
            still = enrolments.visible_to(request.viewer).filter(pk=enrolment.pk).exists()
            return redirect(back if still else reverse("start"))
    kept = restore_draft(form, user=request.user, form_key=key)
    looks.note_opened(request.viewer, enrolment.participant)
    context = {"enrolment": enrolment, "form": form, "form_key": key, "kept": kept, "back": back}
    return render(request, "staff/hand_over/new.html", context)


@never_cache
def show(request, hand_over_id):
    """What was handed over; the new coach takes over with one press."""
    one = known.find(request.viewer, hand_over_id)
    person = one.enrolment.participant
    if request.method == "POST":
        if not known.may_take(request.viewer, one) and one.taken_at is None:
            raise NotAllowed
        giving.take(hand_over=one, by=request.viewer)
        messages.success(request, _("You have taken over."))
        return redirect("participant", person.pk)
    looks.note_opened(request.viewer, person)
    context = {
        "one": one,
        "person": person,
        "parts": sections(one.plan_version.content) if one.plan_version else [],
        "may_take": known.may_take(request.viewer, one),
    }
    return render(request, "staff/hand_over/show.html", context)

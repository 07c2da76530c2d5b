"""What participants wish to hear about, visit or try; who wants it too; what became of it."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import wishes as acts
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import wishes as found
from stegvis.casework.vocabulary import WISH_KINDS, WISH_STATES
from stegvis.web.staff import refusals
from stegvis.web.staff.activities.rotation import unit_asked


class WishForm(forms.Form):
    """A wish, and who wishes it."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind?"), choices=WISH_KINDS.choices)
    words = forms.CharField(
        label=gettext_lazy("Wish"),
        help_text=gettext_lazy("A topic, a place or tasks; no names and nothing private."),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    person = forms.ModelChoiceField(label=gettext_lazy("Who wishes it?"), queryset=None, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = _("Nobody in particular")
        self.fields["person"].label_from_instance = lambda person: person.called


@never_cache
def wishes(request):
    """The list, most wanted first, with a form for a new one."""
    units, unit = unit_asked(request)
    may_change = unit in known.units_of(request.viewer, "change")
    now = Enrolment.objects.filter(unit=unit, state="active").values("participant")
    people = known.reachable(request.viewer).filter(pk__in=now).order_by("sort_key", "pk")
    form = WishForm(request.POST or None, people=people) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        told = form.cleaned_data
        try:
            acts.wish(unit=unit, words=told["words"], kind=told["kind"], participant=told["person"], by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The wish is in the list."))
            return redirect(f"{reverse('activity_wishes')}?unit={unit.pk}")
    if form is not None:
        looks.note_list(request.viewer, "activity_wishes", len(people))
    context = {
        "units": units,
        "unit": unit,
        "form": form,
        "people": people if form is not None else [],
        "rows": list(found.visible_to(request.viewer).filter(unit=unit)[:200]),
        "states": WISH_STATES.choices(),
    }
    return render(request, "staff/activities/wishes.html", context)


@require_POST
def change(request, wish_id: int):
    """Somebody wants it too, or it is settled what becomes of it."""
    wish = found.find(request.viewer, wish_id)
    try:
        if "state" in request.POST:
            acts.settle(wish=wish, state=request.POST["state"], by=request.viewer)
            messages.success(request, _("It is noted what became of the wish."))
        else:
            form = WishVoteForm(request.POST, people=known.reachable(request.viewer))
            if form.is_valid() and acts.vote(wish=wish, participant=form.cleaned_data["person"], by=request.viewer):
                messages.success(request, _("The vote is counted."))
            elif form.errors:
                messages.error(request, _("Choose who wants it too."))
            else:
                messages.info(request, _("The person has voted for it already."))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect(f"{reverse('activity_wishes')}?unit={wish.unit_id}")


class WishVoteForm(forms.Form):
    """Who wants it too."""

    person = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

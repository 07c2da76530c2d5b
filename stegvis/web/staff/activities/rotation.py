"""Take turns in task areas: who is where now and next, women and men by area, and a new round."""

import datetime as dt
from itertools import groupby

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks, rotations
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import rotations as found
from stegvis.casework.rules.groups import MOST_ROUNDS
from stegvis.web.shared.forms import CheckboxList, DateField
from stegvis.web.staff import refusals

#: Women and men are counted over so long back.
BACK = dt.timedelta(days=365)


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person) -> str:
        return person.called


class RotationForm(forms.Form):
    """Who, where, from when, how long."""

    people = _People(label=gettext_lazy("Who?"), queryset=None, widget=CheckboxList)
    areas = forms.ModelMultipleChoiceField(label=gettext_lazy("Task areas"), queryset=None, widget=CheckboxList)
    first = DateField(label=gettext_lazy("First day"))
    weeks = forms.IntegerField(label=gettext_lazy("Weeks in each area"), min_value=1, max_value=12, initial=2)
    rounds = forms.IntegerField(label=gettext_lazy("Rounds"), min_value=1, max_value=MOST_ROUNDS, initial=3)

    def __init__(self, *args, viewer, unit, **kwargs):
        super().__init__(*args, **kwargs)
        now = Enrolment.objects.filter(unit=unit, state="active").values("participant")
        self.fields["people"].queryset = known.reachable(viewer).filter(pk__in=now).order_by("sort_key", "pk")
        areas = [one.pk for one in known.task_areas(viewer, unit)]
        self.fields["areas"].queryset = known.visible_to(viewer).filter(pk__in=areas)
        self.initial.setdefault("areas", areas)
        self.initial.setdefault("first", timezone.localdate())


@never_cache
def rotation(request):
    """Turns of the unit, and how women and men have come to try what."""
    units, unit = unit_asked(request)
    today = timezone.localdate()
    rows = list(found.turns(request.viewer, unit, today))
    people = [(person, list(turns)) for person, turns in groupby(rows, key=lambda row: row.participant)]
    looks.note_list(request.viewer, "activity_rotation", len(people))
    context = {
        "units": units,
        "unit": unit,
        "people": people,
        "today": today,
        "areas": found.by_sex(request.viewer, unit, today - BACK, today),
        "may_plan": unit in known.units_of(request.viewer, "change"),
    }
    return render(request, "staff/activities/rotation.html", context)


@never_cache
def plan(request):
    """Deal new turns."""
    _units, unit = unit_asked(request, "change")
    form = RotationForm(request.POST or None, viewer=request.viewer, unit=unit)
    back = f"{reverse('activity_rotation')}?unit={unit.pk}"
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = rotations.plan(
                unit=unit, participants=told.pop("people"), areas=told.pop("areas"), by=request.viewer, **told
            )
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            words = ngettext("%(count)s turn is planned.", "%(count)s turns are planned.", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect(back)
    looks.note_list(request.viewer, "activity_rotation", form.fields["people"].queryset.count())
    return render(request, "staff/activities/rotation_form.html", {"form": form, "unit": unit, "back": back})


def unit_asked(request, verb: str = "read"):
    """The viewer's units, and the one in the address or the form (else the first). Raises NotAllowed without any."""
    units = list(known.units_of(request.viewer, verb))
    if not units:
        raise NotAllowed
    wanted = request.POST.get("unit") or request.GET.get("unit", "")
    return units, next((one for one in units if str(one.pk) == wanted), units[0])

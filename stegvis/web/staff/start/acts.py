"""What can be done with a row of the first screen without leaving it, and the forms for that."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import notes, snoozes
from stegvis.casework.queries import due, participants
from stegvis.web.staff import key_set, refusals
from stegvis.web.staff.start import due_actions
from stegvis.web.staff.start.forms import CallForm, PutOffForm


def _person(request, participant_id, kind: str | None = None):
    if kind is not None and kind not in due.KINDS:
        raise NotFound
    return participants.find(request.viewer, participant_id)


@require_safe
def more(request, participant_id, kind):
    """What can be done with a row in place, fetched when the row is opened: the page stays small."""
    person = _person(request, participant_id, kind)
    record = key_set.row_id(request.GET.get("record"))
    row = due_actions.forms_of(request.viewer, person.pk, kind, record)
    place = f"{kind}-{person.pk.hex}"
    return render(request, "staff/start/more.html", {"row": row, "was": request.GET.get("on", ""), "place": place})


def put_off(request, participant_id, kind):
    """Until when, and why. A page of its own shows what was wrong, with what was typed."""
    person = _person(request, participant_id, kind)
    form = PutOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = timezone.localdate() + dt.timedelta(days=form.cleaned_data["days"])
        try:
            snoozes.put_off(
                participant=person, kind=kind, until_on=until, reason=form.cleaned_data["reason"], by=request.viewer
            )
        except NotPossible as refusal:
            refusals.show(form, refusal, {"until_on": "days"})
        else:
            messages.success(request, _("Put off. It stands under “Put off” until then."))
            return redirect("start")
    return render(request, "staff/start/put_off.html", {"person": person, "form": form})


@require_POST
def take_up(request, participant_id, kind):
    """Show it again now."""
    snoozes.take_up(participant=_person(request, participant_id, kind), kind=kind, by=request.viewer)
    return redirect("start")


def call(request, participant_id):
    """A call that was made: reached with a few words, or not."""
    person = _person(request, participant_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notes.write(participant=person, by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The call is noted."))
            return redirect("start")
    return render(request, "staff/start/call.html", {"person": person, "form": form})

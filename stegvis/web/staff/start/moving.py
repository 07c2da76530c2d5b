"""A meeting, a step or a plan talk is moved from its row of the first screen; a page shows what was wrong."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework import jobs
from stegvis.casework.actions import looks, plan_talks, steps
from stegvis.casework.models import Participant, PlanTalk, Step
from stegvis.casework.queries import meetings, participants, plans
from stegvis.casework.vocabulary.meetings import MEETING_KINDS
from stegvis.web.shared.words import day_full
from stegvis.web.staff import refusals
from stegvis.web.staff.start.forms import MoveForm

#: What the rules call the day, and the form's field for it.
_FIELDS = dict.fromkeys(("due_on", "review_on", "planned_on", "starts_at"), "on")
#: The facts of a meeting that stay when it is moved.
_SAME = ("minutes", "kind", "mode", "place", "room", "interpreter_language", "user")


@dataclass(frozen=True)
class _Thing:
    """What is moved: whose, in which words, when it stands now, its own page, and how it is moved."""

    person: Participant
    words: str
    stands: dt.datetime | dt.date
    url: str
    move: Callable[[dict], object]
    because: bool = True

    @property
    def timed(self) -> bool:
        """Has it a time of the day?"""
        return isinstance(self.stands, dt.datetime)

    @property
    def mark(self) -> str:
        """What the row sends back as `was`, so that nobody moves what has been moved meanwhile without knowing."""
        return str(int(self.stands.timestamp())) if self.timed else self.stands.isoformat()


@never_cache
def meeting(request, meeting_id):
    """Another day and time; the rest stays, and who wants reminders is told as on the meeting's own page."""
    found = meetings.find(request.viewer, meeting_id)
    if not meetings.may_write(request.viewer, found.participant):
        raise NotAllowed
    same = {name: getattr(found, name) for name in _SAME}

    def move(told):
        starts_at = timezone.make_aware(dt.datetime.combine(told["on"], told["at"]))
        more = {"anyway": told["anyway"], "because": told["because"], "version": found.version}
        jobs.change_meeting(meeting=found, starts_at=starts_at, by=request.viewer, **same, **more)

    url = reverse("meeting", args=[found.pk])
    words = MEETING_KINDS.label(found.kind)
    return _moved(request, _Thing(found.participant, words, timezone.localtime(found.starts_at), url, move))


@never_cache
def step(request, participant_id, step_id, day):
    """Another day to be done by (`due`) or to be followed up (`review`)."""
    person = _whose_plan(request, participant_id)
    found = plans.part(request.viewer, Step, person, step_id)
    field = {"due": "due_on", "review": "review_on"}.get(day, "")
    stands = getattr(found, field, None)
    if stands is None:
        raise Http404

    def move(told):
        changed = {field: told["on"], "because": told["because"], "version": found.version}
        steps.change(step=found, by=request.viewer, **changed)

    url = reverse("participant_plan", args=[person.pk])
    return _moved(request, _Thing(person, found.text, stands, f"{url}#steps", move, because=day == "due"))


@never_cache
def talk(request, participant_id, talk_id):
    """Another day for a booked plan talk."""
    person = _whose_plan(request, participant_id)
    found = plans.part(request.viewer, PlanTalk, person, talk_id)

    def move(told):
        plan_talks.move(talk=found, on=told["on"], by=request.viewer)

    url = reverse("plan_talk", args=[person.pk, found.pk])
    return _moved(request, _Thing(person, _("Plan talk"), found.planned_on, url, move, because=False))


def _whose_plan(request, participant_id) -> Participant:
    person = participants.find(request.viewer, participant_id)
    if not plans.may(request.viewer, "change", person):
        raise NotAllowed
    return person


def _moved(request, thing: _Thing):
    form = MoveForm(request.POST or None, stands=thing.stands, mark=thing.mark, because=thing.because)
    if request.method == "POST":
        if form.is_valid() and _accepted(form, thing):
            day = day_full(form.cleaned_data["on"])
            messages.success(request, _("Moved to %(day)s.") % {"day": day})
            return redirect("start")
    else:
        looks.note_opened(request.viewer, thing.person)
    wrong = [(field, error) for field in form for error in field.errors]
    return render(request, "staff/start/move.html", {"thing": thing, "form": form, "wrong": wrong})


def _accepted(form, thing: _Thing) -> bool:
    """Is it moved? Not when it stands elsewhere by now than where the asker saw it: then the form says where."""
    try:
        form.stands_as_seen()
        return refusals.accepted(form, lambda: thing.move(form.cleaned_data), _FIELDS)
    except ChangedMeanwhile:
        form.tell_where_it_stands()
        return False

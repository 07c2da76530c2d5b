"""The unit's weekly stand-up: everybody without a next step, one by one, with what was decided."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.casework.actions import looks, notes
from stegvis.casework.queries import notes as reading
from stegvis.casework.queries import stand_up as waiting
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import key_set, refusals
from stegvis.web.staff.start.forms import DecisionForm

#: Names beside the one spoken of; the rest are a number.
NAMED = 12


@never_cache
def stand_up(request):
    """The first of those without a next step, or the one chosen; saving goes on to the next."""
    everybody = list(waiting.without_step(request.viewer, timezone.localdate())[: waiting.MOST])
    wanted = key_set.row_id(request.GET.get("person"))
    place = next((n for n, each in enumerate(everybody) if each.participant_id == wanted), 0)
    if not everybody:
        looks.note_list(request.viewer, "stand_up", 0)
        return render(request, "staff/start/stand_up.html", {"everybody": []})
    enrolment = everybody[place]
    key = f"stand-up-{enrolment.participant_id}"
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and _decide(request, enrolment, form):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("Noted. The next step stands in the plan."))
            return redirect(_address(everybody, place + 1) if len(everybody) > 1 else reverse("stand_up"))
    else:
        restore_draft(form, user=request.user, form_key=key)
        looks.note_list(request.viewer, "stand_up", len(everybody))
        looks.note_opened(request.viewer, enrolment.participant)
    context = {
        "everybody": everybody[:NAMED],
        "more": max(len(everybody) - NAMED, 0),
        "count": len(everybody),
        "enrolment": enrolment,
        "form": form,
        "form_key": key,
        "latest": list(reading.of_participant(request.viewer, enrolment.participant)[:2]),
        "following": _address(everybody, place + 1) if len(everybody) > 1 else "",
        "wrong": [(field, error) for field in form for error in field.errors],
    }
    return render(request, "staff/start/stand_up.html", context)


def _address(everybody: list, place: int) -> str:
    following = everybody[place % len(everybody)]
    return f"{reverse('stand_up')}?person={following.participant_id}"


def _decide(request, enrolment, form) -> bool:
    told = form.cleaned_data
    return refusals.accepted(
        form,
        lambda: notes.write(
            participant=enrolment.participant,
            enrolment=enrolment,
            kind="team_decision",
            happened_at=timezone.now(),
            text=told["text"],
            next_step=(told["next_step"], told["next_step_on"]),
            by=request.viewer,
        ),
        {"due_on": "next_step_on"},
    )

"""Do a life wheel, look at it beside the former one, take it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import life_wheels as keeping
from stegvis.casework.actions import looks
from stegvis.casework.queries import life_wheels, mappings, participants
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.life_wheel import drawing
from stegvis.web.staff.life_wheel.forms import WheelForm


@never_cache
def new(request, participant_id):
    """Eight numbers from the person, and where to begin."""
    person = participants.find(request.viewer, participant_id)
    if not mappings.may(request.viewer, "write", person):
        raise NotAllowed
    key = f"life-wheel-{person.pk}"
    form = WheelForm(request.POST or None)
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.draw(participant=person, by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The life wheel is saved."))
            return redirect("life_wheel", made.pk)
    return render(request, "staff/life_wheel/new.html", {"person": person, "form": form, "form_key": key, "kept": kept})


@never_cache
def show(request, wheel_id):
    """A wheel drawn beside the one before it, and the same numbers as a table."""
    wheel = life_wheels.find(request.viewer, wheel_id)
    looks.note_opened(request.viewer, wheel.participant)
    every = list(life_wheels.of_participant(request.viewer, wheel.participant))
    context = {
        "person": wheel.participant,
        "every": every,
        "may_write": mappings.may(request.viewer, "write", wheel.participant),
        **drawn(every, next((n for n, each in enumerate(every) if each.pk == wheel.pk), 0)),
    }
    return render(request, "staff/life_wheel/show.html", context)


def drawn(every: list, place: int = 0) -> dict:
    """What the template of a wheel needs: the wheel at the place (latest first), compared with the one before it."""
    if not every:
        return {"wheel": None}
    wheel = every[place]
    former = every[place + 1] if place + 1 < len(every) else None
    first = frozenset(each.area for each in wheel.scores.all() if each.first)
    before = life_wheels.scores(former) if former else None
    return {"wheel": wheel, "former": former, "drawing": drawing.draw(life_wheels.scores(wheel), before, first)}


@never_cache
@require_POST
def withdraw(request, wheel_id):
    """Take a wheel back: it was wrong."""
    wheel = life_wheels.find(request.viewer, wheel_id, "write")
    keeping.withdraw(wheel=wheel, by=request.viewer)
    messages.success(request, _("The life wheel is taken back."))
    return redirect("mapping", wheel.participant_id)

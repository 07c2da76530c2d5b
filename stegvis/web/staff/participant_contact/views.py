"""Ways to reach a protected person and who received them: shown when asked for, each time with a line in the log."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import participants as changing
from stegvis.casework.queries import enrolments, participants, protections
from stegvis.web.shared import noting
from stegvis.web.staff import refusals
from stegvis.web.staff.participant_change.forms import WayFormSet
from stegvis.web.staff.showing import shown_outcomes


@never_cache
def contact(request, participant_id):
    """First what to think of; then, on request, the ways. Nothing is kept as a draft here."""
    person = participants.find(request.viewer, participant_id)
    if not person.protected:
        return redirect("participant", person.pk)
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
        return render(request, "staff/participant_contact/contact.html", {"person": person})
    may_change = participants.may(request.viewer, "change", person)
    saving = request.POST.get("do") == "save"
    if saving and not may_change:
        raise NotAllowed
    ways = WayFormSet(request.POST if saving else None, initial=_present(person), prefix="way")
    if saving and ways.is_valid() and _save(request, person, ways):
        messages.success(request, _("The changes are saved."))
        return redirect("participant", person.pk)
    noting.contact_shown(request.viewer, person)
    context = {
        "person": person,
        "shown": True,
        "held": protections.of(person),
        "present": list(person.contact_ways.all()),
        "received": _received(request.viewer, person),
        "ways": ways,
        "may_change": may_change,
        "wrong": [(field, error) for part in ways.forms for field in part for error in field.errors] if saving else [],
        "open": saving,
    }
    return render(request, "staff/participant_contact/contact.html", context)


def _present(person) -> list[dict]:
    return [
        {"kind": way.kind, "value": way.value, "note": way.note, "may_leave_message": way.may_leave_message}
        for way in person.contact_ways.all()
    ]


def _received(viewer, person) -> list[tuple]:
    """Who received the person at each closing: (enrolment, destinations with details)."""
    closed = enrolments.of_participant(viewer, person).filter(state="closed")
    pairs = ((one, [each for each in shown_outcomes(viewer, one) if each.detail]) for one in closed)
    return [(one, outcomes) for one, outcomes in pairs if outcomes]


def _save(request, person, ways) -> bool:
    told = [way for part in ways.forms if (way := part.way())]
    try:
        changing.change(participant=person, by=request.viewer, contact_ways=told)
    except NotPossible as refusal:
        refusals.show(ways.forms[0], refusal)
        return False
    return True

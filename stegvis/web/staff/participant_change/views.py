"""Change what is known about a person."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import participants as changing
from stegvis.casework.queries import participants
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.participant_change.forms import PersonForm, WayFormSet


def change(request, participant_id):
    """One form: names, language, ways to reach the person, a new identity number."""
    person = participants.find(request.viewer, participant_id)
    if not participants.may(request.viewer, "change", person):
        raise NotAllowed
    key = f"change-{person.pk}"
    posted = request.POST or None
    form = PersonForm(posted, person=person)
    present = [
        {"kind": way.kind, "value": way.value, "note": way.note, "may_leave_message": way.may_leave_message}
        for way in person.contact_ways.all()
    ]
    ways = WayFormSet(posted, initial=present, prefix="way")
    if request.method == "POST":
        if all([form.is_valid(), ways.is_valid()]) and _change(request, person, form, ways):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The changes are saved."))
            return redirect("participant", person.pk)
    else:
        looks.note_opened(request.viewer, person)
    kept = restore_draft(form, user=request.user, form_key=key)
    for part in ways.forms:
        restore_draft(part, user=request.user, form_key=key)
    wrong = [(field, error) for part in (form, *ways.forms) for field in part for error in field.errors]
    context = {"person": person, "form": form, "ways": ways, "wrong": wrong, "form_key": key, "kept": kept}
    return render(request, "staff/participant_change/change.html", context)


def _change(request, person, form, ways) -> bool:
    told = [way for part in ways.forms if (way := part.way())]
    try:
        changing.change(participant=person, by=request.viewer, contact_ways=told, **form.facts())
    except NotPossible as refusal:
        refusals.show(form, refusal)
        return False
    return True

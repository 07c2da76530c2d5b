"""Change what is known about a person."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attempts, looks
from stegvis.casework.actions import participants as changing
from stegvis.casework.queries import changes, participants
from stegvis.web.shared import meanwhile
from stegvis.web.staff import saving
from stegvis.web.staff.participant_change.forms import person_part, ways_part


def change(request, participant_id):
    """One form: names, language, ways to reach the person, a new identity number."""
    person = participants.find(request.viewer, participant_id)
    if not participants.may(request.viewer, "change", person):
        raise NotAllowed
    key = f"change-{person.pk}"

    def build(posted):
        # the ways to reach a protected person stand on a page of their own
        return [person_part(posted, person), *([] if person.protected else [ways_part(posted, person)])]

    both = meanwhile.meet(
        request,
        key,
        person.version,
        build,
        changes=lambda version, at: changes.since(request.viewer, person, version, at),
        title=person.called,
        back_url=reverse("participant", args=[person.pk]),
    )
    form, *ways = both.forms

    def save():
        _change(request, person, both)

    to = reverse("participant", args=[person.pk])
    if answer := saving.answered(request, both, save, said=_("The changes are saved."), to=to):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
    wrong = [
        (field, error)
        for part in (form, *(row for each in ways for row in each.forms))
        for field in part
        for error in field.errors
    ]
    context = {
        "person": person,
        "form": form,
        "ways": ways[0] if ways else None,
        "wrong": wrong,
        "form_key": key,
        "kept": both.kept,
        "both": both,
    }
    return render(request, "staff/participant_change/change.html", context)


def _change(request, person, both) -> None:
    form, *ways = both.forms
    told = {"contact_ways": [way for part in ways[0].forms if (way := part.way())]} if ways else {}
    try:
        changing.change(participant=person, version=both.version, by=request.viewer, **told, **form.facts())
    except NotPossible as refusal:
        if refusal.code == "by_hand":
            number = form.cleaned_data["identity_number"].value
            attempts.note_registering(controller=person.controller, number=number, by=request.viewer)
        raise

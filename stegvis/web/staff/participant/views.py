"""One participant's page, and the whole identity number when it is asked for."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.base import kept_queries
from stegvis.base.identity_number import IdentityNumber
from stegvis.casework.actions import looks
from stegvis.casework.queries import enrolments, gaps, lanes, merges, participants, protections
from stegvis.casework.vocabulary import LANGUAGES
from stegvis.web.shared import noting
from stegvis.web.shared.words import day
from stegvis.web.staff.age import age_words
from stegvis.web.staff.enrol import choices
from stegvis.web.staff.participant import drawing, sections, time_axis
from stegvis.web.staff.showing import shown_outcomes


@never_cache
@require_safe
def participant(request, participant_id):
    """Everything about one person that this issue of the product knows, and what can be done."""
    person = participants.find(request.viewer, participant_id)
    looks.note_opened(request.viewer, person)
    return render(request, "staff/participant/participant.html", _page(request, person))


@never_cache
@require_POST
def number(request, participant_id):
    """Show the whole identity number, once, with a note in the log."""
    person = participants.find(request.viewer, participant_id)
    noting.number_shown(request.viewer, person)
    if request.htmx:
        return render(request, "staff/participant/number.html", {"person": person, "whole": True})
    return render(request, "staff/participant/participant.html", _page(request, person) | {"whole": True})


def _page(request, person) -> dict:
    viewer = request.viewer
    participants.with_rights(viewer, person)
    every = enrolments.page_of_participant(viewer, person)
    kept_queries.load([person], "contact_ways", "former_numbers")
    may_merge = participants.may(viewer, "merge", person)
    times = [each for each in every if each.state != "void"]
    active = [each for each in times if each.state == "active"]
    return {
        "person": person,
        "chips": _chips(person, active, times),
        "times": [
            {
                "enrolment": each,
                "outlived": each.state == "active" and each.project.ends_on < timezone.localdate(),
                "gaps": gaps.of(viewer, each),
                "outcomes": shown_outcomes(viewer, each, sealed=person.protected),
                "coaches": list(each.coach_periods.all()),
                "may": {verb: enrolments.may(viewer, verb, each) for verb in ("change", "close", "reopen", "void")},
            }
            for each in times
        ],
        "voided": [each for each in every if each.state == "void"],
        **_way(request, lanes.of(viewer, person, times[::-1])),
        **sections.of(viewer, person, times),
        "ways": [] if person.protected else list(person.contact_ways.all()),
        "former_numbers": [IdentityNumber(one.identity_number) for one in person.former_numbers.all()],
        "may_merge": may_merge,
        "merged": merges.made_with(person) if may_merge else None,
        "may_protect": protections.may(viewer, "set", person),
        "attempts": protections.attempts_on(viewer, person),
        **_protection(person),
        "may_enrol": viewer.may("enrolment", "create") and (not active or choices.elsewhere(viewer, active)),
        "may_change": participants.may(viewer, "change", person),
        "active": active,
    }


def _way(request, found: list) -> dict:
    """The picture of the person's way: a year of it unless something else is asked for."""
    axis = time_axis.draw(found, timezone.localdate(), request.GET.get("way", "year"))
    return {"axis": axis, "axis_lanes": drawing.lanes(axis), "axis_rows": drawing.rows(axis)} if axis else {}


def _protection(person) -> dict:
    """What the named users are told of the protection; nothing for anybody else's page."""
    if not person.protected:
        return {}
    return {"held": protections.of(person), "named": list(protections.named_for(person))}


def _chips(person, active: list, times: list) -> list[dict]:
    chips = [{"text": _("Protected identity"), "icon": "lock"}] if person.protected else []
    if active:
        since = min(each.started_on for each in active)
        chips.append({"text": _("In the project since %(day)s") % {"day": day(since)}, "tone": "accent", "dot": True})
    elif times:
        ended = max(each.ended_on for each in times)
        chips.append({"text": _("Closed %(day)s") % {"day": day(ended)}})
    chips.append({"text": age_words(person)})
    if person.pronoun:
        chips.append({"text": person.pronoun})
    spoken = LANGUAGES.label(person.language)
    chips.append({"text": _("%(language)s, interpreter") % {"language": spoken} if person.interpreter else spoken})
    return chips

"""Propose groups of those booked in a session, so that people who share a language are spread."""

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from stegvis.casework.actions import looks
from stegvis.casework.models import Participant
from stegvis.casework.queries import activities as known
from stegvis.casework.rules.groups import MOST_GROUPS, compose
from stegvis.casework.vocabulary import LANGUAGES

#: How large a group is when nobody has said how many there should be.
USUAL = 5


@dataclass(frozen=True)
class Shown:
    """A group for reading: its people, and how many speak which language."""

    number: int
    people: list[Participant]
    languages: list[tuple[str, int]]


@never_cache
def groups(request, session_id):
    """The proposal. It is not stored: the same people and number give the same groups."""
    session = known.find_session(request.viewer, session_id)
    seats = known.people_of(request.viewer, session).booked
    people = {str(seat.participant.pk): seat.participant for seat in seats}
    usual = max(2, round(len(people) / USUAL)) if people else 2
    count = _number(request.GET.get("groups", ""), usual)
    dealt = compose([(key, person.language) for key, person in people.items()], count) if people else []
    looks.note_list(request.viewer, "activity_groups", len(people))
    shown = [
        Shown(
            group.number,
            [people[key] for key in group.members],
            sorted(((LANGUAGES.label(code), number) for code, number in group.languages.items() if number)),
        )
        for group in dealt
    ]
    context = {"session": session, "activity": session.activity, "groups": shown, "count": count, "most": MOST_GROUPS}
    return render(request, "staff/activities/groups.html", context)


def _number(text: str, usual: int) -> int:
    return min(max(int(text), 1), MOST_GROUPS) if text.isdecimal() and len(text) < 4 else usual

"""Who is in which group and whose turn is where: dealt by plain rules that anybody can follow. No queries."""

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling

#: The most groups and rounds one can ask for.
MOST_GROUPS, MOST_ROUNDS = 30, 26


@dataclass
class Group:
    """A proposed group: its members in the order in which they were dealt, and how many speak which language."""

    number: int
    members: list[Hashable] = field(default_factory=list)
    languages: Counter = field(default_factory=Counter)


def compose(members: Sequence[tuple[Hashable, str]], count: int) -> list[Group]:
    """Deal (person, language) into so many groups, so that those who share a language are spread.

    The largest languages are dealt first, people in the order given. Each goes to the group with the fewest of that
    language, of these to the smallest, of these to the first. The same people give the same groups.
    """
    groups = [Group(number) for number in range(1, count + 1)]
    sizes = Counter(language for _person, language in members)
    for person, language in sorted(members, key=lambda one: (-sizes[one[1]], one[1])):
        group = min(groups, key=lambda one: (one.languages[language], len(one.members), one.number))
        group.members.append(person)
        group.languages[language] += 1
    return groups


@dataclass(frozen=True)
class Turn:
    """Somebody's time in an area."""

    person: Hashable
    area: Hashable
    from_on: dt.date
    until_on: dt.date


def rotate(
    people: Sequence[Hashable], areas: Sequence[Hashable], *, first: dt.date, weeks: int, rounds: int
) -> list[Turn]:
    """Everybody's turns: in each round one moves on to the next area, so that everybody tries everything.

    Only the order given decides where one begins; nobody's sex is looked at (ACT-10).
    """
    length = dt.timedelta(weeks=weeks)
    return [
        Turn(
            person, areas[(place + number) % len(areas)], first + number * length, first + (number + 1) * length - _DAY
        )
        for number in range(rounds)
        for place, person in enumerate(people)
    ]


_DAY = dt.timedelta(days=1)


def may_rotate(*, people: int, areas: int, weeks: int, rounds: int) -> Ruling:
    """At least one person and two areas, one to twelve weeks each, one to MOST_ROUNDS rounds."""
    if not people:
        return Ruling(False, _("Choose at least one person."), "people", "no_person")
    if areas < 2:
        return Ruling(False, _("Choose at least two task areas to change between."), "areas", "few_areas")
    if not 1 <= weeks <= 12:
        return Ruling(False, _("Write one to twelve weeks."), "weeks", "weeks")
    if not 1 <= rounds <= MOST_ROUNDS:
        return Ruling(False, _("Write one to 26 rounds."), "rounds", "rounds")
    return YES

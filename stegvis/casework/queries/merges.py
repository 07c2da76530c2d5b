"""Records that may be one person's, and merges that were made. Only among people whose records the viewer may merge."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.base.identity_number import IdentityNumber
from stegvis.casework.models import Merge, Participant, Protection
from stegvis.casework.queries import participants, sight
from stegvis.casework.vocabulary import UNLINKABLE

#: How alike two names must be, of 100 (rapidfuzz's token ratios on folded names): a letter or two may differ.
LIKE_ENOUGH = 84
MOST = 50


@dataclass(frozen=True)
class Pair:
    """Two records that may be the same person's; `alike` of 100 is how alike the names are."""

    one: Participant
    other: Participant
    alike: int


def relations() -> list:
    """Every relation of every table that points at a participant, whichever room it stands in."""
    return [
        relation
        for relation in Participant._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]


def mergeable(viewer: Viewer) -> QuerySet[Participant]:
    """Those whose records the viewer may merge; nobody whose earlier identity must not be known."""
    unlinkable = Protection.objects.filter(lifted_at__isnull=True, level__in=UNLINKABLE)
    allowed = Participant.objects.filter(sight.of_participants(viewer, "participant", "merge"))
    return participants.marked(allowed.exclude(pk__in=unlinkable.values("participant_id")))


def doubles(viewer: Viewer) -> list[Pair]:
    """Probable doubles: the same controller and birth date, nearly the same name. The likeliest first, at most MOST."""
    born = defaultdict(list)
    columns = mergeable(viewer).values_list("pk", "controller_id", "identity_number", "search_key")
    for pk, controller, number, name in columns.iterator(chunk_size=2000):
        born[controller, IdentityNumber(number).birth_on].append((pk, name))
    alike = [
        (score, one, other)
        for group in born.values()
        for (one, its_name), (other, other_name) in combinations(group, 2)
        if (score := _alike(its_name, other_name)) >= LIKE_ENOUGH
    ]
    return _pairs(viewer, sorted(alike, key=lambda found: (-found[0], str(found[1]), str(found[2])))[:MOST])


def doubles_of(viewer: Viewer, person: Participant) -> list[Pair]:
    """Those who may be the same as the person: the same birth date, or nearly the same name. The likeliest first."""
    day = person.number.birth_on
    dates = [f"{day:%Y%m}{day.day + extra:02}" for extra in (0, 60)]
    near = Q(identity_number__startswith=dates[0]) | Q(identity_number__startswith=dates[1])
    for word in person.search_key.split():
        near |= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    others = mergeable(viewer).filter(near, controller_id=person.controller_id).exclude(pk=person.pk)
    scored = [
        (_alike(person.search_key, name) + (20 if number[:8] in dates else 0), person.pk, pk)
        for pk, number, name in others.values_list("pk", "identity_number", "search_key")
    ]
    likely = [found for found in scored if found[0] >= LIKE_ENOUGH]
    return _pairs(viewer, sorted(likely, key=lambda found: (-found[0], str(found[2])))[:10])


def made_with(person: Participant) -> Merge | None:
    """The latest merge into the record of somebody the viewer has fetched, if it can still be undone."""
    return next(iter(kept_queries.rows(_into, given=(person.pk,))), None)


def _into(person_id) -> QuerySet[Merge]:
    return Merge.objects.filter(kept=person_id, undone_at__isnull=True)[:1]


def ids_of(person: Participant) -> list:
    """The person's opaque id, and those of the records merged into it: under these the log knows them."""
    return [person.pk, *Merge.objects.filter(kept=person, undone_at__isnull=True).values_list("removed_id", flat=True)]


def _alike(one: str, other: str) -> int:
    from rapidfuzz import fuzz

    # whoever goes by another name has one word more in one of the records
    return round(max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other)))


def _pairs(viewer: Viewer, scored) -> list[Pair]:
    people = mergeable(viewer).in_bulk({pk for _, one, other in scored for pk in (one, other)})
    return [Pair(people[one], people[other], min(100, score)) for score, one, other in scored]

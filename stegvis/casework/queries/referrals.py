"""Read referrals: who is to be called back, who stands in line, what came of those that are settled.

Whoever works with the referrals of a unit sees all of them, also about people they do not follow; never somebody with
a protected identity whose list does not name them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.text_keys import search_key
from stegvis.casework.models import Note, Participant, Referral, ReferralAttempt, ReferredPerson
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary import NO_ENROLMENT, OPEN_REFERRALS
from stegvis.organisation.models import Unit

_WITH = ("participant", "person", "project", "unit", "taken_by")


@dataclass(frozen=True)
class Call:
    """Somebody to get in touch with, or to look at again, how many days it has waited, and when somebody last tried."""

    referral: Referral
    days: int
    tried_at: dt.datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """Somebody tried to reach the person: when, how it ended, which party, and who at that party if it was us."""

    at: dt.datetime
    result: str
    party: str
    who: str


def of_units(viewer: Viewer, verb: str) -> Q:
    """Referrals to the units where the viewer may do `verb` with them."""
    reach = viewer.reach("referral", verb)
    if reach.everything:
        return Q()
    return Q(unit_id__in=reach.unit_ids) | Q(unit__organisation_id__in=reach.organisation_ids)


def visible_to(viewer: Viewer, verb: str = "list") -> QuerySet[Referral]:
    """The referrals the viewer may see, the oldest first, each with person, project, unit and who has taken it."""
    shown = Q(participant=None) | ~Q(participant_id__in=sight.hidden_from(viewer))
    return Referral.objects.filter(of_units(viewer, verb), shown).select_related(*_WITH)


def to_call(viewer: Viewer) -> QuerySet[Referral]:
    """Those who wait for somebody to get in touch, the longest wait first."""
    return visible_to(viewer).filter(state="waiting").order_by("received_on", "pk")


def first_to_call(viewer: Viewer, today: dt.date, most: int) -> list[Call]:
    """Those nobody else has undertaken, the longest wait first; for the first screen. One query.

    To be called; on the waiting list with a day to look again that has come; with a start meeting that has been.
    """
    if not viewer.may("referral", "change"):
        return []
    by, ids = sight.units(viewer, "referral", "list")
    each = [(one, state) for one in ids for state in ("waiting", "waiting_list", "start_booked")]
    found = kept.rows_for_each(viewer, _first_to_call, by, most, given=(today, timezone.now()), each=each)
    found = sorted(found, key=lambda one: (one.received_on, one.pk))[:most]
    return [Call(each, (today - each.received_on).days, each.tried_at or each.noted_at) for each in found]


def _first_to_call(
    viewer: Viewer, by: str, most: int, today: dt.date, now: dt.datetime, unit: int, state: str
) -> QuerySet[Referral]:
    late = Q(state="waiting_list", review_on__lte=today) | Q(state="start_booked", start_at__lt=now)
    # said so that no index on who has taken them is worth taking: an import leaves tens of thousands with nobody
    found = visible_to(viewer).alias(whose=Coalesce("taken_by", viewer.user_id)).filter(whose=viewer.user_id)
    found = (found.filter(**{by: unit}) if by else found).filter(Q(state="waiting") | late, state=state)
    tried = ReferralAttempt.objects.filter(referral=OuterRef("pk")).order_by("-happened_at").values("happened_at")[:1]
    noted = Note.objects.filter(
        participant=OuterRef("participant"), kind="attempt", withdrawn_at=None,
        happened_at__date__gte=OuterRef("received_on"),
    ).order_by("-happened_at").values("happened_at")[:1]  # fmt: skip
    found = found.annotate(tried_at=Subquery(tried), noted_at=Subquery(noted))
    return found.order_by("received_on", "pk")[:most]


def starts(viewer: Viewer) -> QuerySet[Referral]:
    """Those with a booked start meeting, the nearest first."""
    return visible_to(viewer).filter(state="start_booked").order_by("start_at", "pk")


def in_line(viewer: Viewer) -> QuerySet[Referral]:
    """Those on the waiting list, the day somebody looks again first."""
    return visible_to(viewer).filter(state="waiting_list").order_by("review_on", "received_on", "pk")


def settled(viewer: Viewer) -> QuerySet[Referral]:
    """Those that came to something else than an enrolment, the latest first."""
    found = visible_to(viewer).filter(state__in=NO_ENROLMENT, settled_on__isnull=False)
    return found.order_by("-settled_on", "-pk")


def find(viewer: Viewer, referral_id: UUID | str, verb: str = "list") -> Referral:
    """One referral. Raises NotFound outside the viewer's organisations, NotAllowed inside them without the right."""
    found = visible_to(viewer, verb).filter(pk=referral_id).first()
    if found is None:
        there = Referral.objects.filter(Q(participant=None) | ~Q(participant_id__in=sight.hidden_from(viewer)))
        sight.refuse(viewer, there.filter(pk=referral_id).values_list("unit__organisation_id", flat=True).first())
        raise NotFound
    return found


def may(viewer: Viewer, verb: str, referral: Referral) -> bool:
    """May the viewer do `verb` with the referral? For what a page offers."""
    return visible_to(viewer, verb).filter(pk=referral.pk).exists()


def units_for(viewer: Viewer, verb: str) -> QuerySet[Unit]:
    """The units where the viewer may do `verb` with referrals."""
    reach = viewer.reach("referral", verb)
    units = Unit.objects.select_related("organisation")
    if reach.everything:
        return units
    return units.filter(Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids))


def attempts_of(referrals: Iterable[Referral]) -> dict[UUID, list[Attempt]]:
    """The attempts to reach each person since the referral came, the latest first, by whichever party. Two queries."""
    rows = list(referrals)
    found: dict[UUID, list[Attempt]] = defaultdict(list)
    for row in ReferralAttempt.objects.filter(referral__in=[each.pk for each in rows]):
        found[row.referral_id].append(Attempt(row.happened_at, row.result, row.party, row.author_name))
    people = defaultdict(list)
    for row in rows:
        if row.participant_id:
            people[row.participant_id].append(row)
    notes = Note.objects.filter(participant__in=list(people), kind="attempt", withdrawn_at=None)
    for note in notes:
        for row in people[note.participant_id]:
            if timezone.localtime(note.happened_at).date() >= row.received_on:
                found[row.pk].append(
                    Attempt(note.happened_at, note.attempt_result, note.attempt_party, note.author_name)
                )
    return {key: sorted(each, key=lambda one: one.at, reverse=True) for key, each in found.items()}


def open_of_person(participant: Participant) -> QuerySet[Referral]:
    """The person's open referrals, at whichever unit."""
    return Referral.objects.filter(participant=participant, state__in=OPEN_REFERRALS).select_related("unit")


def same_name(unit: Unit, name: str) -> bool:
    """Does an open referral at the unit, about somebody not registered, carry this name already?"""
    theirs = ReferredPerson.objects.filter(referral__unit=unit, referral__state__in=OPEN_REFERRALS)
    return theirs.filter(search_key=search_key(name)[:320]).exists()


def counts(viewer: Viewer) -> dict[str, int]:
    """How many referrals the viewer may see in each open state."""
    found = visible_to(viewer).filter(state__in=OPEN_REFERRALS).select_related(None).order_by()
    return dict(found.values_list("state").annotate(Count("pk")))

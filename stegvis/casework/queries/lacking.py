"""Which enrolments lack something, as one condition, so that a list can be narrowed without reading every row.

What a gap is stands in `casework.queries.gaps`, which names them one by one; this says the same for whole lists.
Destinations shown to few are left out here, so that no list can hint at them.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.rules import UNKNOWN_AT_IMPORT
from stegvis.casework.vocabulary import DESTINATIONS, WITH_REASONS, Destination

_UNSAID = ["", UNKNOWN_AT_IMPORT]


def mark(enrolments: Iterable[Enrolment]) -> None:
    """Give each of a page's enrolments `lacks`: whether something is missing. One query for all."""
    rows = list(enrolments)
    found = set(among([one.pk for one in rows]))
    for one in rows:
        one.lacks = one.pk in found


def among(ids: Sequence[UUID]) -> list[UUID]:
    """Those of some enrolments that lack something, in the order given: for a page's worth, or a few hundred.

    They are asked about in pieces, many in one question: for more at once PostgreSQL reads whole tables instead.
    """
    pieces = [kept_queries.padded(ids[first : first + _PIECE]) for first in range(0, len(ids), _PIECE)]
    alike = [(piece if len(pieces) == 1 else (piece + piece[-1:] * _PIECE)[:_PIECE],) for piece in pieces]
    found: set = set()
    for first in range(0, len(alike), _PIECES):
        found.update(kept_queries.rows_for_each(_among, each=alike[first : first + _PIECES]))
    return [one for one in ids if one in found]


def _among(ids: tuple) -> QuerySet:
    return Enrolment.objects.filter(_lacking(), pk__in=ids).order_by().values_list("pk", flat=True)


_PIECE, _PIECES = 25, 20


def only(enrolments: QuerySet) -> QuerySet:
    """Those that lack something; never the wrongly registered."""
    return enrolments.exclude(state="void").filter(_lacking())


def with_gap(enrolments: QuerySet, code: str) -> QuerySet:
    """Those that lack this one thing (a code of `gaps.Gap`); never the wrongly registered."""
    return enrolments.exclude(state="void").filter(CONDITIONS[code]())


def _lacking() -> Q:
    # what is missing of destinations is asked of them once, not once for each gap
    found = _outcome_with(*(gap() for gap in _OF_DESTINATIONS.values()))
    for code, condition in CONDITIONS.items():
        if code not in _OF_DESTINATIONS:
            found |= condition()
    return found


def _no_income_at_start() -> Q:
    # the first income is the oldest period; a later one says nothing about the start
    later = IncomePeriod.objects.filter(enrolment=OuterRef("enrolment"), since_on__lt=OuterRef("since_on"))
    first = IncomePeriod.objects.filter(~Exists(later), enrolment=OuterRef("pk")).exclude(source="unknown")
    return Q(~Exists(first))


def _no_target_group() -> Q:
    return Q(~Exists(EnrolmentTargetGroup.objects.filter(enrolment=OuterRef("pk"))))


def _no_income_at_exit() -> Q:
    after = IncomePeriod.objects.filter(enrolment=OuterRef("pk"), since_on__gt=OuterRef("ended_on"))
    return Q(state="closed") & ~Q(Exists(after.exclude(source="unknown")))


def _outcome_with(*gaps: Q) -> Q:
    any_of_them = gaps[0]
    for gap in gaps[1:]:
        any_of_them |= gap
    return Q(state="closed") & Q(Exists(ExitOutcome.objects.filter(any_of_them, enrolment=OuterRef("pk"))))


def _open_to_all(wanted: Callable[[Destination], bool]) -> list[str]:
    return [term.code for term in DESTINATIONS if not term.sensitive and wanted(term)]


#: What is missing of a destination, as a condition on it.
_OF_DESTINATIONS: dict[str, Callable[[], Q]] = {
    "reason": lambda: Q(destination__in=_open_to_all(lambda term: term.code in WITH_REASONS), reason=""),
    "receiver": lambda: Q(
        destination__in=_open_to_all(lambda term: term.receiver_required), receiver="", receiver_exception__in=_UNSAID
    ),
    "explanation": lambda: Q(destination__in=_open_to_all(lambda term: term.text_required), explanation__in=_UNSAID),
    "job": lambda: Q(destination__in=_open_to_all(lambda term: term.job)) & (Q(occupation="") | Q(industry="")),
}
#: What a gap is, for whole lists: the code of `gaps.Gap`, and the condition. The same codes, one for one.
CONDITIONS: dict[str, Callable[[], Q]] = {
    "inflow_channel": lambda: Q(referral__channel=""),
    "target_groups": _no_target_group,
    "employment_status": lambda: Q(employment_status=""),
    "employment_status_months": lambda: Q(employment_status="unemployed", employment_status_months__isnull=True),
    "education": lambda: Q(education=""),
    "income_at_start": _no_income_at_start,
    "reason": lambda: _outcome_with(_OF_DESTINATIONS["reason"]()),
    "receiver": lambda: _outcome_with(_OF_DESTINATIONS["receiver"]()),
    "explanation": lambda: _outcome_with(_OF_DESTINATIONS["explanation"]()),
    "job": lambda: _outcome_with(_OF_DESTINATIONS["job"]()),
    "income_at_exit": _no_income_at_exit,
}

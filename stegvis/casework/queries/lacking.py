"""Which enrolments lack something, as one condition, so that a list can be narrowed without reading every row.

What a gap is stands in `casework.queries.gaps`, which names them one by one; this says the same for whole lists.
Destinations shown to few are left out here, so that no list can hint at them.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.rules import UNKNOWN_AT_IMPORT
from stegvis.casework.vocabulary import DESTINATIONS, REASONS

_UNSAID = ["", UNKNOWN_AT_IMPORT]


def mark(enrolments: Iterable[Enrolment]) -> None:
    """Give each of a page's enrolments `lacks`: whether something is missing. One query for all.

    Writing the condition as SQL takes longer than answering it, so the text is kept from the first time.
    """
    rows = list(enrolments)
    found = set(among([one.pk for one in rows]))
    for one in rows:
        one.lacks = one.pk in found


def among(ids: Sequence[UUID]) -> list[UUID]:
    """Those of some enrolments that lack something, in the order given: for a page's worth, or a few hundred."""
    found = set()
    for first in range(0, len(ids), _MOST_PLACES):
        found |= _among(ids[first : first + _MOST_PLACES])
    return [one for one in ids if one in found]


def _among(ids: Sequence[UUID]) -> set[UUID]:
    if not ids:
        return set()
    places = -(-len(ids) // _PLACES) * _PLACES  # a few lengths only; the last id fills the rest
    sql, given = _text(connection.vendor, places)
    mine = iter([*ids, *[ids[-1]] * (places - len(ids))])
    field = Enrolment._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_value(next(mine), connection) if p is _ID else p for p in given])
        return {field.to_python(pk) for (pk,) in cursor.fetchall()}


def _text(vendor: str, places: int) -> tuple[str, list]:
    if (vendor, places) not in _texts:
        stand_ins = [uuid4() for _ in range(places)]
        asked = Enrolment.objects.filter(_lacking(), pk__in=stand_ins).order_by().values_list("pk")
        sql, given = asked.query.sql_with_params()
        known = {Enrolment._meta.pk.get_db_prep_value(one, connection) for one in stand_ins}
        _texts[vendor, places] = sql, [_ID if one in known else one for one in given]
    return _texts[vendor, places]


_PLACES, _MOST_PLACES = 25, 500
_ID = object()
_texts: dict[tuple[str, int], tuple[str, list]] = {}


def only(enrolments: QuerySet) -> QuerySet:
    """Those that lack something; never the wrongly registered."""
    return enrolments.exclude(state="void").filter(_lacking())


def _lacking() -> Q:
    return _at_entry() | Q(state="closed") & _at_exit()


def _at_entry() -> Q:
    groups = EnrolmentTargetGroup.objects.filter(enrolment=OuterRef("pk"))
    # the first income is the oldest period; a later one says nothing about the start
    later = IncomePeriod.objects.filter(enrolment=OuterRef("enrolment"), since_on__lt=OuterRef("since_on"))
    first = IncomePeriod.objects.filter(~Exists(later), enrolment=OuterRef("pk")).exclude(source="unknown")
    return (
        Q(referral__channel="")
        | Q(employment_status="")
        | Q(employment_status="unemployed", employment_status_months__isnull=True)
        | Q(education="")
        | ~Exists(groups)
        | ~Exists(first)
    )


def _at_exit() -> Q:
    open_to_all = [term for term in DESTINATIONS if not term.sensitive]
    with_reasons = {reason.destination for reason in REASONS}
    unsaid = (
        Q(destination__in=[t.code for t in open_to_all if t.code in with_reasons], reason="")
        | Q(
            destination__in=[t.code for t in open_to_all if t.receiver_required],
            receiver="",
            receiver_exception__in=_UNSAID,
        )
        | Q(destination__in=[t.code for t in open_to_all if t.text_required], explanation__in=_UNSAID)
    )
    outcomes = ExitOutcome.objects.filter(unsaid, enrolment=OuterRef("pk"))
    after = IncomePeriod.objects.filter(enrolment=OuterRef("pk"), since_on__gt=F("enrolment__ended_on"))
    return Q(Exists(outcomes)) | ~Exists(after.exclude(source="unknown"))

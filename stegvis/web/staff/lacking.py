"""Which enrolments lack something, as one condition, so that a list can be narrowed without reading every row.

What a gap is stands in `casework.queries.gaps`, which names them one by one; this says the same for whole lists.
Destinations shown to few are left out here, so that no list can hint at them.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stegvis.casework.models import EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.rules import UNKNOWN_AT_IMPORT
from stegvis.casework.vocabulary import DESTINATIONS, REASONS

_UNSAID = ["", UNKNOWN_AT_IMPORT]


def marked(enrolments: QuerySet) -> QuerySet:
    """The same enrolments, each with `lacks` saying whether something is missing."""
    return enrolments.annotate(lacks=Exists(enrolments.model.objects.filter(_lacking(), pk=OuterRef("pk"))))


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

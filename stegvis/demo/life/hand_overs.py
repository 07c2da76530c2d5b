"""One participant of each unit with two coaches has just been handed over by a colleague and waits to be taken over."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.models import CoachPeriod, Enrolment, HandOver, PlanVersion

DAY = dt.timedelta(days=1)
_WORDS = (
    "Ring gärna på förmiddagen. Studiebesöket vi pratade om är lovat till nästa vecka.\n"
    "Trivs bäst i små grupper, och vill ha veckan på papper."
)


def live(*, today: dt.date, by: Viewer) -> int:
    """Hand-overs that wait, when there are none. Gives their number."""
    if HandOver.objects.exists():
        return 0
    running = Enrolment.objects.filter(state="active", coach__isnull=False, started_on__lt=today - 60 * DAY)
    units: dict[int, list[Enrolment]] = {}
    for one in running.select_related("coach", "participant").order_by("participant__identity_number", "pk"):
        units.setdefault(one.unit_id, []).append(one)
    made = [each for rows in units.values() if (each := _handed_over(rows, today))]
    with transaction.atomic():
        HandOver.objects.bulk_create(made)
        audit.record(by=by, verb="create", record="hand_over", facts={"hand_overs": len(made)})
    return len(made)


def _handed_over(rows: list[Enrolment], today: dt.date) -> HandOver | None:
    """The first of who coaches most there: a colleague's until the day before yesterday."""
    (most, _number) = Counter(each.coach_id for each in rows).most_common(1)[0]
    one = next(each for each in rows if each.coach_id == most)
    before = next((each.coach for each in rows if each.coach_id != one.coach_id), None)
    if before is None:
        return None
    _theirs_before(one, before, today - 2 * DAY)
    plan = PlanVersion.objects.filter(participant=one.participant_id).first()
    at = timezone.now() - 2 * DAY
    return HandOver(
        enrolment=one, from_coach=before, to_coach=one.coach, words=_WORDS, plan_version=plan, made_at=at, told_at=at,
        made_by=before.full_name,
    )  # fmt: skip


def _theirs_before(one: Enrolment, before: User, changed: dt.date) -> None:
    CoachPeriod.objects.filter(enrolment=one, until_on=None).update(since_on=changed)
    CoachPeriod.objects.create(enrolment=one, coach=before, since_on=one.started_on, until_on=changed)

"""Keep the dates of who was coach: written together with the coach of an enrolment, inside its action.

Whoever takes over from another gets it handed over: words on the way, the plan as it stands, and a message.
"""

import datetime as dt

from django.utils import timezone

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.actions import plan_versions
from stegvis.casework.models import CoachPeriod, Enrolment, HandOver
from stegvis.workqueue.actions import enqueue_named

#: So long is waited for more to tell of in the same message.
TOGETHER = dt.timedelta(minutes=10)


def begins(enrolment: Enrolment, on: dt.date) -> None:
    """The enrolment's coach takes over on that day."""
    if enrolment.coach_id is not None:
        CoachPeriod.objects.create(enrolment=enrolment, coach_id=enrolment.coach_id, since_on=on)


def changes(enrolment: Enrolment) -> None:
    """Another coach from today; the first one ever named counts from the start, and so does one corrected that day."""
    today = timezone.localdate()
    periods = enrolment.coach_periods.all()
    # on one day there is one coach: whoever was named today and changed today was named by mistake
    periods.filter(until_on__isnull=True, since_on=today).delete()
    periods.filter(until_on__isnull=True).update(until_on=today)
    first = not periods.exists()
    begins(enrolment, enrolment.started_on if first else today)
    if enrolment.ended_on:
        ends(enrolment, enrolment.ended_on)


def ends(enrolment: Enrolment, on: dt.date) -> None:
    """The enrolment ends: so does the coach's time, unless it began after that day."""
    running = enrolment.coach_periods.filter(until_on__isnull=True)
    running.filter(since_on__lte=on).update(until_on=on)
    running.filter(since_on__gt=on).delete()


def goes_on(enrolment: Enrolment) -> None:
    """The end was taken back: whoever was coach on the last day is coach still."""
    last = enrolment.coach_periods.filter(until_on=enrolment.ended_on, coach_id=enrolment.coach_id).last()
    if last:
        enrolment.coach_periods.filter(pk=last.pk).update(until_on=None)


def hand_over(enrolment: Enrolment, before: User, words: str, by: Viewer) -> HandOver | None:
    """Hand a running enrolment over from the coach `before` to the present one; None when they take it themselves.

    The plan is kept as it stands. The new coach is told in a while, in one message for all that comes at once.
    """
    if enrolment.state != "active" or enrolment.coach_id in (before.pk, by.user_id):
        return None
    made = HandOver.objects.create(
        enrolment=enrolment, from_coach=before, to_coach_id=enrolment.coach_id, words=words,
        plan_version=plan_versions.keep_if_any(enrolment.participant, by), made_at=timezone.now(),
        made_by=by.name[:200],
    )  # fmt: skip
    enqueue_named(
        "stegvis.casework.jobs.tell_of_hand_overs",
        user_id=enrolment.coach_id,
        unique_key=f"hand-over:{enrolment.coach_id}",
        run_after=timezone.now() + TOGETHER,
    )
    return made

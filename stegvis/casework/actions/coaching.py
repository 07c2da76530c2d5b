"""Keep the dates of who was coach: written together with the coach of an enrolment, inside its action."""

import datetime as dt

from django.utils import timezone

from stegvis.casework.models import CoachPeriod, Enrolment


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

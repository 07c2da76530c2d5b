"""Meetings of the last and the coming two weeks, for those who take part now, and the reminders of them."""

import datetime as dt
from random import Random

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Meeting, Protection, Reminder, ReminderAgreement
from stegvis.demo.synthesiser.draws import pick
from stegvis.demo.synthesiser.pace import is_working_day

_SEED = 41017
DAY = dt.timedelta(days=1)
_HOURS = ((9, 0), (10, 30), (13, 0), (14, 30), (15, 45))
_KINDS = (("talk", 60), ("plan_talk", 12), ("mapping", 8), ("visit", 4), ("home_visit", 5), ("partner", 8))
_MODES = (("on_site", 70), ("phone", 14), ("digital", 10), ("outdoors", 6))
_PLACES = ("", "", "Mötesrummet", "Kaféet på torget", "Biblioteket")


def live(*, today: dt.date, by: Viewer) -> int:
    """Meetings for those going on with a coach, if there are none. Nobody has two at a time. Gives their number."""
    if Meeting.objects.exists():
        return 0
    rng = Random(_SEED)  # noqa: S311 - invention, not secrecy
    found = Enrolment.objects.filter(state="active", coach__isnull=False, project__ends_on__gte=today)
    days = [on for on in (today + each * DAY for each in range(-14, 15)) if is_working_day(on)]
    taken, people, made = set(), set(), []
    for one in found.select_related("participant", "coach").order_by("participant__identity_number", "started_on"):
        begun = [on for on in days if on >= one.started_on]
        if one.participant_id in people or not begun:
            continue
        people.add(one.participant_id)
        for on in rng.sample(begun, min(len(begun), rng.choice((1, 1, 2, 2)))):
            hour = rng.choice(_HOURS)
            if (one.coach_id, on, hour) not in taken:
                taken.add((one.coach_id, on, hour))
                made.append(_one(rng, one, on, hour, today))
    with transaction.atomic():
        Meeting.objects.bulk_create(made, batch_size=500)
        messages = _reminders(rng, made, today)
        facts = {"meetings": len(made), "reminders": len(messages)}
        audit.record(by=by, verb="create", record="meeting", facts=facts)
    return len(made) + len(messages)


def _reminders(rng: Random, made: list[Meeting], today: dt.date) -> list[Reminder]:
    """Most have agreed to reminders, and got one the day before what has been; nobody with a protected identity."""
    held = set(Protection.objects.filter(lifted_at=None).values_list("participant_id", flat=True))
    people = {one.participant_id: one for one in made if one.participant_id not in held and rng.random() < 0.7}
    agreed = [
        ReminderAgreement(participant_id=pk, agreed_on=today - 30 * DAY, noted_by=one.booked_by)
        for pk, one in people.items()
    ]
    ReminderAgreement.objects.bulk_create(agreed)
    past = [one for one in made if one.participant_id in people and timezone.localdate(one.starts_at) <= today]
    messages = [_message(rng, one) for one in past]
    Reminder.objects.bulk_create(messages, batch_size=500)
    return messages


def _message(rng: Random, one: Meeting) -> Reminder:
    at = timezone.localtime(one.starts_at).replace(hour=15, minute=0) - DAY
    state, reason = pick(rng, ((("sent", ""), 88), (("failed", "refused"), 5), (("dropped", "no_way"), 7)))
    return Reminder(
        key=f"before:{one.pk}:{int(one.starts_at.timestamp())}",
        kind="before",
        participant_id=one.participant_id,
        meeting=one,
        about_at=one.starts_at,
        send_after=at,
        state=state,
        reason=reason,
        channel="" if state == "dropped" else "sms",
        ended_at=at,
    )


def _one(rng: Random, one: Enrolment, on: dt.date, hour: tuple[int, int], today: dt.date) -> Meeting:
    kind = pick(rng, _KINDS)
    mode = "home" if kind == "home_visit" else pick(rng, _MODES)
    starts_at = timezone.make_aware(dt.datetime.combine(on, dt.time(*hour)))
    state = pick(rng, (("held", 82), ("no_show", 9), ("cancelled", 9))) if on < today else "planned"
    return Meeting(
        participant=one.participant,
        user=one.coach,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=rng.choice((30, 45, 60, 60))),
        mode=mode,
        place=rng.choice(_PLACES) if mode == "on_site" else "",
        interpreter_language=one.participant.language if one.participant.interpreter else "",
        state=state,
        booked_by=one.coach.full_name,
    )

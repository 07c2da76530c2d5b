"""Messages to participants: agreed to, ordered, sent once.

Each is at most once: `sending` is committed before the carrier is asked, and a row that is found in it afterwards was
cut off and becomes `unsure`: it is not sent again, and stands in the coach's list, so that somebody can call.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer, operator
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import (
    ActivityNotice,
    Booking,
    Meeting,
    Participant,
    Protection,
    Reminder,
    ReminderAgreement,
)
from stegvis.casework.queries import deputies, sight
from stegvis.casework.rules import reminders as rules
from stegvis.gateways.messages import Carrier, Message, OutOfReach, Refused

#: The subject of a mail says no more than the text.
SUBJECT = "Kommunen"
#: Which message a notice of a session goes out in, and which goes before which when one change is several things.
_MESSAGES = {
    "moved": "moved",
    "cancelled": "cancelled",
    "mode": "changed",
    "place": "changed",
    "place_free": "place_free",
}
_WEIGHT = ("changed", "place_free", "moved", "cancelled")
#: What is written of a message that was cut off.
CUT_OFF = {"state": "unsure", "reason": "cut_off"}


def agree(*, participant: Participant, wanted: bool, by: Viewer) -> None:
    """The person wants reminders, or no longer. Said twice is said once. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "meeting", "write", participant)
    with whole():
        person = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        open_ones = ReminderAgreement.objects.filter(participant=person, withdrawn_on=None)
        if wanted == open_ones.exists():
            return
        today = timezone.localdate()
        if wanted:
            ReminderAgreement.objects.create(participant=person, agreed_on=today, noted_by=by.name[:200])
        else:
            open_ones.update(withdrawn_on=today)
        audit.record(
            by=deputies.with_purpose(by, person.pk),
            verb="agree" if wanted else "withdraw",
            record="reminder_agreement",
            subject_id=person.pk,
            organisation_id=person.controller_id,
        )


def order_for(on: dt.date, now: dt.datetime) -> list[Reminder]:
    """Order the reminders of meetings and sessions of that day, for those who have agreed; those ordered are given."""
    agreed = ReminderAgreement.objects.filter(withdrawn_on=None).values("participant")
    held = Protection.objects.filter(lifted_at=None).values("participant")
    began = timezone.make_aware(dt.datetime.combine(on, dt.time()))
    ended = timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time()))
    meetings = Meeting.objects.filter(state="planned", starts_at__gte=max(began, now), starts_at__lt=ended)
    meetings = meetings.filter(participant__in=agreed).exclude(participant__in=held)
    rows = [_row("before", meeting=one, participant_id=one.participant_id, at=one.starts_at) for one in meetings]
    places = Booking.objects.filter(state="booked", session__state="planned", session__starts_at__gte=max(began, now))
    places = places.filter(session__starts_at__lt=ended, participant__in=agreed).exclude(participant__in=held)
    rows += [
        _row("before", session=one.session, participant_id=one.participant_id, at=one.session.starts_at)
        for one in places.select_related("session")
    ]
    return _order(rows, now)


def tell_of_change(meeting: Meeting, kind: str, about_at: dt.datetime) -> None:
    """Order a notice that a meeting to come is `moved` or `cancelled`, in the caller's transaction."""
    now = timezone.now()
    if (
        about_at <= now
        or not ReminderAgreement.objects.filter(participant=meeting.participant_id, withdrawn_on=None).exists()
    ):
        return
    _order([_row(kind, meeting=meeting, participant_id=meeting.participant_id, at=about_at)], now)


@transaction.atomic
def tell_of_sessions(now: dt.datetime, change_id: UUID | None = None) -> list[Reminder]:
    """Order the notices of one change of sessions, or of all that nobody has ordered yet; those ordered are given.

    Everybody booked gets one message for each session and change. Whoever has not agreed, has no way or is protected
    gets none: the row says so when its turn comes, so that somebody can call. Those who wait for a place, and sessions
    that have begun, are not written to.
    """
    booked = Booking.objects.filter(session=OuterRef("session"), participant=OuterRef("participant"), state="booked")
    new = ActivityNotice.objects.select_for_update(of=("self",)).filter(Exists(booked), sent_at=None, reminder=None)
    new = new.filter(session__starts_at__gt=now)
    new = list((new.filter(change_id=change_id) if change_id else new).select_related("session"))
    new.sort(key=lambda one: _WEIGHT.index(_MESSAGES[one.kind]))
    rows = {}
    for one in new:
        rows[one.change_id, one.session_id, one.participant_id] = _row(
            _MESSAGES[one.kind], session=one.session, participant_id=one.participant_id, at=one.session.starts_at,
            change_id=one.change_id,
        )  # fmt: skip
    made = _order(rows.values(), now)
    known = dict(Reminder.objects.filter(key__in=[row.key for row in rows.values()]).values_list("key", "pk"))
    for one in new:
        one.reminder_id = known[rows[one.change_id, one.session_id, one.participant_id].key]
    ActivityNotice.objects.bulk_update(new, ["reminder"], batch_size=500)
    return made


def left_over(now: dt.datetime) -> list[Reminder]:
    """Rows that wait though their time came an hour ago. Those that hang in `sending` so long become `unsure`."""
    early = now - dt.timedelta(hours=1)
    hanging = Reminder.objects.filter(state="sending", send_after__lt=early)
    for pk in hanging.values_list("pk", flat=True):
        end(pk, CUT_OFF)
    return list(Reminder.objects.filter(state="waiting", send_after__lt=early))


def _row(kind: str, *, participant_id: UUID, at: dt.datetime, meeting=None, session=None, change_id=None) -> Reminder:
    about = meeting.pk if meeting else f"{session.pk.hex[-12:]}:{participant_id}"
    key = f"{kind}:{about}:{int(at.timestamp())}" + (f":{change_id.hex[-12:]}" if change_id else "")
    return Reminder(key=key, kind=kind, meeting=meeting, session=session, participant_id=participant_id, about_at=at)


def _order(rows: Iterable[Reminder], now: dt.datetime) -> list[Reminder]:
    rows = list(rows)
    for row in rows:
        row.send_after = rules.loud(now)
    there = set(Reminder.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    made = [row for row in rows if row.key not in there]
    Reminder.objects.bulk_create(made, ignore_conflicts=True)
    return made


# --- sending ----------------------------------------------------------------------------------------------------
def begin(reminder_id: UUID, now: dt.datetime) -> None:
    """From `waiting` to `sending`, or to `dropped` with the reason when it is not to be sent after all.

    In the quiet hours it goes on waiting, till the morning (`send_after`).
    """
    row = Reminder.objects.select_for_update(of=("self",)).select_related("meeting", "session").get(pk=reminder_id)
    if row.state != "waiting":
        return
    if rules.loud(now) > now:
        row.send_after = rules.loud(now)
        row.save(update_fields=["send_after"])
        return
    way = rules.way_to(row.participant.contact_ways.all())
    row.reason = _why_not(row, way, now)
    row.state, row.ended_at = ("dropped", now) if row.reason else ("sending", None)
    row.channel = way[0] if way and not row.reason else ""
    row.save(update_fields=["state", "reason", "channel", "ended_at"])


def _why_not(row: Reminder, way, now: dt.datetime) -> str:
    if Protection.objects.filter(participant=row.participant_id, lifted_at=None).exists():
        return "protected"
    if not ReminderAgreement.objects.filter(participant=row.participant_id, withdrawn_on=None).exists():
        return "not_agreed"
    if _is_other_now(row):
        return "changed"
    if row.about_at <= now:
        return "too_late"
    return "" if way else "no_way"


def _is_other_now(row: Reminder) -> bool:
    """Is what the message says no longer so?"""
    about = row.meeting or row.session
    if row.kind == "cancelled":
        return about.state != "cancelled"
    if about.state != "planned" or about.starts_at != row.about_at:
        return True
    booked = Booking.objects.filter(session=row.session, participant=row.participant_id, state="booked")
    return bool(row.session_id) and not booked.exists()


def hand_over(reminder_id: UUID, carriers: dict[str, Carrier]) -> dict:
    """Give a message in `sending` to its carrier, once, and say what became of it as columns. Writes nothing."""
    row = Reminder.objects.select_related("participant").get(pk=reminder_id)
    way = rules.way_to(row.participant.contact_ways.all())
    if way is None or way[0] != row.channel:
        return {"state": "failed", "reason": "no_way"}
    text = rules.text_of(row.kind, row.participant.language, row.about_at)
    try:
        name = carriers[row.channel].send(Message(way[1], text, str(row.pk), SUBJECT))
    except Refused:
        return {"state": "failed", "reason": "refused"}
    except OutOfReach:
        return CUT_OFF
    return {"state": "sent", "carrier_id": name}


def end(reminder_id: UUID, told: dict) -> None:
    """Write down what became of a message in `sending`, with a line in the log; any other row stays as it is."""
    ended = Reminder.objects.filter(pk=reminder_id, state="sending").update(ended_at=timezone.now(), **told)
    if not ended:
        return
    if told["state"] == "sent":
        ActivityNotice.objects.filter(reminder=reminder_id, sent_at=None).update(sent_at=timezone.now())
    row = Reminder.objects.select_related("participant").get(pk=reminder_id)
    audit.record(
        by=operator("reminders"),
        verb="send",
        record="reminder_message",
        record_id=row.pk,
        subject_id=row.participant_id,
        organisation_id=row.participant.controller_id,
        facts={"state": row.state, "kind": row.kind, "channel": row.channel},
    )

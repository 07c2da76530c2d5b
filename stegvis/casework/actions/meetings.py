"""Book a meeting, move it, say how it went."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import plan_talks, reminders
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import ActivityRoom, Meeting, Participant
from stegvis.casework.queries import meetings, sight
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import meetings as rules


def book(
    *,
    participant: Participant,
    starts_at: dt.datetime,
    minutes: int = 60,
    kind: str = "talk",
    mode: str = "on_site",
    place: str = "",
    room: ActivityRoom | None = None,
    interpreter_language: str = "",
    user: User | None = None,
    anyway: bool = False,
    sent_as: UUID | None = None,
    by: Viewer,
) -> Meeting:
    """Book a time with the person for `user` (whoever books, unless said). `starts_at` is an aware instant.

    The same `sent_as` twice books once. `anyway`: though something else is there at that time.
    Raises NotFound, NotAllowed; NotPossible with code `required` (nobody meets the person), `user_elsewhere`,
    `room_elsewhere`, `unknown_word`, `minutes`, `far_away`, `too_long`, `clash`.
    """
    try:
        with whole():
            person = _locked(by, participant)
            if sent_as and (same := Meeting.objects.filter(sent_as=sent_as, participant=person).first()):
                return same
            made = Meeting(participant=person, user_id=_who_meets(by, person, user), booked_by=by.name[:200])
            made.sent_as = sent_as
            _set(made, starts_at, minutes, kind, mode, place, room, interpreter_language, by=by, anyway=anyway)
            made.save(force_insert=True)
            _log(by, "create", made, person, {"kind": kind})
    except IntegrityError:
        if not sent_as or not (same := Meeting.objects.filter(sent_as=sent_as, participant=participant).first()):
            raise
        return same
    return made


def change(
    *,
    meeting: Meeting,
    starts_at: dt.datetime,
    minutes: int,
    kind: str,
    mode: str,
    place: str = "",
    room: ActivityRoom | None = None,
    interpreter_language: str = "",
    user: User | None = None,
    anyway: bool = False,
    because: str = "",
    version: int | None = None,
    by: Viewer,
) -> Meeting:
    """Move a booked meeting, or change how and where it is held, or who meets the person.

    `because`: why it is moved, if somebody says so.

    Raises as `book`, and ChangedMeanwhile; NotPossible with code `already_settled`.
    """
    with whole():
        person = _locked(by, meeting.participant)
        found = _held(meeting, version)
        rules.may_settle(found.state, "cancelled", starts_at=found.starts_at, now=timezone.now()).require()
        before = found.starts_at
        found.user_id = _who_meets(by, person, user, keep=found.user_id)
        _set(found, starts_at, minutes, kind, mode, place, room, interpreter_language, by=by, anyway=anyway)
        if found.starts_at != before:
            found.moved_from, found.moved_because = before, cleaned(because, "because", 200)
            reminders.tell_of_change(found, "moved", found.starts_at)
        found.version += 1
        found.save()
        _log(by, "change", found, person, {"moved": found.starts_at != before})
    return found


def settle(*, meeting: Meeting, state: str, version: int | None = None, by: Viewer) -> Meeting:
    """The meeting was `held`, the person did not come (`no_show`), or it is `cancelled`. Said twice is said once.

    A talk on the plan that was booked for then is held with it.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `already_settled`, `in_future`.
    """
    with whole():
        person = _locked(by, meeting.participant)
        found = _held(meeting, None)
        if found.state == state:
            return found
        if version is not None and found.version != version:
            raise ChangedMeanwhile
        rules.may_settle(found.state, state, starts_at=found.starts_at, now=timezone.now()).require()
        found.state = state
        found.version += 1
        found.save(update_fields=["state", "version"])
        if state == "cancelled":
            reminders.tell_of_change(found, "cancelled", found.starts_at)
        if found.kind == "plan_talk":
            told = plan_talks.took_place if state == "held" else plan_talks.did_not_take_place
            told(participant=person, on=timezone.localdate(found.starts_at), by=by)
        _log(by, "settle", found, person, {"state": state})
    return found


def _locked(by: Viewer, participant: Participant) -> Participant:
    sight.check_participant(by, "meeting", "write", participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def _held(meeting: Meeting, version: int | None) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _who_meets(by: Viewer, person: Participant, user: User | None, keep: int | None = None) -> int:
    if user is None:
        if keep or by.user_id:
            return keep or by.user_id
        raise NotPossible(_("Say who meets the person."), field="user", code="required")
    if user.pk not in (keep, by.user_id) and not meetings.who_may_meet(person).filter(pk=user.pk).exists():
        raise NotPossible(_("Choose one of those who work with the person."), field="user", code="user_elsewhere")
    return user.pk


def _set(made: Meeting, starts_at, minutes, kind, mode, place, room, language, *, by: Viewer, anyway: bool) -> None:
    """Put the facts into the meeting, after asking the rules and what else is there at that time."""
    rules.words_known(kind, mode, language).require()
    rules.time_in_reach(starts_at, minutes, now=timezone.now()).require()
    if room and room.pk != made.room_id and not meetings.rooms(by).filter(pk=room.pk).exists():
        raise NotPossible(_("Choose one that belongs to the unit."), field="room", code="room_elsewhere")
    made.starts_at, made.ends_at = starts_at, starts_at + dt.timedelta(minutes=minutes)
    made.kind, made.mode, made.room, made.interpreter_language = kind, mode, room, language
    made.place = cleaned(place, "place", 200)
    if not anyway:
        taken = meetings.at_the_time(
            user_id=made.user_id, room=room, starts_at=made.starts_at, ends_at=made.ends_at, but=made.pk
        )
        rules.no_clash(taken).require()


def _log(by: Viewer, verb: str, meeting: Meeting, person: Participant, facts: dict) -> None:
    log_about(by, verb, "meeting", meeting.pk, person, facts)

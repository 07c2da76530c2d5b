"""Plan sessions one by one or in a series; move, change, cancel them; and write down who must hear of it."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.base.ids import new_id
from stegvis.casework.actions import bookings
from stegvis.casework.actions.activities import own_leader, own_room
from stegvis.casework.actions.activity_notices import notices, tell
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Activity, ActivitySeries, ActivitySession
from stegvis.casework.queries import activities, sight
from stegvis.casework.rules import activities as rules
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary import ACTIVITY_MODES
from stegvis.organisation.models import Unit

_TEXTS = {"topic": 120, "place": 200, "travel": 300, "leader_name": 100, "safety_note": 500}
#: The fields `plan` and `change` take beside time and length.
FIELDS = frozenset({*_TEXTS, "mode", "room", "leader", "capacity"})


def plan(
    *, activity: Activity, starts_at: dt.datetime, minutes: int | None = None, by: Viewer, **fields
) -> ActivitySession:
    """Plan one session. What is not said (`fields`, some of FIELDS) follows the activity.

    Raises TypeError for another field; NotFound, NotAllowed; NotPossible with code `retired`, `minutes`, `capacity`,
    `safety_note`, `room_taken`, `room_elsewhere`, `leader_elsewhere`, `unknown_word`, `too_long`.
    """
    sight.check_unit(by, "activity", "change", activity.unit)
    _in_catalogue(activity)
    with whole():
        session = _new(activity, starts_at, minutes)
        _fill(session, fields)
        _keep_room(session)
        session.save(force_insert=True)
        _log(by, "plan", session, {"sessions": 1})
    return session


def plan_series(
    *,
    activity: Activity,
    weekday: int,
    starts_at: dt.time,
    from_on: dt.date,
    until_on: dt.date,
    minutes: int | None = None,
    every_weeks: int = 1,
    exceptions: Collection[dt.date] = (),
    by: Viewer,
    **fields,
) -> ActivitySeries:
    """Plan a session on each such weekday between the days, but for the exceptions. All are planned, or none.

    Raises as `plan`; NotPossible also with `ends_before_start`, `no_day`, `too_many`.
    """
    sight.check_unit(by, "activity", "change", activity.unit)
    _in_catalogue(activity)
    length = activity.minutes if minutes is None else minutes
    days = rules.days_of_series(
        weekday=weekday, from_on=from_on, until_on=until_on, every_weeks=every_weeks, exceptions=exceptions
    )
    rules.series_fits(days, from_on=from_on, until_on=until_on).require()
    with whole():
        rules.size_fits(minutes=length, capacity=activity.capacity).require()
        series = ActivitySeries.objects.create(
            activity=activity,
            weekday=weekday,
            starts_at=starts_at,
            minutes=length,
            from_on=from_on,
            until_on=until_on,
            every_weeks=every_weeks,
            exceptions=[day.isoformat() for day in sorted(exceptions)],
        )
        sessions = [_new(activity, local(day, starts_at), length, series) for day in days]
        for session in sessions:
            _fill(session, fields)
            _keep_room(session)
        ActivitySession.objects.bulk_create(sessions)
        _log(by, "plan", sessions[0], {"sessions": len(sessions)})
    return series


def change(
    *,
    session: ActivitySession,
    starts_at: dt.datetime | None = None,
    minutes: int | None = None,
    version: int | None = None,
    by: Viewer,
    **fields,
) -> ActivitySession:
    """Move a session, or change mode, place, room, leader, topic, places or safety note.

    Everybody booked or waiting, and who leads, gets a notice row when time, mode or place changes. More places are
    filled from the waiting list. Raises as `plan`; NotPossible also with `session_cancelled`, `attendance_taken`;
    ChangedMeanwhile when the session has another version than the asker has seen.
    """
    with whole():
        session = locked(by, session, version)
        taken = session.attendance_at is not None
        rules.may_change_session(state=session.state, attendance_taken=taken).require()
        before = _facts(session)
        if starts_at is not None or minutes is not None:
            _set_time(session, starts_at or session.starts_at, session.minutes if minutes is None else minutes)
        _fill(session, fields)
        _keep_room(session)
        after = _facts(session)
        changed = sorted(name for name in after if after[name] != before[name])
        if changed:
            save(session)
            tell(session, before, after, by)
            _log(by, "change", session, {"fields": changed})
        bookings.move_up(session, by)
    return session


def cancel(*, session: ActivitySession, reason: str = "", version: int | None = None, by: Viewer) -> ActivitySession:
    """Cancel one session; everybody booked or waiting, and who leads, gets a notice row. The bookings stay to be seen.

    Raises NotFound, NotAllowed; NotPossible with `session_cancelled`, `attendance_taken`, `too_long`.
    """
    said = cleaned(reason, "reason", 200)
    with whole():
        session = locked(by, session, version)
        taken = session.attendance_at is not None
        rules.may_change_session(state=session.state, attendance_taken=taken).require()
        session.state, session.cancel_reason = "cancelled", said
        save(session)
        notices(session, "cancelled", {}, {}, by)
        _log(by, "cancel", session, {})
    return session


def switch_unit(
    *,
    unit: Unit,
    first: dt.date,
    last: dt.date,
    mode: str,
    place: str = "",
    by: Viewer,
) -> tuple[int, int]:
    """Let every planned session of the unit from one day to another be held in another way, such as all digitally.

    Home visits, sessions already held that way and those with attendance stay as they are. Everybody concerned gets
    notice rows with one `change_id`. Returns (sessions, notices); sent twice changes nothing more.
    Raises NotFound, NotAllowed; NotPossible with `ends_before_start`, `unknown_word`, `home_visit`, `too_long`.
    """
    sight.check_unit(by, "activity", "change", unit)
    known(mode, ACTIVITY_MODES, "mode", empty=False).require()
    rules.may_switch(mode=mode, first=first, last=last).require()
    where = cleaned(place, "place", 200)
    with whole():
        found = activities.to_switch(unit, first, last, mode).select_for_update(of=("self",))
        sessions = list(found.select_related("activity__unit", "leader", "room").order_by("on", "pk"))
        change_id, told = new_id(), 0
        for session in sessions:
            before = _facts(session)
            session.mode, session.room = mode, session.room if mode == "on_site" else None
            session.place = where or ("" if mode == "digital" else session.place)
            save(session)
            told += tell(session, before, _facts(session), by, change_id)
        if sessions:
            audit.record(
                by=by,
                verb="switch_mode",
                record="activity_session",
                record_id=change_id,
                organisation_id=unit.organisation_id,
                facts={"sessions": len(sessions), "notices": told, "mode": mode},
            )
    return len(sessions), told


def local(day: dt.date, clock: dt.time) -> dt.datetime:
    """The instant of a day and a time of day here."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


def locked(by: Viewer, session: ActivitySession, version: int | None = None) -> ActivitySession:
    """The session as it stands now, held, after the check that `by` may plan it. Raises ChangedMeanwhile."""
    sight.check_unit(by, "activity", "change", session.activity.unit)
    found = ActivitySession.objects.select_for_update(of=("self",))
    found = found.select_related("activity__unit", "leader", "room").get(pk=session.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def save(session: ActivitySession) -> None:
    """Write the session and count the change."""
    session.version = F("version") + 1
    session.save()
    session.refresh_from_db(fields=["version"])


def _in_catalogue(activity: Activity) -> None:
    if activity.retired_on:
        raise NotPossible(_("The activity has been taken out of the catalogue."), code="retired")


def _new(activity: Activity, starts_at: dt.datetime, minutes: int | None, series=None) -> ActivitySession:
    session = ActivitySession(
        activity=activity,
        series=series,
        mode=activity.mode,
        place=activity.place,
        room=activity.room,
        leader=activity.leader,
        leader_name=activity.leader_name,
        capacity=activity.capacity,
    )
    _set_time(session, starts_at, activity.minutes if minutes is None else minutes)
    return session


def _set_time(session: ActivitySession, starts_at: dt.datetime, minutes: int) -> None:
    rules.size_fits(minutes=minutes, capacity=session.capacity).require()
    session.starts_at = starts_at
    session.ends_at = starts_at + dt.timedelta(minutes=minutes)
    session.on = timezone.localdate(starts_at)


def _fill(session: ActivitySession, fields: dict) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"a session has no {', '.join(sorted(unknown))}")
    for name, most in _TEXTS.items():
        if name in fields:
            setattr(session, name, cleaned(fields[name], name, most))
    if fields.get("mode"):
        known(fields["mode"], ACTIVITY_MODES, "mode", empty=False).require()
        session.mode = fields["mode"]
    if fields.get("capacity") is not None:
        session.capacity = int(fields["capacity"])
        rules.size_fits(minutes=session.minutes, capacity=session.capacity).require()
    if "room" in fields:
        session.room = own_room(fields["room"], session.activity.unit)
    if "leader" in fields:
        session.leader = own_leader(fields["leader"], session.activity.unit, keep=session.leader_id)
    rules.safe_visit(session.mode, session.safety_note).require()


def _keep_room(session: ActivitySession) -> None:
    """Hold the room while it is asked whether it is free, so that two cannot both get it."""
    if session.room_id:
        type(session.room).objects.select_for_update().get(pk=session.room_id)
        rules.room_free(activities.same_room(session)).require()


def _facts(session: ActivitySession) -> dict:
    names = ("mode", "place", "travel", "topic", "leader_name", "capacity", "safety_note")
    return {name: getattr(session, name) for name in names} | {
        "starts_at": session.starts_at.isoformat(),
        "minutes": session.minutes,
        "room": session.room.name if session.room_id else "",
        "leader": session.leader_id,
    }


def _log(by: Viewer, verb: str, session: ActivitySession, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="activity_session",
        record_id=session.pk,
        organisation_id=session.activity.unit.organisation_id,
        facts=facts,
    )

"""Write down who came, for how long, and why somebody was away. Saved once, also when it is sent twice."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.actions.audit import Act
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import ActivitySession, Attendance, Booking
from stegvis.casework.queries import activities, deputies
from stegvis.casework.rules import activities as rules
from stegvis.casework.rules import known
from stegvis.casework.vocabulary import ABSENCE_REASONS

_FACTS = ("state", "minutes", "reason", "before", "after")


@dataclass(frozen=True)
class Mark:
    """One person's attendance. Without `minutes`, who came is noted for the whole session. Ratings are 1–5."""

    participant_id: UUID
    present: bool = True
    minutes: int | None = None
    reason: str = ""
    before: int | None = None
    after: int | None = None

    @property
    def untouched(self) -> bool:
        """Does it say no more than what a page is opened with?"""
        return self.present and self.minutes is None and self.before is None and self.after is None


@dataclass(frozen=True)
class Taken:
    """What was written: how many rows are new or changed, and how many a colleague had noted since were kept."""

    written: int
    kept: int = 0


def take(
    *,
    session: ActivitySession,
    marks: Iterable[Mark],
    staff_present: int | None = None,
    version: int | None = None,
    opened_at: dt.datetime | None = None,
    by: Viewer,
) -> Taken:
    """Write the attendance of people who have a place in the session.

    What stands there already in the same words is not written again. `version` is the session's version that the asker
    has seen; ChangedMeanwhile is raised when it has been moved, changed or cancelled since, and nothing is written.
    `opened_at`: what a colleague has noted after that is kept where the asker has left a person as the page was opened.
    Raises NotFound (also for a person the viewer may not see), NotAllowed; NotPossible with `too_early`,
    `session_cancelled`, `unknown_word`, `minutes`, `rating`.
    """
    wanted = {mark.participant_id: mark for mark in marks}
    activities.find_session(by, session.pk)
    with whole():
        held = ActivitySession.objects.select_for_update(of=("self",)).select_related("activity__unit")
        session = held.get(pk=session.pk)
        if version is not None and session.version != version:
            raise ChangedMeanwhile
        rules.may_take_attendance(state=session.state, on=session.on, today=timezone.localdate()).require()
        places = _places(by, session, wanted)
        rows, kept = [], 0
        there = {row.participant_id: row for row in Attendance.objects.filter(session=session)}
        for participant_id, mark in wanted.items():
            row = there.get(participant_id)
            if row and mark.untouched and opened_at and row.noted_at > opened_at and row.noted_by != by.actor_id[:64]:
                kept += row.state == "absent"
                continue
            facts = _facts(session, mark, row)
            if row is None or any(getattr(row, name) != facts[name] for name in _FACTS):
                rows.append(_row(row, session, places[participant_id], facts, by))
        _save(session, rows, staff_present, by)
    return Taken(len(rows), kept)


def _places(by: Viewer, session: ActivitySession, wanted: dict) -> dict:
    """The bookings of those wanted; whoever has none, or may not be seen, does not exist here."""
    allowed = activities.reachable(by).filter(pk__in=wanted)
    booked = Booking.objects.filter(session=session, state="booked", participant__in=allowed)
    places = {booking.participant_id: booking for booking in booked}
    if set(wanted) - set(places):
        raise NotFound
    return places


def _facts(session: ActivitySession, mark: Mark, row: Attendance | None) -> dict:
    rules.mark_fits(minutes=mark.minutes, longest=session.minutes, ratings=(mark.before, mark.after)).require()
    if mark.present:
        minutes = session.minutes if mark.minutes is None else mark.minutes
        return {"state": "present", "minutes": minutes, "reason": "", "before": mark.before, "after": mark.after}
    reason = mark.reason or "unknown"
    known(reason, ABSENCE_REASONS, "reason", on=session.on, keep=[row.reason] if row else ()).require()
    return {"state": "absent", "minutes": 0, "reason": reason, "before": None, "after": None}


def _row(row: Attendance | None, session, place: Booking, facts: dict, by: Viewer) -> Attendance:
    row = row or Attendance(session=session, participant_id=place.participant_id)
    row.enrolment_id, row.on = place.enrolment_id, session.on
    row.noted_at, row.noted_by = timezone.now(), by.actor_id[:64]
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def _save(session: ActivitySession, rows: list[Attendance], staff_present: int | None, by: Viewer) -> None:
    staff = session.staff_present if staff_present is None else max(0, min(int(staff_present), rules.LARGEST_GROUP))
    if session.attendance_at is None or rows or staff != session.staff_present:
        ActivitySession.objects.filter(pk=session.pk).update(
            attendance_at=timezone.now(), attendance_by=by.actor_id[:64], staff_present=staff
        )
    place = session.activity.unit.organisation_id
    acts = [Act("take", "attendance", row.pk, row.participant_id, place, {"session": str(session.pk)}) for row in rows]
    if not acts and session.attendance_at is None:
        acts = [Act("take", "attendance", session.pk, "", place, {"people": 0})]
    if acts:
        audit.record_all(by=deputies.with_purpose_of_list(by), acts=acts)

"""May this happen to an activity, a session or a booking? No queries and no writes: what they judge is passed in."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling

#: Sessions one series can make: more than a year of five days a week is a slip of the pen.
MOST_SESSIONS = 270
SHORTEST, LONGEST = 5, 720
LARGEST_GROUP = 500


def _no(code: str, field: str | None, reason: str) -> Ruling:
    return Ruling(False, reason, field, code)


def days_of_series(
    *, weekday: int, from_on: dt.date, until_on: dt.date, every_weeks: int = 1, exceptions: Collection[dt.date] = ()
) -> list[dt.date]:
    """The days of a series: that weekday (0 is Monday) from one day to another, without the exceptions."""
    first = from_on + dt.timedelta(days=(weekday - from_on.weekday()) % 7)
    step = dt.timedelta(weeks=max(1, every_weeks))
    found = []
    while first <= until_on and len(found) <= MOST_SESSIONS:
        if first not in exceptions:
            found.append(first)
        first += step
    return found


def series_fits(days: Collection[dt.date], *, from_on: dt.date, until_on: dt.date) -> Ruling:
    """A series has a last day after its first, at least one session and at most MOST_SESSIONS."""
    if until_on < from_on:
        return _no("ends_before_start", "until_on", _("The last day comes before the first."))
    if not days:
        return _no("no_day", "until_on", _("There is no such weekday between these days, but for the exceptions."))
    if len(days) > MOST_SESSIONS:
        return _no(
            "too_many",
            "until_on",
            _("That would be more than %(most)s sessions. Choose an earlier last day.") % {"most": MOST_SESSIONS},
        )
    return YES


def size_fits(*, minutes: int, capacity: int) -> Ruling:
    """Minutes from 5 to 720, places from 1 to 500."""
    if not SHORTEST <= minutes <= LONGEST:
        return _no("minutes", "minutes", _("Write how many minutes it lasts, from 5 to 720."))
    if not 1 <= capacity <= LARGEST_GROUP:
        return _no("capacity", "capacity", _("Write how many places there are, from 1 to 500."))
    return YES


def safe_visit(mode: str, safety_note: str) -> Ruling:
    """Nobody visits a home without having said how they are safe there (ACT-27)."""
    if mode == "home_visit" and not safety_note:
        return _no(
            "safety_note",
            "safety_note",
            _("Write who knows where you are, when you call in, and whether you go alone."),
        )
    return YES


def room_free(others: Iterable[str]) -> Ruling:
    """The room is free: `others` names what is planned in it at the same time."""
    names = list(others)
    if names:
        return _no(
            "room_taken", "room", _("The room is taken then: %(activity)s. Choose another.") % {"activity": names[0]}
        )
    return YES


def may_change_session(*, state: str, attendance_taken: bool) -> Ruling:
    """A session that is cancelled, or whose attendance is taken, stays when it is."""
    if state == "cancelled":
        return _no("session_cancelled", None, _("The session is cancelled."))
    if attendance_taken:
        return _no("attendance_taken", None, _("Attendance has been taken, so the session stays as it was held."))
    return YES


def may_book(*, state: str, has_right: bool) -> Ruling:
    """A place in a session that is held, for somebody whose unit may book and whose enrolment covers the day."""
    if state == "cancelled":
        return _no("session_cancelled", None, _("The session is cancelled."))
    if not has_right:
        return _no(
            "unit_may_not_book", None, _("The person has no enrolment on that day in a unit that may book here.")
        )
    return YES


def may_take_attendance(*, state: str, on: dt.date, today: dt.date) -> Ruling:
    """Attendance is taken from the day of the session on, and not for one that was cancelled."""
    if state == "cancelled":
        return _no("session_cancelled", None, _("The session is cancelled."))
    if on > today:
        return _no(
            "too_early", None, _("The session is on %(day)s. Attendance can be taken from that day.") % {"day": on}
        )
    return YES


def mark_fits(*, minutes: int | None, longest: int, ratings: Iterable[int | None]) -> Ruling:
    """Minutes from 0 to the length of the session and two hours more; ratings from 1 to 5."""
    if minutes is not None and not 0 <= minutes <= longest + 120:
        return _no("minutes", "minutes", _("Write minutes that fit the session."))
    if any(rating is not None and not 1 <= rating <= 5 for rating in ratings):
        return _no("rating", "before", _("Choose a number from 1 to 5."))
    return YES


def may_switch(*, mode: str, first: dt.date, last: dt.date) -> Ruling:
    """A whole unit can meet on site, digitally or outdoors between two days; never at people's homes."""
    if last < first:
        return _no("ends_before_start", "last", _("The last day comes before the first."))
    if mode == "home_visit":
        return _no("home_visit", "mode", _("A whole unit cannot be changed to home visits."))
    return YES

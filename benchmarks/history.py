"""A year of work with people, for the pages that show it: notes, attendances, a plan with steps. Invented.

The people of the coach whose pages are measured get as much of it as a page must bear, everybody else who is going on
a little, so that the tables are as large as the register.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from benchmarks.writing import insert, quick_writing
from stegvis.access.models import User
from stegvis.base.ids import new_id
from stegvis.casework.models import (
    Activity,
    ActivitySession,
    Attendance,
    Booking,
    Enrolment,
    Note,
    NoteMethod,
    NoteText,
    Plan,
    Step,
)
from stegvis.casework.vocabulary import NOTE_KINDS
from stegvis.organisation.models import Unit

#: What each person of the measured coach has, and how many notes others have who are going on.
NOTES, ATTENDANCES, STEPS, FEW_NOTES = 300, 500, 24, 3
_KINDS = [kind.code for kind in NOTE_KINDS if kind.contact]
_WORDS = "Vi gick igenom veckan och vad som är nästa steg. Det känns lättare än förra gången, och resan dit fungerar."
_AT_ONCE = 2_000


def measured_coach() -> User:
    """The coach whose pages are measured."""
    return User.objects.filter(email__startswith="coach-").order_by("pk").first()


def is_written() -> bool:
    """Is it there? The light notes are written last."""
    return Note.objects.exists()


def fill(today: dt.date) -> None:
    """Write it for everybody who is going on; then the figures that the database's planner needs."""
    with quick_writing():
        _fill(today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill(today: dt.date) -> None:
    coach = measured_coach()
    going_on = Enrolment.objects.filter(state="active").order_by("pk").values_list("pk", "participant_id", "coach_id")
    whole = list(dict.fromkeys(going_on))  # all at once: SQLite's log cannot be emptied while somebody reads
    mine = {person: pk for pk, person, coach_id in whole if coach_id == coach.pk}
    others = {person: pk for pk, person, _coach in whole if person not in mine}
    unit = coach.memberships.first().unit
    with transaction.atomic():
        _attendances(unit, coach, list(mine.items()), today)
        _plans(coach, list(mine.items()), today)
    for people, many in ((mine, NOTES), (others, FEW_NOTES)):
        pairs = list(people.items())
        for first in range(0, len(pairs), _AT_ONCE):
            with transaction.atomic():
                _notes(coach, pairs[first : first + _AT_ONCE], many, today)


def _notes(coach: User, people: list[tuple[UUID, UUID]], many: int, today: dt.date) -> None:
    rows = list(_note_rows(coach, people, many, today))
    insert(Note, rows)
    words = {"number": 1, "text": _WORDS, "written_by": str(coach.pk)}
    insert(NoteText, (words | {"note_id": row["id"], "written_at": row["happened_at"]} for row in rows))
    insert(NoteMethod, ({"note_id": row["id"], "code": "mi"} for row in rows[::3]))


def _note_rows(coach: User, people: list, many: int, today: dt.date) -> Iterator[dict]:
    for person, enrolment in people:
        for number in range(many):
            attempt = number % 9 == 8
            yield {
                "id": new_id(), "participant_id": person, "enrolment_id": enrolment,
                "kind": "attempt" if attempt else _KINDS[number % len(_KINDS)],
                "attempt_result": "no_answer" if attempt else "", "attempt_party": "unit" if attempt else "",
                "happened_at": today - dt.timedelta(days=3 + number * 360 // many), "minutes": 30, "mode": "on_site",
                "author_id": coach.pk, "author_name": coach.full_name,
            }  # fmt: skip


def _attendances(unit: Unit, coach: User, people: list, today: dt.date) -> None:
    """Sessions twice a day through the year back, and a few to come, with everybody booked in all of them."""
    activities = [
        Activity(unit=unit, name=name, track=track, kind="course", aim="Komma igång", capacity=60)
        for name, track in (("Friskvård", "health"), ("Svenska i arbetslivet", "study"), ("Verkstaden", "work"))
    ]
    for one in activities:
        one.save()
    sessions = [
        _session(activities[number % 3], coach, today - dt.timedelta(days=number * 360 // ATTENDANCES + 1), number)
        for number in range(ATTENDANCES)
    ]
    insert(ActivitySession, sessions)
    to_come = [_session(activities[0], coach, today + dt.timedelta(days=day), day) for day in range(1, 9)]
    insert(ActivitySession, to_come)
    shared = {"booked_by": str(coach.pk)}
    insert(
        Booking,
        (
            shared | {"session_id": one["id"], "participant_id": person, "enrolment_id": pk, "booked_at": one["on"]}
            for one in sessions + to_come
            for person, pk in people
        ),
    )
    insert(Attendance, _marks(coach, sessions, people))


def _session(activity: Activity, coach: User, on: dt.date, number: int) -> dict:
    starts = dt.datetime.combine(on, dt.time(8 + number % 7), dt.UTC)
    return {
        "id": new_id(), "activity_id": activity.pk, "on": on, "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=1), "leader_id": coach.pk, "capacity": 60,
    }  # fmt: skip


def _marks(coach: User, sessions: list[dict], people: list) -> Iterator[dict]:
    for number, session in enumerate(sessions):
        for place, (person, pk) in enumerate(people):
            away = (number + place) % 6 == 0
            yield {
                "session_id": session["id"], "participant_id": person, "enrolment_id": pk, "on": session["on"],
                "state": "absent" if away else "present", "minutes": 0 if away else 60,
                "reason": "ill" if away else "", "before": 3, "after": 4,
                "noted_at": session["on"], "noted_by": str(coach.pk),
            }  # fmt: skip


def _plans(coach: User, people: list, today: dt.date) -> None:
    begun = {"begun_by": coach.full_name, "changed_at": today, "review_on": today + dt.timedelta(days=60)}
    insert(Plan, (begun | {"participant_id": person, "goal": "Ett jobb som håller"} for person, _pk in people))
    insert(Step, (row for person, pk in people for row in _steps(coach, person, pk, today)))


def _steps(coach: User, person: UUID, enrolment: UUID, today: dt.date) -> Iterator[dict]:
    for number in range(STEPS):
        still_open = number < 4
        starts = today - dt.timedelta(days=14 * number + 7)
        yield {
            "participant_id": person, "enrolment_id": enrolment, "track": ("health", "study", "work")[number % 3],
            "text": f"Steg {number + 1} mot jobbet", "responsible_user_id": coach.pk, "added_by": coach.full_name,
            "starts_on": starts, "due_on": today + dt.timedelta(days=number) if still_open else starts,
            "state": ("under_way" if still_open else "done"),
            "done_on": None if still_open else starts + dt.timedelta(days=10),
        }  # fmt: skip

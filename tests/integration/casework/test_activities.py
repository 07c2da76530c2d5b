"""Plan activities, book people in, let the waiting move up, and note attendance."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import activities, activity_sessions, attendance, bookings, enrolments, interpreters
from stegvis.casework.actions.attendance import Mark
from stegvis.casework.models import ActivityNotice, ActivitySession, Attendance, Booking
from stegvis.casework.queries import activities as known
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    EnrolmentFactory,
    UnitFactory,
    cast,
    viewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.need("ACT-01", where="activities")]

WORDS = {"name": "Cykelskola", "track": "health", "kind": "wellness", "aim": "Cykla säkert"}


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def amina(people):
    return viewer(people.amina)


def activity(people, amina, **fields):
    return activities.create(unit=people.monsteras_unit, by=amina, **{**WORDS, **fields})


def session_of(people, *, days=0, **fields):
    return ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, **fields), days=days)


def enrolled(people, **fields):
    return EnrolmentFactory(
        **{"unit": people.monsteras_unit, "project": people.project, "coach": people.amina, **fields}
    ).participant


def states(session) -> list[str]:
    return list(Booking.objects.filter(session=session).order_by("booked_at").values_list("state", flat=True))


# --- catalogue and planning -------------------------------------------------------------------------------------
@pytest.mark.need("ACT-02", where="activity_new")
def test_an_activity_needs_a_track_and_a_sub_goal(people, amina):
    with pytest.raises(NotPossible) as refused:
        activities.create(unit=people.monsteras_unit, name="Yoga", track="health", kind="wellness", by=amina)
    assert (refused.value.field, refused.value.code) == ("aim", "required")
    with pytest.raises(NotPossible) as refused:
        activities.create(unit=people.monsteras_unit, **{**WORDS, "track": "fun"}, by=amina)
    assert (refused.value.field, refused.value.code) == ("track", "unknown_word")


def test_pasting_a_book_is_refused_in_words(people, amina):
    with pytest.raises(NotPossible) as refused:
        activity(people, amina, description="x" * 100_000)
    assert (refused.value.field, refused.value.code) == ("description", "too_long")


def test_nobody_plans_in_another_municipality(people):
    with pytest.raises(NotFound):
        activities.create(unit=people.monsteras_unit, by=viewer(people.carin), **WORDS)
    with pytest.raises(NotAllowed):
        activities.create(unit=people.monsteras_unit, by=viewer(people.karin), **WORDS)


def test_a_series_leaves_out_its_exceptions(people, amina):
    one = activity(people, amina, minutes=90)
    series = activity_sessions.plan_series(
        activity=one, weekday=2, starts_at=dt.time(9, 30), from_on=dt.date(2026, 12, 1), until_on=dt.date(2027, 1, 13),
        exceptions=[dt.date(2026, 12, 23), dt.date(2026, 12, 30), dt.date(2027, 1, 6)], by=amina,
    )  # fmt: skip
    days = list(series.sessions.values_list("on", flat=True))
    assert days == [dt.date(2026, 12, 2), dt.date(2026, 12, 9), dt.date(2026, 12, 16), dt.date(2027, 1, 13)]
    first = series.sessions.first()
    assert timezone.localtime(first.starts_at).time() == dt.time(9, 30)
    assert first.minutes == 90


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "ends_before_start"), (2, "no_day"), (7 * 400, "too_many")], ids=["before", "none", "many"]
)
def test_a_series_that_makes_no_sense_is_refused_whole(people, amina, days, code):
    one, start = activity(people, amina), dt.date(2026, 12, 1)  # a Tuesday
    with pytest.raises(NotPossible) as refused:
        activity_sessions.plan_series(
            activity=one, weekday=0, starts_at=dt.time(9), from_on=start, until_on=start + dt.timedelta(days=days),
            by=amina,
        )  # fmt: skip
    assert refused.value.code == code
    assert not ActivitySession.objects.exists()


def test_one_session_of_a_series_is_moved_and_the_others_stay(people, amina):
    one = activity(people, amina)
    series = activity_sessions.plan_series(
        activity=one, weekday=0, starts_at=dt.time(9), from_on=dt.date(2026, 12, 1), until_on=dt.date(2026, 12, 31),
        by=amina,
    )  # fmt: skip
    first, second, *_rest = series.sessions.all()
    activity_sessions.change(session=first, starts_at=first.starts_at + dt.timedelta(days=1), by=amina)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.on.weekday(), second.on.weekday()) == (1, 0)
    assert first.version == 2


@pytest.mark.need("MAP-16", where="activity_plan")
def test_a_room_is_not_booked_twice_at_the_same_time(people, amina):
    room = activities.add_room(unit=people.monsteras_unit, name="Rum 2", access_note="Ring på", by=amina)
    one = activity(people, amina, room=room)
    at = timezone.now() + dt.timedelta(days=3)
    activity_sessions.plan(activity=one, starts_at=at, by=amina)
    with pytest.raises(NotPossible) as refused:
        activity_sessions.plan(activity=one, starts_at=at + dt.timedelta(minutes=30), by=amina)
    assert (refused.value.field, refused.value.code) == ("room", "room_taken")
    activity_sessions.plan(activity=one, starts_at=at + dt.timedelta(minutes=60), by=amina)


@pytest.mark.need("ACT-27", where="activity_plan")
def test_a_home_visit_needs_a_safety_note(people, amina):
    one = activity(people, amina, mode="home_visit", kind="home_visit")
    with pytest.raises(NotPossible) as refused:
        activity_sessions.plan(activity=one, starts_at=timezone.now(), by=amina)
    assert (refused.value.field, refused.value.code) == ("safety_note", "safety_note")
    made = activity_sessions.plan(activity=one, starts_at=timezone.now(), safety_note="Bo vet, ring 14.30", by=amina)
    assert made.safety_note == "Bo vet, ring 14.30"


def test_whoever_opened_an_older_session_is_told(people, amina):
    one = session_of(people, days=3)
    activity_sessions.change(session=one, place="Biblioteket", by=amina)
    with pytest.raises(ChangedMeanwhile):
        activity_sessions.change(session=one, place="Torget", version=1, by=amina)


def test_everybody_concerned_gets_a_notice_of_a_cancelled_session(people, amina):
    one = session_of(people, days=2)
    ActivitySession.objects.filter(pk=one.pk).update(leader=people.bo)
    booked = BookingFactory(session=one)
    waiting = BookingFactory(session=one, state="waiting")
    BookingFactory(session=one, state="cancelled", ended_at=timezone.now(), ended_by="x", ended_because="asked")
    activity_sessions.cancel(session=one, reason="Ledaren är sjuk", by=amina)
    rows = ActivityNotice.objects.filter(session=one, kind="cancelled", sent_at=None)
    assert {row.participant_id for row in rows} == {booked.participant_id, waiting.participant_id, None}
    assert [row.user_id for row in rows if row.user_id] == [people.bo.pk]


# --- booking ----------------------------------------------------------------------------------------------------
def test_the_waiting_list_moves_up_in_order_of_arrival(people, amina):
    one = session_of(people, days=1, capacity=1)
    first, second, third = (enrolled(people) for _ in range(3))
    done = bookings.book(session=one, participants=[first, second, third], by=amina)
    assert (done.booked, done.waiting) == (1, 2)
    moved = bookings.cancel(booking=Booking.objects.get(participant=first), by=amina)
    assert [booking.participant_id for booking in moved] == [second.pk]
    assert states(one) == ["cancelled", "booked", "waiting"]
    assert ActivityNotice.objects.get(kind="place_free").participant_id == second.pk


def test_more_places_are_filled_from_the_waiting_list(people, amina):
    one = session_of(people, days=1, capacity=1)
    bookings.book(session=one, participants=[enrolled(people) for _ in range(3)], by=amina)
    activity_sessions.change(session=one, capacity=2, by=amina)
    assert states(one) == ["booked", "booked", "waiting"]


def test_booking_twice_is_booking_once(people, amina):
    one, person = session_of(people, days=1), enrolled(people)
    bookings.book(session=one, participants=[person], by=amina)
    again = bookings.book(session=one, participants=[person], by=amina)
    assert (again.booked, again.already) == (0, 1)
    assert states(one) == ["booked"]


def test_the_rest_of_a_series_is_booked_in_one_go(people, amina):
    one, person = activity(people, amina), enrolled(people)
    today = timezone.localdate()
    series = activity_sessions.plan_series(
        activity=one, weekday=today.weekday(), starts_at=dt.time(9), from_on=today,
        until_on=today + dt.timedelta(weeks=3), by=amina,
    )  # fmt: skip
    second = series.sessions.all()[1]
    assert bookings.book(session=second, participants=[person], rest_of_series=True, by=amina).booked == 3
    place = Booking.objects.get(session=second, participant=person)
    bookings.cancel(booking=place, rest_of_series=True, by=amina)
    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.need("ACT-30", where="activity_book")
def test_another_unit_books_only_where_it_is_open(people, amina):
    other = UnitFactory(organisation=people.monsteras)
    theirs = enrolled(people, unit=other, coach=people.amina)
    closed, shared = session_of(people, days=1), session_of(people, days=1, open_to_others=True)
    with pytest.raises(NotPossible) as refused:
        bookings.book(session=closed, participants=[theirs], by=amina)
    assert refused.value.code == "unit_may_not_book"
    assert bookings.book(session=shared, participants=[theirs], by=amina).booked == 1
    bus = "Buss 160 från Mönsterås 8.15. Enheten betalar."
    assert activity_sessions.change(session=shared, travel=bus, by=amina).travel == bus


def test_nobody_is_booked_on_a_day_outside_the_enrolment(people, amina):
    one = session_of(people, days=-30)
    late = enrolled(people, started_on=timezone.localdate() - dt.timedelta(days=5))
    assert late not in known.bookable(amina, one)
    with pytest.raises(NotPossible) as refused:
        bookings.book(session=one, participants=[late], by=amina)
    assert refused.value.code == "unit_may_not_book"


def test_carin_books_nobody_of_monsteras(people):
    one, person = session_of(people, days=1), enrolled(people)
    with pytest.raises(NotFound):
        bookings.book(session=one, participants=[person], by=viewer(people.carin))


def test_who_changes_unit_keeps_places_only_where_the_new_unit_may_book(people, amina):
    other = UnitFactory(organisation=people.monsteras)
    dag = viewer(people.dag)
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    own, shared = session_of(people, days=9, capacity=1), session_of(people, days=9, open_to_others=True)
    waiting = enrolled(people)
    for one in (own, shared):
        bookings.book(session=one, participants=[enrolment.participant, waiting], by=amina)
    enrolments.close(
        enrolment=enrolment, ended_on=timezone.localdate() - dt.timedelta(days=1),
        outcomes=[enrolments.Outcome("work", receiver="Bageriet")], by=amina,
    )  # fmt: skip
    mine = Booking.objects.filter(participant=enrolment.participant)
    assert set(mine.values_list("state", "ended_because")) == {("cancelled", "left")}
    assert Booking.objects.get(session=own, participant=waiting).state == "booked"
    EnrolmentFactory(unit=other, project=people.project, participant=enrolment.participant, coach=people.amina,
                     started_on=timezone.localdate())  # fmt: skip
    assert bookings.follow(participant=enrolment.participant, by=dag) == (0, 1)
    assert dict(mine.values_list("session", "state")) == {own.pk: "cancelled", shared.pk: "booked"}


@pytest.mark.need("LNG-09", where="activity_session")
def test_a_bilingual_participant_is_booked_as_interpreter(people, amina):
    one, person = session_of(people, days=1), enrolled(people)
    order = interpreters.order(session=one, language="ar", participant=person, by=amina)
    assert (order.kind, order.state) == ("peer", "booked")
    wanted = interpreters.order(session=one, language="so", by=amina)
    assert interpreters.order(session=one, language="so", by=amina) == wanted
    assert interpreters.settle(booking=wanted, state="booked", name="Tolkförmedlingen", by=amina).state == "booked"


# --- attendance -------------------------------------------------------------------------------------------------
@pytest.mark.need("ACT-22", where="activity_attendance")
def test_attendance_of_a_group_with_a_reason_for_who_was_away(people, amina):
    one = session_of(people, minutes=45)
    here, away, late = (BookingFactory(session=one).participant_id for _ in range(3))
    marks = [Mark(here), Mark(away, False, reason="ill"), Mark(late, minutes=20)]
    assert attendance.take(session=one, marks=marks, by=amina).written == 3
    assert {row.participant_id: (row.state, row.minutes, row.reason) for row in Attendance.objects.all()} == {
        here: ("present", 45, ""),
        away: ("absent", 0, "ill"),
        late: ("present", 20, ""),
    }


def test_sent_twice_is_saved_once(people, amina):
    one = session_of(people)
    marks = [Mark(BookingFactory(session=one).participant_id), Mark(BookingFactory(session=one).participant_id, False)]
    attendance.take(session=one, marks=marks, version=1, by=amina)
    events = AuditEvent.objects.count()
    assert attendance.take(session=one, marks=marks, version=1, by=amina).written == 0
    assert (Attendance.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_a_session_moved_while_attendance_is_taken_is_told(people, amina):
    one = session_of(people)
    mark = Mark(BookingFactory(session=one).participant_id)
    activity_sessions.change(session=one, starts_at=one.starts_at + dt.timedelta(hours=1), by=viewer(people.bo))
    with pytest.raises(ChangedMeanwhile):
        attendance.take(session=one, marks=[mark], version=1, by=amina)
    assert not Attendance.objects.exists()


def test_what_a_colleague_noted_meanwhile_stands_where_nothing_was_touched(people, amina):
    one = session_of(people)
    person = BookingFactory(session=one).participant_id
    opened_at = timezone.now()
    attendance.take(session=one, marks=[Mark(person, False, reason="ill")], by=viewer(people.bo))
    done = attendance.take(session=one, marks=[Mark(person)], opened_at=opened_at, by=amina)
    assert (done.written, done.kept) == (0, 1)
    assert Attendance.objects.get().reason == "ill"


@pytest.mark.parametrize(
    ("days", "state", "code"), [(1, "planned", "too_early"), (0, "cancelled", "session_cancelled")]
)
def test_attendance_only_of_what_was_held(people, amina, days, state, code):
    one = session_of(people, days=days)
    ActivitySession.objects.filter(pk=one.pk).update(state=state)
    mark = Mark(BookingFactory(session=one).participant_id)
    with pytest.raises(NotPossible) as refused:
        attendance.take(session=one, marks=[mark], by=amina)
    assert refused.value.code == code


@pytest.mark.need("ACT-03", where="activity_attendance")
def test_wellbeing_is_a_number_from_1_to_5(people, amina):
    one = session_of(people, kind="nada", with_wellbeing=True)
    person = BookingFactory(session=one).participant_id
    attendance.take(session=one, marks=[Mark(person, before=2, after=4)], by=amina)
    assert list(Attendance.objects.values_list("before", "after")) == [(2, 4)]
    with pytest.raises(NotPossible) as refused:
        attendance.take(session=one, marks=[Mark(person, before=6)], by=amina)
    assert refused.value.code == "rating"


@pytest.mark.need("ACT-23", where="activity_attendance")
def test_staff_who_took_part_are_counted(people, amina):
    one = session_of(people, with_staff=True)
    attendance.take(session=one, marks=[Mark(BookingFactory(session=one).participant_id)], staff_present=3, by=amina)
    one.refresh_from_db()
    assert one.staff_present == 3


def test_a_session_whose_attendance_is_taken_stays_where_it_was(people, amina):
    one = session_of(people)
    attendance.take(session=one, marks=[Mark(BookingFactory(session=one).participant_id)], by=amina)
    for act in (activity_sessions.cancel, activity_sessions.change):
        with pytest.raises(NotPossible) as refused:
            act(session=one, by=amina)
        assert refused.value.code == "attendance_taken"


@pytest.mark.parametrize("act", ["create", "plan", "book", "take"])
def test_a_failing_audit_write_undoes_it_all(people, amina, monkeypatch, act):
    one = session_of(people)
    person, place = enrolled(people), BookingFactory(session=one)

    def broken(**_told):
        raise RuntimeError

    before = (Booking.objects.count(), ActivitySession.objects.count())
    monkeypatch.setattr(audit, "record", broken)
    monkeypatch.setattr(audit, "record_all", broken)
    with pytest.raises(RuntimeError):
        match act:
            case "create":
                activity(people, amina)
            case "plan":
                activity_sessions.plan(activity=one.activity, starts_at=timezone.now(), by=amina)
            case "book":
                bookings.book(session=one, participants=[person], by=amina)
            case "take":
                attendance.take(session=one, marks=[Mark(place.participant_id)], by=amina)
    assert (Booking.objects.count(), ActivitySession.objects.count()) == before
    assert not Attendance.objects.exists()


def test_a_coach_of_an_own_sight_unit_sees_own_people_and_the_number_of_others():
    people = cast(sight="own")
    one = session_of(people, days=1)
    for coach in (people.amina, people.bo, people.bo):
        enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=coach)
        BookingFactory(session=one, enrolment=enrolment)
    seen = known.people_of(viewer(people.amina), one)
    assert (len(seen.booked), seen.others_booked) == (1, 2)


def test_attendance_of_somebody_one_may_not_see_is_not_found(people):
    one = session_of(people, open_to_others=True)
    place = AttendanceFactory(session=one)
    with pytest.raises(NotFound):
        attendance.take(session=one, marks=[Mark(place.participant_id)], by=viewer(people.carin))

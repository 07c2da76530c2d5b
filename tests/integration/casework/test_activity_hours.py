"""Hours, turnout and what a whole unit's change of ways leads to."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import activity_sessions
from stegvis.casework.models import ActivityNotice, ActivitySession
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import activity_hours, due, lanes
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    EnrolmentFactory,
    cast,
    viewer,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def amina(people):
    return viewer(people.amina)


def session(people, *, days=-1, mode="on_site", **fields):
    return ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, **fields), days=days, mode=mode)


def enrolment(people, **fields):
    return EnrolmentFactory(
        **{"unit": people.monsteras_unit, "project": people.project, "coach": people.amina, **fields}
    )


def present(one, who, **fields):
    return AttendanceFactory(session=one, enrolment=who, **fields)


@pytest.mark.need("ACT-22", where="activity_hours")
def test_minutes_add_up_by_person_and_month(people, amina):
    who = enrolment(people)
    activity = ActivityFactory(unit=people.monsteras_unit, minutes=45)
    for day in (dt.date(2026, 9, 29), dt.date(2026, 10, 1), dt.date(2026, 10, 31)):
        one = ActivitySessionFactory(activity=activity, on=day)
        present(one, who, **({"minutes": 20} if day.day == 31 else {}))
    rows = activity_hours.by_month(amina, dt.date(2026, 9, 1), dt.date(2026, 10, 31))
    assert [(row.month, row.minutes, row.present) for row in rows] == [
        (dt.date(2026, 9, 1), 45, 1),
        (dt.date(2026, 10, 1), 65, 2),
    ]


def test_only_those_whom_one_may_see_are_in_the_hours(people):
    present(session(people, open_to_others=True), enrolment(people))
    first, last = TODAY - dt.timedelta(days=9), TODAY
    assert activity_hours.by_month(viewer(people.carin), first, last) == []
    assert len(activity_hours.by_month(viewer(people.karin), first, last)) == 1


@pytest.mark.need("ACT-22", where="activity_turnout")
def test_a_low_turnout_is_said_when_there_is_enough_to_say_it(people, amina):
    low, few = session(people, name="Låg"), session(people, name="Få")
    for state in ("present", "present", "absent", "absent", "absent"):
        present(low, enrolment(people), state=state, reason="ill" if state == "absent" else "")
    present(few, enrolment(people), state="absent", reason="other")
    found = activity_hours.turnout(amina, TODAY - dt.timedelta(days=9), TODAY, people.monsteras_unit)
    assert [(one.activity.name, one.present, one.absent, one.low, one.reasons) for one in found] == [
        ("Få", 0, 1, False, [("other", 1)]),
        ("Låg", 2, 3, True, [("ill", 3)]),
    ]


@pytest.mark.need("DIS-03", where="activity_turnout")
def test_who_began_digitally_and_came_in_person_since(people, amina):
    came, stayed, never = (enrolment(people) for _ in range(3))
    far, near = session(people, days=-20, mode="digital"), session(people, days=-10)
    present(far, came)
    present(near, came)
    present(far, stayed)
    present(near, never)
    found = activity_hours.digital_first(amina, people.monsteras_unit)
    assert (found.began_digitally, found.came_since, found.days) == (2, 1, 10)


@pytest.mark.need("ACT-21", where="activity_turnout")
def test_how_many_have_been_trained_in_equality(people, amina):
    trained, _not = enrolment(people), enrolment(people)
    present(session(people, kind="equality_training", track="internal"), trained)
    found = activity_hours.trained(amina, people.monsteras_unit)
    assert (found.reached, found.people) == (1, 2)


@pytest.mark.need("ACT-20", where="activity_report")
def test_the_report_to_an_agency_holds_what_it_ordered(people, amina):
    who = enrolment(people)
    present(session(people, ordered_by="Arbetsförmedlingen"), who)
    present(session(people), who)
    unit = people.monsteras_unit
    assert activity_hours.agencies(amina, unit) == ["Arbetsförmedlingen"]
    rows = activity_hours.for_agency(amina, unit, "Arbetsförmedlingen", TODAY - dt.timedelta(days=9), TODAY)
    assert [row.participant_id for row in rows] == [who.participant_id]


def test_who_is_in_no_activity_is_due(people, amina):
    idle, booked, lately, new = (enrolment(people) for _ in range(4))
    type(new).objects.filter(pk=new.pk).update(started_on=TODAY - dt.timedelta(days=3))
    BookingFactory(session=session(people, days=2), enrolment=booked)
    present(session(people, days=-3), lately)
    rows = [row for row in due.rows(amina, TODAY) if row.kind == "no_activity"]
    assert [row.participant for row in rows] == [idle.participant]


def test_a_long_pause_makes_two_bars_in_the_lane(people, amina):
    who = enrolment(people)
    activity = ActivityFactory(unit=people.monsteras_unit, name="NADA")
    for days in (-100, -93, -10, -3):
        present(ActivitySessionFactory(activity=activity, days=days), who)
    present(ActivitySessionFactory(activity=activity, days=-1), who, state="absent", reason="ill")
    found = {lane.kind: lane for lane in lanes.of(amina, who.participant, [])}
    day = dt.timedelta(days=1)
    assert [(span.starts_on, span.ends_on) for span in found["health"].spans] == [
        (TODAY - 100 * day, TODAY - 93 * day),
        (TODAY - 10 * day, TODAY - 3 * day),
    ]
    assert [point.on for point in found["absence"].points] == [TODAY - day]


# --- a whole unit in another way --------------------------------------------------------------------------------
@pytest.mark.need("DIS-01", where="activity_switch")
def test_a_unit_meets_digitally_and_everybody_concerned_is_noted(people, amina):
    unit, tomorrow, late = people.monsteras_unit, session(people, days=1), session(people, days=30)
    visit, held = session(people, days=1, mode="home_visit"), session(people, days=0)
    ActivitySession.objects.filter(pk=held.pk).update(attendance_at=timezone.now(), attendance_by="x")
    booked = BookingFactory(session=tomorrow)
    week = {"unit": unit, "first": TODAY, "last": TODAY + dt.timedelta(days=7), "mode": "digital", "by": amina}
    assert activity_sessions.switch_unit(place="https://rum.example/1", **week) == (1, 2)
    assert activity_sessions.switch_unit(**week) == (0, 0)
    tomorrow.refresh_from_db()
    assert (tomorrow.mode, tomorrow.place, tomorrow.version) == ("digital", "https://rum.example/1", 2)
    assert {one.mode for one in ActivitySession.objects.filter(pk__in=[late.pk, held.pk])} == {"on_site"}
    visit.refresh_from_db()
    assert visit.mode == "home_visit"
    rows = ActivityNotice.objects.all()
    assert {(row.participant_id, row.kind) for row in rows} == {
        (booked.participant_id, "mode"),
        (booked.participant_id, "place"),
    }
    assert len({row.change_id for row in rows}) == 1
    assert known.notices_of(amina, tomorrow) == [("mode", 1, 0), ("place", 1, 0)]


@pytest.mark.parametrize(
    ("mode", "days", "code"), [("home_visit", 7, "home_visit"), ("digital", -1, "ends_before_start")]
)
def test_a_change_of_a_unit_that_makes_no_sense_is_refused(people, amina, mode, days, code):
    with pytest.raises(NotPossible) as refused:
        activity_sessions.switch_unit(
            unit=people.monsteras_unit, first=TODAY, last=TODAY + dt.timedelta(days=days), mode=mode, by=amina
        )
    assert refused.value.code == code


def test_carin_changes_nothing_of_monsteras(people):
    with pytest.raises(NotFound):
        activity_sessions.switch_unit(
            unit=people.monsteras_unit, first=TODAY, last=TODAY, mode="digital", by=viewer(people.carin)
        )

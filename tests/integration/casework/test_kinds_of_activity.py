"""What is offered week by week: each kind is planned as it is held, booked, attended, and counted for the person."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.casework.actions import activities, activity_sessions, attendance, bookings
from stegvis.casework.actions.attendance import Mark
from stegvis.casework.queries import dose
from tests.factories import EnrolmentFactory, cast, viewer

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("kind", "track", "held"),
    [
        pytest.param(
            "joint_wellness", "health", {"with_staff": True}, marks=pytest.mark.need("ACT-04", where="activity_new")
        ),
        pytest.param(
            "walk_and_talk",
            "health",
            {"mode": "outdoors", "capacity": 1},
            marks=pytest.mark.need("ACT-05", where="activity_new"),
        ),
        pytest.param(
            "health_school",
            "health",
            {"mode": "digital", "leader_name": "Hälsokoordinator"},
            marks=pytest.mark.need("ACT-06", where="activity_new"),
        ),
        pytest.param(
            "meeting",
            "internal",
            {"mode": "digital", "capacity": 1},
            marks=pytest.mark.need("ACT-11", where="activity_new"),
        ),
        pytest.param(
            "meeting",
            "internal",
            {"mode": "outdoors", "capacity": 8},
            marks=pytest.mark.need("ACT-11", where="activity_new"),
        ),
        pytest.param(
            "job_search_time", "work", {"place": "Datorsalen"}, marks=pytest.mark.need("ACT-13", where="activity_new")
        ),
        pytest.param(
            "labour_market", "work", {"mode": "digital"}, marks=pytest.mark.need("ACT-14", where="activity_new")
        ),
        pytest.param(
            "course",
            "study",
            {"adaptations": "Två timmar om dagen, fyra i gruppen"},
            marks=pytest.mark.need("ACT-16", where="activity_new"),
        ),
        pytest.param(
            "closing_event", "internal", {"place": "Stranden"}, marks=pytest.mark.need("ACT-29", where="activity_new")
        ),
    ],
)
def test_it_is_planned_as_it_is_held_and_counted_for_who_came(kind, track, held):
    people = cast()
    amina, today = viewer(people.amina), timezone.localdate()
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, started_on=today - 5 * WEEK,
        participant__controller=people.monsteras,
    )  # fmt: skip
    one = activities.create(
        unit=people.monsteras_unit, by=amina, name="Onsdagar", track=track, kind=kind, aim="Ett steg närmare", **held
    )
    series = activity_sessions.plan_series(
        activity=one,
        weekday=today.weekday(),
        starts_at=dt.time(0, 30),
        from_on=today,
        until_on=today + 3 * WEEK,
        by=amina,
    )
    first = series.sessions.first()
    assert [session.on for session in series.sessions.all()] == [today + number * WEEK for number in range(4)]
    assert {name: getattr(one, name) for name in held} == held and first.mode == held.get("mode", "on_site")
    booked = bookings.book(session=first, participants=[enrolment.participant], rest_of_series=True, by=amina)
    assert (booked.booked, booked.waiting) == (4, 0)
    staff = {"staff_present": 2} if one.with_staff else {}
    attendance.take(session=first, marks=[Mark(enrolment.participant_id)], by=amina, **staff)
    counted = [each for each in dose.of(enrolment).activities if each.name == "Onsdagar"]
    assert [each.minutes for each in counted] == [60]

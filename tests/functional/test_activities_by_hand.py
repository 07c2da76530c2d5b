"""Activities in the browser: no barriers on any of their pages, and the attendance of twenty with a thumb."""

import pytest
from django.urls import reverse

from stegvis.casework.actions import attendance_reports, contacts
from stegvis.casework.models import Attendance, AttendanceReport
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    EnrolmentFactory,
    ParticipantFactory,
    cast,
    viewer,
)
from tests.factories.cast import second_factor
from tests.functional.conftest import PATIENCE_MILLISECONDS, each_width


@pytest.fixture
def group(live_server):
    """The cast, and twenty people booked with Amina today."""
    people = cast()
    second_factor(people.amina)
    unit = people.monsteras_unit
    activity = ActivityFactory(
        unit=unit, name="NADA", kind="nada", with_wellbeing=True, with_staff=True, capacity=20, ordered_by="AF"
    )
    session = ActivitySessionFactory(activity=activity)
    for number in range(20):
        long = "Ett-mycket-långt-efternamn-som-inte-ryms-på-raden"
        person = ParticipantFactory(
            controller=unit.organisation, family_name=long if number == 3 else "Öberg", language="ar", interpreter=True
        )
        enrolment = EnrolmentFactory(unit=unit, project=people.project, coach=people.amina, participant=person)
        BookingFactory(session=session, enrolment=enrolment)
    before = ActivitySessionFactory(activity=activity, days=-7)
    AttendanceFactory(session=before, enrolment=enrolment, before=2, after=4)
    by = viewer(people.amina)
    desk = contacts.add(controller=people.monsteras, party="employment_service", organisation="AF", by=by)
    attendance_reports.give(
        unit=unit, ordered_by="AF", first_on=before.on, last_on=session.on, contact=desk, way="post", ground="duty",
        ground_text="Förordning", by=by,
    )  # fmt: skip
    return people, session


def screens(session) -> list[str]:
    """Every page of activities that a coach opens."""
    plain = ("activities", "activities_today", "activity_new", "activity_switch", "activity_hours", "activity_turnout")
    more = ("activity_report", "activity_rotation", "activity_rotation_plan", "activity_wishes")
    of_session = ("activity_session", "activity_session_change", "activity_session_cancel", "activity_book")
    return [
        *(reverse(name) for name in (*plain, *more)),
        reverse("activities") + "?show=catalogue",
        reverse("activity_report_give") + "?agency=AF",
        reverse("attendance_report", args=[AttendanceReport.objects.get().pk]),
        *(reverse(name, args=[session.pk]) for name in (*of_session, "activity_attendance", "activity_groups")),
        *(
            reverse(name, args=[session.activity_id])
            for name in ("activity", "activity_change", "activity_plan", "activity_series", "activity_retire")
        ),
    ]


@each_width
@pytest.mark.need("HOR-05", where="activities")
def test_no_page_of_activities_has_a_barrier_or_runs_out_of_the_window(group, visit, width):
    people, session = group
    there = visit(width=width)
    there.sign_in(people.amina)
    for address in screens(session):
        there.open(address)
        for scheme in there.in_both_schemes():
            assert (address, scheme, there.barriers()) == (address, scheme, [])
            assert (address, scheme, there.overflow()) == (address, scheme, 0)


def test_no_page_of_activities_runs_out_of_the_smallest_window(group, visit):
    people, session = group
    there = visit(width=320)
    there.sign_in(people.amina)
    for address in screens(session):
        there.open(address)
        assert (address, there.overflow()) == (address, 0)


@pytest.mark.need("ACT-22", where="activity_attendance")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_twenty_are_noted_with_a_tap_for_each_who_is_away(group, visit, browser, scripts):
    people, session = group
    there = visit(width=375)
    if not scripts:
        there.context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
        there.context.set_default_timeout(PATIENCE_MILLISECONDS)
        there.page = there.context.new_page()
    there.sign_in(people.amina)
    page = there.open(reverse("activity_attendance", args=[session.pk]))
    reasons = page.locator(".sv-mark-why select")
    assert (reasons.count(), reasons.first.is_visible()) == (20, False)
    for place in (0, 7):
        page.locator(".sv-marks .sv-mark-row label").nth(place).click()
        assert reasons.nth(place).is_visible()
    reasons.nth(0).select_option("ill")
    page.click(".sv-mark-foot button[type=submit]")
    page.wait_for_url(f"**/sessions/{session.pk}/")
    assert Attendance.objects.filter(session=session, state="present").count() == 18
    assert sorted(Attendance.objects.filter(state="absent").values_list("reason", flat=True)) == ["ill", "unknown"]
    if not scripts:
        there.context.close()

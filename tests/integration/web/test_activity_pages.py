"""The pages of activities: the week, the catalogue, booking, and attendance of a group."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.casework.actions import activity_sessions, bookings, protections
from stegvis.casework.models import Activity, ActivitySession, Attendance, Booking, InterpreterBooking, TopicWish
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    EnrolmentFactory,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def session(people):
    return ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, name="Cykelskola"))


def seats(people, session, count: int) -> list[Booking]:
    return [
        BookingFactory(
            session=session,
            enrolment=EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina),
        )
        for _ in range(count)
    ]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.need("ACT-01", where="activities")
def test_the_week_and_the_catalogue_show_what_is_offered(amina, session):
    assert "Cykelskola" in words(amina.get(reverse("activities")))
    catalogue = words(amina.get(reverse("activities") + "?show=catalogue"))
    assert "Health: 1" in catalogue and "Må bättre" in catalogue
    other = words(amina.get(reverse("activities") + "?show=catalogue&track=work"))
    assert "Cykelskola" not in other


def test_a_week_that_is_none_shows_this_week(amina, session):
    assert "Cykelskola" in words(amina.get(reverse("activities") + "?week=9999-W99"))


def test_an_activity_is_put_in_planned_as_series_and_booked(amina, people):
    person = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).participant
    made = amina.post(
        reverse("activity_new"),
        {"name": "NADA", "kind": "nada", "track": "health", "aim": "Sova bättre", "mode": "on_site", "language": "sv",
         "minutes": 45, "capacity": 8, "new_room": "Rum 2", "with_wellbeing": "on"},
    )  # fmt: skip
    one = Activity.objects.get()
    assert made.url == reverse("activity", args=[one.pk])
    assert (one.room.name, one.with_wellbeing) == ("Rum 2", True)
    start = timezone.localdate() + dt.timedelta(days=1)
    amina.post(
        reverse("activity_series", args=[one.pk]),
        {"weekday": start.weekday(), "clock": "09:00", "minutes": 45, "every_weeks": 1, "from_on": start,
         "until_on": start + dt.timedelta(weeks=2), "exceptions": str(start + dt.timedelta(weeks=1))},
    )  # fmt: skip
    assert one.sessions.count() == 2
    first = one.sessions.first()
    amina.post(reverse("activity_book", args=[first.pk]), {"person": str(person.pk), "series": "1"})
    assert Booking.objects.filter(participant=person, state="booked").count() == 2


def test_a_day_that_is_none_is_told_and_nothing_typed_is_lost(amina, session):
    answer = amina.post(
        reverse("activity_series", args=[session.activity_id]),
        {"weekday": 1, "clock": "09:00", "minutes": 45, "every_weeks": 1, "from_on": "2026-12-01",
         "until_on": "2026-12-31", "exceptions": "julafton"},
    )  # fmt: skip
    assert "“julafton” is no day" in words(answer)
    assert ">julafton</textarea>" in answer.content.decode().replace("\n", "")
    assert ActivitySession.objects.count() == 1


def test_two_who_change_the_same_session_are_both_kept(amina, people, session):
    address = reverse("activity_session_change", args=[session.pk])
    page = amina.get(address)
    typed = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    opened = page.context["both"].token
    activity_sessions.change(session=session, place="Biblioteket", by=viewer(people.bo))
    amina.post(address, {**typed, "topic": "Cykla i stan", "opened": opened})
    session.refresh_from_db()
    assert (session.place, session.topic) == ("Biblioteket", "Cykla i stan")


@pytest.mark.need("ACT-22", where="activity_attendance")
def test_a_group_of_twenty_is_one_page_and_one_sending(amina, people, session):
    places = seats(people, session, 20)
    page = amina.get(reverse("activity_attendance", args=[session.pk])).content.decode()
    assert page.count('name="absent"') == 20 and "checked" not in page.split("sv-marks")[1].split("</ul>")[0]
    away = places[3].participant_id
    amina.post(
        reverse("activity_attendance", args=[session.pk]),
        {"person": [str(each.participant_id) for each in places], "absent": [str(away)], f"reason-{away}": "ill",
         "version": 1},
    )  # fmt: skip
    assert Attendance.objects.filter(state="present", minutes=60).count() == 19
    assert Attendance.objects.get(state="absent").reason == "ill"
    assert AuditEvent.objects.filter(record="attendance", verb="take").count() == 20


def test_a_session_moved_meanwhile_is_told_and_the_ticks_stay(amina, people, session):
    (place,) = seats(people, session, 1)
    address, key = reverse("activity_attendance", args=[session.pk]), place.participant_id
    activity_sessions.change(session=session, mode="digital", by=viewer(people.bo))
    sent = {"person": str(key), "absent": str(key), f"reason-{key}": "travel", "version": 1}
    answer = amina.post(address, sent)
    assert answer.status_code == 409
    assert "has been changed since you opened this page" in words(answer)
    again = amina.get(address)
    assert [(line.absent, line.reason) for line in again.context["lines"]] == [(True, "travel")]
    assert amina.post(address, {**sent, "version": 2}).status_code == 302
    assert Attendance.objects.get().reason == "travel"
    assert amina.get(address).context["kept"] is None


def test_a_place_taken_back_meanwhile_loses_nobody_elses_tick(amina, people, session):
    gone, stays = seats(people, session, 2)
    address, key = reverse("activity_attendance", args=[session.pk]), stays.participant_id
    bookings.cancel(booking=gone, by=viewer(people.amina))
    sent = {"person": [str(gone.participant_id), str(key)], "absent": str(key), "version": 1}
    answer = amina.post(address, sent)
    assert answer.status_code == 409 and "no longer has a place" in words(answer)
    assert [(line.key, line.absent) for line in answer.context["lines"]] == [(str(key), True)]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("minutes", ["fifty", "-5", "99999", "9" * 100_000])
def test_minutes_that_are_none_are_told(amina, people, session, minutes):
    (place,) = seats(people, session, 1)
    key = place.participant_id
    answer = amina.post(
        reverse("activity_attendance", args=[session.pk]), {"person": str(key), f"minutes-{key}": minutes, "version": 1}
    )
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()
    assert not Attendance.objects.exists()


def test_a_place_is_taken_back_and_the_waiting_move_up(amina, people, session):
    ActivitySession.objects.filter(pk=session.pk).update(capacity=1)
    first, second = seats(people, session, 2)
    Booking.objects.filter(pk=second.pk).update(state="waiting")
    answer = amina.post(reverse("activity_unbook", args=[first.pk]), follow=True)
    assert "1 from the waiting list got a place." in words(answer)
    second.refresh_from_db()
    assert second.state == "booked"


@pytest.mark.need("LNG-09", where="activity_session")
def test_an_interpreter_is_ordered_and_booked(amina, session):
    address = reverse("activity_interpreter", args=[session.pk])
    amina.post(address, {"language": "ar"})
    order = InterpreterBooking.objects.get()
    amina.post(address, {"order": order.pk, "name": "Tolkförmedlingen"})
    order.refresh_from_db()
    assert (order.state, order.name) == ("booked", "Tolkförmedlingen")


def test_the_search_for_people_is_sent_and_stands_in_no_address(amina, people, session):
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, participant__family_name="Zetterqvist")
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, participant__family_name="Andersson")
    answer = words(amina.post(reverse("activity_book", args=[session.pk]), {"text": "zetterq", "find": "1"}))
    assert "Zetterqvist" in answer and "Andersson" not in answer


def test_carin_finds_nothing_of_monsteras(people, signed_in, session):
    carin = signed_in(people.carin)
    for name in ("activity_session", "activity_book", "activity_attendance", "activity_session_change"):
        assert carin.get(reverse(name, args=[session.pk])).status_code == 404
    assert "Cykelskola" not in words(carin.get(reverse("activities")))


def test_a_hidden_person_is_in_no_list_and_no_count(people, signed_in, session):
    (place,) = seats(people, session, 1)
    protections.protect(
        participant=place.participant, level="secrecy_marking", since_on=timezone.localdate(),
        decided_by="Skatteverket", review_on=timezone.localdate() + dt.timedelta(days=90), named=[people.karin],
        by=viewer(people.karin),
    )  # fmt: skip
    bo = signed_in(people.bo)
    for name in ("activity_session", "activity_book", "activity_attendance"):
        page = words(bo.get(reverse(name, args=[session.pk])))
        assert place.participant.family_name not in page.replace(session.activity.name, "")
    page = words(bo.get(reverse("activity_session", args=[session.pk])))
    assert "0 of 10 places" in page and "more whom others" not in page
    assert "1 of 10 places" in words(signed_in(people.karin).get(reverse("activity_session", args=[session.pk])))


# --- today, follow-up, another way --------------------------------------------------------------------------------
@pytest.mark.need("ACT-09", where="activities_today")
def test_the_board_shows_where_somebody_can_still_go(amina, people, session):
    ActivitySession.objects.filter(pk=session.pk).update(capacity=1, ends_at=timezone.now() + dt.timedelta(hours=1))
    assert "1 free place" in words(amina.get(reverse("activities_today")))
    seats(people, session, 1)
    assert "Full" in words(amina.get(reverse("activities_today")))


@pytest.mark.need("ACT-22", where="activity_hours")
def test_hours_are_shown_and_fetched_and_the_log_says_so(amina, people, session):
    place = seats(people, session, 1)[0]
    AttendanceFactory(session=session, enrolment=place.enrolment)
    assert place.participant.family_name in words(amina.get(reverse("activity_hours")))
    fetched = amina.get(reverse("activity_file", args=["hours"]))
    assert fetched.content[:2] == b"PK"
    assert AuditEvent.objects.get(record="attendance", verb="export").subject_id == str(place.participant_id)


@pytest.mark.parametrize("query", ["?from=hej&to=2026-99-99&unit=x", "?from=2026-12-01&to=2026-01-01"])
@pytest.mark.parametrize("name", ["activity_hours", "activity_turnout", "activity_report"])
def test_a_period_that_is_none_shows_the_usual(amina, session, name, query):
    assert amina.get(reverse(name) + query).status_code == 200


@pytest.mark.need("DIS-01", where="activity_switch")
def test_a_unit_is_asked_before_it_meets_in_another_way(amina, people, session):
    later = ActivitySessionFactory(activity=session.activity, days=2)
    today = timezone.localdate()
    told = {"unit": people.monsteras_unit.pk, "first": today + dt.timedelta(days=1), "mode": "digital",
            "last": today + dt.timedelta(days=9)}  # fmt: skip
    assert "1 session will be changed." in words(amina.post(reverse("activity_switch"), told))
    later.refresh_from_db()
    assert later.mode == "on_site"
    amina.post(reverse("activity_switch"), {**told, "sure": "1"})
    later.refresh_from_db()
    assert later.mode == "digital"


def test_the_page_of_a_person_shows_coming_places_and_ended_ones(amina, people, session):
    place = seats(people, session, 1)[0]
    other = BookingFactory(session=ActivitySessionFactory(activity=session.activity, days=3), enrolment=place.enrolment)
    Booking.objects.filter(pk=other.pk).update(state="cancelled", ended_because="left", ended_at=timezone.now())
    page = words(amina.get(reverse("participant", args=[place.participant_id])))
    assert "Cykelskola" in page and "These places ended when the enrolment changed" in page


# --- turns, groups, wishes ----------------------------------------------------------------------------------------
@pytest.mark.need("ACT-10", where="activity_rotation_plan")
def test_turns_are_planned_and_shown(amina, people):
    unit = people.monsteras_unit
    areas = [ActivityFactory(unit=unit, kind="task_area", track="work", name=name) for name in ("Kök", "Ute")]
    person = EnrolmentFactory(unit=unit, project=people.project, coach=people.amina).participant
    told = {"areas": [area.pk for area in areas], "people": [person.pk], "weeks": 2, "rounds": 2,
            "first": timezone.localdate()}  # fmt: skip
    page = amina.post(reverse("activity_rotation_plan"), told, follow=True)
    assert "2 turns are planned." in words(page) and person.family_name in words(page)
    alone = amina.post(reverse("activity_rotation_plan"), {**told, "areas": [areas[0].pk]})
    assert "Choose at least two task areas" in words(alone)


@pytest.mark.need("ACT-24", where="activity_groups")
@pytest.mark.parametrize(("asked", "number"), [("", 2), ("3", 3), ("x", 2), ("0", 1), ("999", 30)])
def test_groups_are_proposed_of_those_booked(amina, people, session, asked, number):
    seats(people, session, 6)
    page = amina.get(reverse("activity_groups", args=[session.pk]) + (f"?groups={asked}" if asked else ""))
    assert len(page.context["groups"]) == number
    assert sum(len(group.people) for group in page.context["groups"]) == 6


@pytest.mark.need("ACT-07", where="activity_wishes")
def test_a_wish_is_written_voted_for_and_settled(amina, people):
    person = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).participant
    amina.post(reverse("activity_wishes"), {"kind": "topic", "words": "Budget"})
    wish = TopicWish.objects.get()
    address = reverse("activity_wish", args=[wish.pk])
    assert "Choose who wants it too." in words(amina.post(address, {"person": "x"}, follow=True))
    assert "1 vote" in words(amina.post(address, {"person": str(person.pk)}, follow=True))
    assert "Planned" in words(amina.post(address, {"state": "planned"}, follow=True))

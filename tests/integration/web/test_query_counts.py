"""The pages people use daily ask the database as often for thirty rows as for one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.casework.actions import wishes
from stegvis.casework.models import Enrolment, FollowUp, Meeting, Reminder, TopicWish
from stegvis.organisation.models import Project
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    ParticipantFactory,
    ProjectFactory,
    viewer,
)
from tests.factories.places import take_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrol(people):
    """So many more with Amina in Mönsterås: going on, closed, and with gaps."""

    def more(count: int):
        for number in range(count):
            factory = ClosedEnrolmentFactory if number % 3 == 2 else EnrolmentFactory
            person = ParticipantFactory(controller=people.monsteras, family_name="Testdotter")
            gaps = {"target_groups": [], "education": ""} if number % 2 else {}
            factory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person, **gaps)

    return more


def queries(ask) -> int:
    """How many questions one page asks. The first time is not counted: it fills what is kept."""
    assert ask().status_code == 200
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def counts(ask, more) -> list[int]:
    """The same for one, three and thirty rows."""
    found = []
    for there, wanted in ((0, 1), (1, 3), (3, 30)):
        more(wanted - there)
        found.append(queries(ask))
    return found


@pytest.mark.parametrize("query", ["", "?show=closed", "?show=gaps", "?whose=all"])
def test_the_list(people, signed_in, enrol, query):
    amina = signed_in(people.amina)
    enrol(3)  # of each kind there is one at least
    assert len(set(counts(lambda: amina.get(reverse("participants") + query), enrol))) == 1


@pytest.mark.parametrize("who", ["amina", "karin"])
def test_the_first_screen(people, signed_in, enrol, who):
    browser = signed_in(getattr(people, who))
    enrol(3)
    assert len(set(counts(lambda: browser.get(reverse("start")), enrol))) == 1


def test_the_search(people, signed_in, enrol):
    amina = signed_in(people.amina)
    found = counts(lambda: amina.post(reverse("participant_search"), {"text": "testdotter"}), enrol)
    assert len(set(found)) == 1


def test_one_person_by_times_in_projects(people, signed_in):
    amina = signed_in(people.amina)
    person = ParticipantFactory(controller=people.monsteras)

    def more(count: int):
        for _ in range(count):
            project = ProjectFactory()
            take_part(project, people.monsteras_unit)
            factory = ClosedEnrolmentFactory if Enrolment.objects.count() % 2 == 0 else EnrolmentFactory
            factory(unit=people.monsteras_unit, project=project, coach=people.amina, participant=person)

    more(2)  # one closed, one going on
    address = reverse("participant", args=[person.pk])
    assert len(set(counts(lambda: amina.get(address), more))) == 1


def test_who_has_looked(people, signed_in):
    amina = signed_in(people.amina)
    person = ParticipantFactory(controller=people.monsteras)
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)
    found = counts(
        lambda: amina.get(reverse("participant_looks", args=[person.pk])), lambda n: _events(people, n, person.pk)
    )
    assert len(set(found)) == 1


@pytest.mark.parametrize("name", ["activity_session", "activity_book", "activity_attendance"])
def test_a_session_by_people(people, signed_in, name):
    amina = signed_in(people.amina)
    session = ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, capacity=100))

    def more(count: int):
        for _ in range(count):
            for booked in (True, False):
                enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
                if booked:
                    BookingFactory(session=session, enrolment=enrolment)

    address = reverse(name, args=[session.pk])
    assert len(set(counts(lambda: amina.get(address), more))) == 1


@pytest.mark.parametrize("query", ["", "?show=catalogue"])
def test_the_activities(people, signed_in, query):
    amina = signed_in(people.amina)

    def more(count: int):
        for _ in range(count):
            ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit))

    assert len(set(counts(lambda: amina.get(reverse("activities") + query), more))) == 1


@pytest.mark.parametrize(
    "name", ["activity_hours", "activity_report", "activity_rotation", "activity_rotation_plan", "activity_turnout"]
)
def test_following_up_activities(people, signed_in, name):
    amina = signed_in(people.amina)
    activity = ActivityFactory(unit=people.monsteras_unit, ordered_by="AF", kind="task_area")
    session = ActivitySessionFactory(activity=activity)

    def more(count: int):
        for _ in range(count):
            enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
            AttendanceFactory(session=session, enrolment=enrolment)

    assert len(set(counts(lambda: amina.get(reverse(name)), more))) == 1


def test_the_wishes(people, signed_in):
    amina = signed_in(people.amina)

    def more(count: int):
        for _ in range(count):
            words = f"Wish {TopicWish.objects.count()}"
            wishes.wish(unit=people.monsteras_unit, words=words, by=viewer(people.amina))

    assert len(set(counts(lambda: amina.get(reverse("activity_wishes")), more))) == 1


def test_the_log(people, signed_in):
    maja = signed_in(people.maja)
    found = counts(lambda: maja.get(reverse("audit_log")), lambda n: _events(people, n))
    assert len(set(found)) == 1


def test_the_list_of_projects(people, signed_in):
    eva = signed_in(people.eva)

    def more(count: int):
        for _ in range(count):
            project = ProjectFactory(owner=people.project.owner)
            take_part(project, people.monsteras_unit)

    more(1)  # with one project only the list sends on
    assert len(set(counts(lambda: eva.get(reverse("results")), more))) == 1
    assert Project.objects.count() > 30


def _events(people, count: int, subject="") -> None:
    by = viewer(people.amina)
    organisation = people.monsteras.pk
    for _ in range(count):
        audit.record(by=by, verb="read", record="participant", subject_id=subject, organisation_id=organisation)


@pytest.mark.parametrize("name", ["calendar", "reminders", "start"])
def test_the_calendar_and_the_messages_sent(people, signed_in, name):
    amina, now = signed_in(people.amina), timezone.now().replace(microsecond=0)

    def meet(count: int) -> None:
        for number in range(count):
            person = ParticipantFactory(controller=people.monsteras)
            EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)
            made = Meeting.objects.create(
                participant=person, user=people.amina, starts_at=now, ends_at=now + dt.timedelta(minutes=30),
                booked_by="Amina",
            )  # fmt: skip
            Reminder.objects.create(
                key=f"{made.pk}-{number}", participant=person, meeting=made, kind="before", about_at=now,
                send_after=now - dt.timedelta(days=1),
            )  # fmt: skip

    meet(1)  # the first of a kind warms what is kept
    assert len(set(counts(lambda: amina.get(reverse(name)), meet))) == 1


def test_who_is_to_be_asked_and_what_they_answered(people, signed_in):
    amina, today = signed_in(people.amina), timezone.localdate()

    def end(count: int) -> None:
        for number in range(count):
            closed = ClosedEnrolmentFactory(
                unit=people.monsteras_unit, project=people.project, coach=people.amina,
                ended_on=today - dt.timedelta(days=40),
            )  # fmt: skip
            if number % 2:
                FollowUp.objects.create(
                    enrolment=closed, occasion="weeks_4", result="answered", asked_on=today, destination="work"
                )

    end(3)
    assert len(set(counts(lambda: amina.get(reverse("follow_ups")), end))) == 1

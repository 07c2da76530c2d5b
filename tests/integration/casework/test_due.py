"""What needs somebody: whom each source names, and whom it leaves alone."""

import datetime as dt

import pytest

from stegvis.casework.queries import due
from tests.factories import (
    ActivitySessionFactory,
    AttendanceFactory,
    EnrolmentFactory,
    ParticipantFactory,
    cast,
    viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def people():
    return cast()


def enrolled(people, born: dt.date, income: str = "activity_compensation", **more):
    person = ParticipantFactory(controller=people.monsteras, born=born)
    facts = {"unit": people.monsteras_unit, "project": people.project, "coach": people.amina} | more
    return EnrolmentFactory(participant=person, income=income, **facts)


def named(user, kind: str) -> list:
    return [row.participant for row in due.rows(viewer(user), TODAY) if row.kind == kind]


@pytest.mark.need("INT-30", where="start")
def test_who_turns_thirty_soon_on_activity_compensation_is_named(people):
    soon = enrolled(people, dt.date(1997, 1, 15)).participant
    today = enrolled(people, dt.date(1996, 11, 26)).participant
    assert named(people.amina, "age_thirty") == [today, soon]


@pytest.mark.need("INT-30", where="start")
@pytest.mark.parametrize(
    ("born", "income"),
    [
        (dt.date(1996, 11, 25), "activity_compensation"),  # was thirty yesterday
        (dt.date(1997, 7, 30), "activity_compensation"),  # in more than eight months
        (dt.date(1997, 1, 15), "income_support"),
    ],
)
def test_others_are_not(people, born, income):
    enrolled(people, born, income)
    assert named(people.amina, "age_thirty") == []


def test_a_coach_is_told_of_the_own_caseload_only(people):
    enrolled(people, dt.date(1997, 1, 15), coach=people.bo)
    assert named(people.amina, "age_thirty") == []
    assert len(named(people.dag, "age_thirty")) == 1


@pytest.mark.need("DIS-07", where="start")
@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        ([(-20, 4), (-3, 2)], True),
        ([(-20, 3), (-3, 2)], False),  # a fall of one step is none
        ([(-20, 5), (-3, 3)], False),  # three is not low
        ([(-20, 4), (-15, 2)], False),  # two weeks ago is no news
        ([(-70, 4), (-3, 2)], False),  # what was higher is long ago
        ([(-20, 4), (-6, 1), (-3, 3)], False),  # better since
        ([(-3, 1)], False),  # nothing to compare with
    ],
)
def test_who_feels_worse_than_before_needs_somebody(people, ratings, told):
    enrolment = enrolled(people, dt.date(1990, 1, 1))
    for days, rating in ratings:
        AttendanceFactory(
            session=ActivitySessionFactory(activity__unit=people.monsteras_unit, on=TODAY + dt.timedelta(days=days)),
            participant=enrolment.participant, enrolment=enrolment, before=rating,
        )  # fmt: skip
    assert named(people.amina, "wellbeing") == ([enrolment.participant] if told else [])
    assert named(people.carin, "wellbeing") == []

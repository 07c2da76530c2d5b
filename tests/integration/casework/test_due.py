"""What needs somebody: whom each source names, and whom it leaves alone."""

import datetime as dt

import pytest

from stegvis.casework.queries import due
from tests.factories import EnrolmentFactory, ParticipantFactory, cast, viewer

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

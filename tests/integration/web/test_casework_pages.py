"""Each page opens for those it is for, with and without people in it."""

import pytest
from django.urls import reverse

from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, income="wage")


@pytest.fixture
def closed(people):
    return ClosedEnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, outcomes=["work", "studies"]
    )


PERSON = ("participant", "participant_change", "participant_looks", "enrol_again")
ENROLMENT = ("enrolment_change", "enrolment_close", "enrolment_void")


@pytest.mark.parametrize("name", ["start", "participants", "participant_search", "enrol"])
def test_pages_open_when_nobody_is_enrolled(people, signed_in, name):
    assert signed_in(people.amina).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["start", "participants", "participant_search", "enrol"])
def test_pages_open_with_people(people, signed_in, enrolment, closed, name):
    assert signed_in(people.amina).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PERSON)
def test_pages_of_a_person_open(people, signed_in, enrolment, closed, name):
    client = signed_in(people.amina)
    for each in (enrolment, closed):
        assert client.get(reverse(name, args=[each.participant_id])).status_code == 200


@pytest.mark.parametrize("name", ENROLMENT)
def test_pages_of_an_enrolment_open(people, signed_in, enrolment, name):
    assert signed_in(people.amina).get(reverse(name, args=[enrolment.pk])).status_code == 200


@pytest.mark.parametrize("name", ["enrolment_change", "enrolment_closed", "enrolment_reopen", "enrolment_void"])
def test_pages_of_a_closed_enrolment_open(people, signed_in, closed, name):
    assert signed_in(people.amina).get(reverse(name, args=[closed.pk])).status_code == 200


def test_the_log_opens(people, signed_in, enrolment):
    signed_in(people.amina).get(reverse("participant", args=[enrolment.participant_id]))
    answer = signed_in(people.maja).get(reverse("audit_log"))
    assert answer.status_code == 200
    assert "Opened the person" in answer.content.decode()

"""The page of what a participant does and gets on the way."""

import datetime as dt

import pytest
from django.urls import reverse

from stegvis.casework.models import Attainment
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(people):
    person = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, participant__controller=people.monsteras
    ).participant
    return reverse("attainments", args=[person.pk])


@pytest.mark.need("ACT-12", where="attainments")
def test_an_application_is_noted_and_answered_in_place(people, signed_in, address):
    amina = signed_in(people.amina)
    empty = amina.post(address, {"do": "note", "note-what": "job_application:waiting", "note-text": ""})
    assert "This is needed." in empty.content.decode() and not Attainment.objects.exists()
    amina.post(address, {"do": "note", "note-what": "job_application:waiting", "note-text": "Coop"})
    one = Attainment.objects.get()
    yesterday = str(one.since_on - dt.timedelta(days=1))
    wrong = amina.post(address, {"do": "answer", "id": one.pk, "answer-result": "yes", "answer-on": yesterday})
    assert "when it began" in wrong.content.decode()
    amina.post(address, {"do": "answer", "id": one.pk, "answer-result": "yes"})
    one.refresh_from_db()
    assert one.result == "yes"
    assert "Coop" in amina.get(reverse("participant", args=[one.participant_id])).content.decode()
    amina.post(address, {"do": "strike", "id": one.pk})
    assert "Coop" not in amina.get(address).content.decode()


@pytest.mark.parametrize("identifier", ["", "x", "01a219be-bd54-7dd2-a189-536e6d15ec7f"])
def test_a_line_that_is_not_there_is_not_found(people, signed_in, address, identifier):
    answer = signed_in(people.amina).post(address, {"do": "strike", "id": identifier})
    assert answer.status_code == 404


def test_driving_practice_without_minutes_says_so_beside_the_field(people, signed_in, address):
    sent = {"do": "note", "note-what": "driving_practice:done", "note-text": "Runt sjön", "note-next_step": "Mörker"}
    answer = signed_in(people.amina).post(address, sent).content.decode()
    assert "Write how many minutes." in answer and "Mörker" in answer


def test_another_municipality_finds_no_page(people, signed_in, address):
    assert signed_in(people.carin).get(address).status_code == 404

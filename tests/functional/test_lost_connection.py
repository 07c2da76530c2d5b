"""What is typed comes back: without a connection, after being signed out, and when somebody else was quicker."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from stegvis.access.models import Draft
from stegvis.casework.actions import participants
from stegvis.casework.models import Participant
from tests.factories import EnrolmentFactory, cast, second_factor, viewer

SEND = "main form button[type=submit] >> nth=-1"


@pytest.fixture
def people(live_server):
    return cast()


@pytest.fixture
def at_work(people, visit):
    """Amina's page for changing somebody, open in the browser."""
    person = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).participant
    second_factor(people.amina)
    made = visit()
    made.sign_in(people.amina)
    made.open(reverse("participant_change", args=[person.pk]))
    return made


def said(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[data-draft-state]').textContent.includes(words)", arg=words
    )


def test_typed_without_a_connection_it_stays_is_not_sent_into_the_void_and_is_saved_when_it_is_back(at_work):
    page = at_work.page
    at_work.context.set_offline(True)
    page.fill("[name=given_name]", "Asta")
    said(page, "Ingen anslutning")
    page.click(SEND)
    assert page.input_value("[name=given_name]") == "Asta"
    at_work.context.set_offline(False)
    said(page, "Sparat utkast")
    page.reload()
    assert page.input_value("[name=given_name]") == "Asta"
    page.click(SEND)
    page.wait_for_url("**/participants/*/")
    assert Participant.objects.get().given_name == "Asta"


def test_signed_out_while_typing_it_stays_and_is_sent_after_signing_in_in_another_tab(at_work, people):
    page = at_work.page
    Session.objects.all().delete()
    page.fill("[name=given_name]", "Asta")
    said(page, "Du är utloggad")
    assert not Draft.objects.exists()
    at_work.sign_in(people.amina)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(page, "Sparat utkast")
    page.click(SEND)
    page.wait_for_url("**/participants/*/")
    assert Participant.objects.get().given_name == "Asta"


def test_who_comes_second_chooses_and_the_page_has_no_barrier(at_work, people):
    page, person = at_work.page, Participant.objects.get()
    page.fill("[name=given_name]", "Anna")
    participants.change(participant=person, given_name="Asta", language="ar", by=viewer(people.bo))
    page.click(SEND)
    page.wait_for_selector("#differences")
    assert at_work.barriers() == []
    assert at_work.overflow() == 0
    page.check("[value=mine]")
    page.click(SEND)
    page.wait_for_url("**/participants/*/")
    person.refresh_from_db()
    assert (person.given_name, person.language) == ("Anna", "ar")

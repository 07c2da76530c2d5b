"""The first screen and the stand-up: what needs somebody is done in place, put off with a reason, or decided."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.actions import steps
from stegvis.casework.models import DueSnooze, Note, Step
from tests.factories import EnrolmentFactory, NoteFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    person = ParticipantFactory(controller=people.monsteras, given_name="Zoran", family_name="Ekvall")
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


def kinds(client) -> set[str]:
    return {row.due.kind for row in client.get(reverse("start")).context["due_rows"]}


@pytest.mark.need("PLN-01", where="start")
def test_who_was_never_heard_of_and_has_no_plan_is_there_twice(amina, enrolment):
    assert kinds(amina) >= {"no_contact", "no_plan"}


def test_a_call_in_place_takes_the_row_away(amina, enrolment):
    amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": "All well", "result": "reached"})
    assert Note.objects.get().kind == "phone"
    assert "no_contact" not in kinds(amina)


@pytest.mark.need("INT-28", where="start")
def test_no_answer_is_an_attempt_and_the_row_stays(amina, enrolment):
    amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": "", "result": "no_answer"})
    assert Note.objects.get().attempt_result == "no_answer"
    assert "no_contact" in kinds(amina)


def test_a_call_without_words_says_what_is_needed(amina, enrolment):
    answer = amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": " ", "result": "reached"})
    assert "Write a few words." in answer.content.decode()


def put_off(client, enrolment, kind="no_contact", **more):
    told = {"days": "7", "reason": "Is abroad"} | more
    return client.post(reverse("due_put_off", args=[enrolment.participant_id, kind]), told, follow=True)


def test_a_row_rests_until_its_day_and_the_reason_is_seen(amina, enrolment, people):
    page = put_off(amina, enrolment).content.decode()
    assert "Is abroad" in page
    assert "no_contact" not in kinds(amina)
    DueSnooze.objects.update(until_on=timezone.localdate())
    assert "no_contact" in kinds(amina)


def test_a_row_is_taken_up_again(amina, enrolment):
    put_off(amina, enrolment)
    amina.post(reverse("due_take_up", args=[enrolment.participant_id, "no_contact"]))
    assert "no_contact" in kinds(amina)


def test_putting_off_needs_a_reason_and_keeps_what_was_chosen(amina, enrolment):
    page = put_off(amina, enrolment, reason="", days="31").content.decode()
    assert not DueSnooze.objects.exists()
    assert 'value="31" selected' in page


def test_an_unknown_kind_is_nothing(amina, enrolment):
    assert put_off(amina, enrolment, kind="made-up").status_code == 404


@pytest.mark.need("PLN-02", where="start")
def test_a_late_step_needs_somebody(amina, enrolment, people):
    steps.add(participant=enrolment.participant, text="Visit the school", by=viewer(people.amina))
    Step.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    page = amina.get(reverse("start"))
    assert "late_step" in {row.due.kind for row in page.context["due_rows"]}
    assert "Visit the school" in page.content.decode()


def test_every_row_can_be_put_off_and_only_the_first_carry_the_forms_for_it(amina, people):
    for _each in range(40):
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    page = amina.get(reverse("start"))
    first, later, text = page.context["due_rows"], page.context["later_rows"], page.content.decode()
    assert all(f'action="{row.put_off_url}"' in text for row in first)
    assert later
    assert all(f'href="{row.put_off_url}"' in text for row in later)
    assert not any(f'action="{row.put_off_url}"' in text for row in later)


class TestStandUp:
    def test_one_by_one_until_everybody_has_a_step(self, amina, enrolment, people):
        other = EnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.bo, started_on=dt.date(2021, 4, 1)
        )
        told = {"text": "Try the workshop", "next_step": "Visit the workshop"}
        for expected in (enrolment, other):
            page = amina.get(reverse("stand_up"))
            assert page.context["enrolment"] == expected
            amina.post(reverse("stand_up") + f"?person={expected.participant_id}", told)
        assert "Everybody has a next step" in amina.get(reverse("stand_up")).content.decode()
        assert Step.objects.count() == 2
        assert set(Note.objects.values_list("kind", flat=True)) == {"team_decision"}

    def test_what_is_missing_is_said_and_nothing_is_lost(self, amina, enrolment):
        page = amina.post(reverse("stand_up"), {"text": "Try the workshop", "next_step": ""}).content.decode()
        assert "Try the workshop" in page
        assert not Note.objects.exists()

    def test_a_manager_who_writes_no_notes_has_no_stand_up(self, people, signed_in, enrolment):
        assert signed_in(people.karin).get(reverse("stand_up")).status_code == 403

    def test_another_municipality_is_not_there(self, people, signed_in, enrolment):
        assert "Zoran" not in signed_in(people.carin).get(reverse("stand_up")).content.decode()

    def test_who_has_been_in_touch_is_no_part_of_it(self, amina, enrolment, people):
        NoteFactory(participant=enrolment.participant)
        steps.add(participant=enrolment.participant, text="Visit", by=viewer(people.amina))
        assert amina.get(reverse("stand_up")).context["everybody"] == []

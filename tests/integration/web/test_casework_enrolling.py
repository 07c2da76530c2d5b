"""Enrolling over HTTP: the form, its warnings, and what bad input meets."""

import datetime as dt

import pytest
from django.urls import reverse

from stegvis.access.queries import drafts
from stegvis.casework.models import Enrolment, Participant
from tests.factories import (
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    ParticipantFactory,
    ProjectFactory,
    identity_number,
    take_part,
)

pytestmark = pytest.mark.django_db
BORN = dt.date(1991, 4, 7)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def answers(people):
    """A whole form, as a browser sends it."""
    return {
        "identity_number": identity_number(3, born=BORN),
        "given_name": "Örjana",
        "family_name": "Ålund",
        "language": "prs",
        "interpreter": "on",
        "phone": "070-174 06 05",
        "may_leave_message": "on",
        "project": people.project.pk,
        "unit": people.monsteras_unit.pk,
        "started_on": "2026-03-02",
        "coach": people.amina.pk,
        "inflow_channel": "open_self",
        "target_groups": ["youth", "newly_arrived"],
        "employment_status": "unemployed",
        "employment_status_months": "8",
        "education": "upper_secondary",
        "income_source": "income_support",
    }


def send(client, answers, **changed):
    return client.post(reverse("enrol"), answers | changed, follow=True)


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.need("INT-01", "INT-02", "INT-14", "INT-29", where="enrol")
def test_a_person_is_registered_and_enrolled(people, amina, answers):
    answer = send(amina, answers)
    enrolment = Enrolment.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("participant", args=[enrolment.participant_id])
    assert enrolment.participant.controller == people.monsteras
    assert enrolment.referral.channel == "open_self"
    assert {group.code for group in enrolment.target_groups.all()} == {"youth", "newly_arrived"}
    assert enrolment.income_periods.get().source == "income_support"
    assert enrolment.participant.contact_ways.get().may_leave_message


def test_the_least_that_is_needed_is_enough(people, amina, answers):
    names = ("identity_number", "given_name", "family_name", "project", "unit", "started_on", "inflow_channel")
    send(amina, {name: answers[name] for name in names})
    assert Enrolment.objects.get().coach == people.amina


def test_a_form_sent_twice_enrols_once_and_says_so(amina, answers):
    send(amina, answers)
    answer = send(amina, answers)
    assert Enrolment.objects.count() == 1
    assert "sent twice" in words(answer)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("identity_number", "19910407-9801"),
        ("identity_number", "not a number"),
        ("started_on", "2026-02-30"),
        ("started_on", "2019-01-01"),
        ("inflow_channel", "teleport"),
        ("employment_status_months", "-3"),
        ("given_name", ""),
        ("family_name", "x" * 101),
        ("project", "999999"),
        ("phone", "ring me"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_saved(amina, answers, field, text):
    answer = send(amina, answers, **{field: text})
    assert answer.context["form"].errors.keys() == {field}
    assert not Participant.objects.exists()
    assert 'value="Ålund"' in words(answer) or field == "family_name"


def test_nobody_is_registered_when_the_enrolment_is_refused(amina, answers):
    send(amina, answers, started_on="2030-01-01")
    assert not Participant.objects.exists()


@pytest.mark.need("INT-03", where="enrol")
def test_an_age_outside_the_range_needs_a_reason(amina, answers):
    too_young = answers | {"identity_number": identity_number(2, born=dt.date(2012, 5, 4))}
    refused = send(amina, too_young)
    assert "age_exception" in refused.context["form"].errors
    assert 'name="age_exception"' in words(refused)
    send(amina, too_young, age_exception="Agreed with the school")
    assert Enrolment.objects.get().age_exception == "Agreed with the school"


def test_somebody_already_in_the_register_is_offered_instead(people, amina, answers):
    there = ClosedEnrolmentFactory(
        unit=people.monsteras_unit,
        project=people.project,
        participant=ParticipantFactory(controller=people.monsteras, sex="F", born=BORN, nth=3),
    ).participant
    answer = send(amina, answers)
    assert reverse("enrol_again", args=[there.pk]) in words(answer)
    assert Participant.objects.count() == 1


def test_the_same_person_at_another_controller_is_not_hinted_at(people, amina, answers):
    EnrolmentFactory(
        unit=people.vastervik_unit,
        project=people.project,
        participant=ParticipantFactory(controller=people.vastervik, sex="F", born=BORN, nth=3),
    )
    send(amina, answers)
    assert Participant.objects.filter(controller=people.monsteras).count() == 1


@pytest.mark.need("INT-27", where="enrol_again")
def test_who_returns_is_linked_to_the_time_before(people, amina, answers):
    before = ClosedEnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    amina.post(reverse("enrol_again", args=[before.participant_id]), answers)
    assert Enrolment.objects.get(state="active").former == before


def test_another_project_is_offered_only_where_there_is_one(people, amina):
    running = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    page = reverse("participant", args=[running.participant_id])
    offer = reverse("enrol_again", args=[running.participant_id])
    assert offer not in words(amina.get(page))
    take_part(ProjectFactory(), people.monsteras_unit)
    assert offer in words(amina.get(page))
    assert "Enrol in another project</h1>" in words(amina.get(offer))


def test_days_that_are_taken_are_refused_at_the_first_day(people, amina, answers):
    before = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    answer = amina.post(reverse("enrol_again", args=[before.participant_id]), answers)
    assert "started_on" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["محمد", "Sol 🌻", "Łucja", "O’Brien-Ångström", "<script>alert(1)</script>"])
def test_names_of_every_kind_are_kept_and_shown_apart_from_the_line(amina, answers, name):
    send(amina, answers, given_name=name)
    person = Participant.objects.get()
    answer = amina.get(reverse("participant", args=[person.pk]))
    assert person.given_name == name
    assert "<script>alert" not in words(answer)
    assert "<bdi>" in words(answer)


def test_what_was_typed_comes_back_and_goes_when_it_is_sent(people, amina, answers):
    amina.post(reverse("draft", args=["enrol"]), {"given_name": ["Örjana"]}, content_type="application/json")
    assert 'value="Örjana"' in words(amina.get(reverse("enrol")))
    send(amina, answers)
    assert drafts.find(people.amina, "enrol") is None


# --- the answer while writing -----------------------------------------------------------------------------------
def test_a_right_number_says_the_age(amina, answers):
    answer = amina.post(reverse("enrol_check"), answers)
    assert "34 years on the first day" in words(answer)


def test_a_wrong_number_says_what_is_wrong(amina, answers):
    answer = amina.post(reverse("enrol_check"), answers | {"identity_number": "19911399-9802"})
    assert "not a date" in words(answer)


def test_an_age_outside_the_range_brings_the_field_for_the_reason(amina, answers):
    child = identity_number(2, born=dt.date(2015, 5, 4))
    answer = amina.post(reverse("enrol_check"), answers | {"identity_number": child})
    assert 'name="age_exception"' in words(answer)


def test_unfinished_answers_do_not_disturb_the_check(amina, answers):
    unfinished = answers | {"started_on": "2026-1", "project": "", "unit": "x"}
    assert amina.post(reverse("enrol_check"), unfinished).status_code == 200

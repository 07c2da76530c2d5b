"""Closing over HTTP: destinations, undoing, and pages that were open too long."""

import pytest
from django.urls import reverse

from stegvis.casework.models import Enrolment
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, income="income_support"
    )


def answers(*outcomes, **changed) -> dict:
    """The closing form as a browser sends it; each outcome is a dict of its fields."""
    sent = {
        "ended_on": "2026-06-30",
        "income_at_exit": "wage",
        "outcome-TOTAL_FORMS": "3",
        "outcome-INITIAL_FORMS": "0",
    }
    for number in range(3):
        told = outcomes[number] if number < len(outcomes) else {}
        for name in (
            "destination",
            "reason",
            "receiver",
            "receiver_exception",
            "explanation",
            "occupation",
            "industry",
        ):
            sent[f"outcome-{number}-{name}"] = told.get(name, "")
    return sent | changed


WORK = {"destination": "work", "reason": "work_permanent", "receiver": "Bageriet"}
STUDIES = {"destination": "studies", "reason": "studies_adult", "receiver": "Komvux"}


def close(client, enrolment, *outcomes, **changed):
    return client.post(reverse("enrolment_close", args=[enrolment.pk]), answers(*outcomes, **changed), follow=True)


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.need("EXT-01", "EXT-08", "INT-29", where="enrolment_close")
def test_an_enrolment_is_closed_and_read_back(amina, enrolment):
    answer = close(amina, enrolment, WORK)
    assert answer.redirect_chain[-1][0] == reverse("enrolment_closed", args=[enrolment.pk])
    assert "Bageriet" in words(answer)
    assert enrolment.income_periods.last().source == "wage"


@pytest.mark.need("EXT-10", where="enrolment_close")
def test_several_destinations_are_kept_and_the_headline_is_marked(amina, enrolment):
    answer = close(amina, enrolment, STUDIES, WORK)
    assert {outcome.destination for outcome in enrolment.outcomes.all()} == {"work", "studies"}
    assert words(answer).count("counted in reports") == 1


@pytest.mark.need("EXT-08", where="enrolment_close")
def test_a_missing_receiver_is_named_at_the_destination_that_lacks_it(amina, enrolment):
    answer = close(amina, enrolment, WORK, {"destination": "studies"})
    assert [set(part.errors) for part in answer.context["outcomes"]] == [set(), {"receiver"}, set()]
    assert "Bageriet" in words(answer)
    assert Enrolment.objects.get().state == "active"


@pytest.mark.need("EXT-17", where="enrolment_close")
def test_other_must_be_explained(amina, enrolment):
    answer = close(amina, enrolment, {"destination": "other"})
    assert "explanation" in answer.context["outcomes"].forms[0].errors


@pytest.mark.parametrize("ended_on", ["2020-01-01", "2099-01-01", "", "2026-13-01", "yesterday"])
def test_an_impossible_last_day_is_named_at_its_field(amina, enrolment, ended_on):
    answer = close(amina, enrolment, WORK, ended_on=ended_on)
    assert "ended_on" in answer.context["form"].errors


def test_no_destination_at_all_is_asked_for(amina, enrolment):
    answer = close(amina, enrolment)
    assert "destination" in answer.context["outcomes"].forms[0].errors


def test_the_same_destination_twice_is_refused(amina, enrolment):
    close(amina, enrolment, WORK, WORK)
    assert Enrolment.objects.get().state == "active"


def test_a_reason_of_another_destination_is_refused_at_the_reason(amina, enrolment):
    answer = close(amina, enrolment, WORK | {"reason": "studies_adult"})
    assert "reason" in answer.context["outcomes"].forms[0].errors


@pytest.mark.need("EMP-22", where="enrolment_close")
def test_the_job_somebody_got_is_kept_shown_and_corrected(amina, enrolment):
    missed = close(amina, enrolment, WORK | {"occupation": "undersköterska", "industry": "I"})
    assert "Undersköterskor" in missed.context["outcomes"].forms[0].errors["occupation"][0]
    answer = close(amina, enrolment, WORK | {"occupation": "Kockar och kallskänkor", "industry": "I"})
    assert "5120 Kockar och kallskänkor · Accommodation and food service activities" in words(answer)
    address = reverse("enrolment_change", args=[enrolment.pk])
    assert 'value="5120 Kockar och kallskänkor"' in words(amina.get(address))
    amina.post(
        address, {"income_source": "none", "outcome-work-receiver": "Bageriet", "outcome-work-occupation": "9412"}
    )
    person = words(amina.get(reverse("participant", args=[enrolment.participant_id])))
    assert "9412 Restaurang- och köksbiträden m.fl." in person
    assert (enrolment.outcomes.get().occupation, enrolment.outcomes.get().industry) == ("9412", "")


def test_closing_twice_changes_nothing_and_says_so(amina, enrolment):
    close(amina, enrolment, WORK)
    assert "Nothing was changed" in words(close(amina, enrolment, WORK))
    assert close(amina, enrolment, STUDIES).status_code == 409
    assert enrolment.outcomes.get().destination == "work"


def test_a_bent_form_is_no_fault_of_ours(amina, enrolment):
    answer = close(amina, enrolment, WORK, **{"outcome-TOTAL_FORMS": "many"})
    assert answer.status_code == 200
    assert Enrolment.objects.get().state == "active"


def test_a_closing_is_undone_with_a_reason(amina, enrolment):
    close(amina, enrolment, WORK)
    address = reverse("enrolment_reopen", args=[enrolment.pk])
    assert "reason" in amina.post(address, {"reason": ""}).context["form"].errors
    amina.post(address, {"reason": "The job did not start"})
    assert Enrolment.objects.get().state == "active"


def test_a_wrong_registration_is_taken_away_with_a_reason(amina, enrolment):
    address = reverse("enrolment_void", args=[enrolment.pk])
    amina.post(address, {"reason": "Wrong person"})
    answer = amina.post(address, {"reason": "Wrong person"}, follow=True)
    assert Enrolment.objects.get().state == "void"
    assert "Nothing was changed" in words(answer)


@pytest.mark.need("EXT-25", where="participant")
def test_a_sensitive_destination_reads_as_a_rough_word_to_those_without_the_right(
    people, amina, enrolment, monkeypatch
):
    from stegvis.casework.queries import outcomes

    close(amina, enrolment, {"destination": "imprisoned"})
    monkeypatch.setattr(outcomes, "may_read_sensitive", lambda viewer, enrolment: False)
    answer = words(amina.get(reverse("participant", args=[enrolment.participant_id])))
    assert "Imprisoned" not in answer
    assert "Other municipal service" in answer


def test_gaps_of_a_closed_enrolment_are_filled_in_at_once(amina, enrolment):
    close(amina, enrolment, {"destination": "work", "receiver_exception": "Did not want to say"})
    sent = {
        "inflow_channel": "school",
        "target_groups": ["youth"],
        "employment_status": "unemployed",
        "employment_status_months": "3",
        "education": "tertiary",
        "income_source": "none",
        "outcome-work-reason": "work_temporary",
        "outcome-work-receiver": "Bageriet",
        "outcome-work-receiver_exception": "",
    }
    amina.post(reverse("enrolment_change", args=[enrolment.pk]), sent)
    enrolment.refresh_from_db()
    outcome = enrolment.outcomes.get()
    assert (enrolment.education, outcome.reason, outcome.receiver) == ("tertiary", "work_temporary", "Bageriet")

"""The pages of the intake: facts about one person, and what the unit has decided."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.actions import intake
from stegvis.casework.models import EnrolmentStop, EntryException, LocalTargetGroup
from tests.factories import EnrolmentFactory, OpenReferralFactory, viewer
from tests.integration.web.test_query_counts import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.mark.need("INT-05", where="intake")
def test_unfinished_schooling_comes_first_and_says_so(amina, enrolment):
    address = reverse("participant_intake", args=[enrolment.participant_id])
    amina.post(address + "change/", {"do": "school", "school-compulsory": "on"})
    assert "Upper secondary school is not completed" in amina.get(address).content.decode()
    page = amina.get(reverse("participant", args=[enrolment.participant_id])).content.decode()
    assert "Schooling unfinished: comes first" in page


def test_what_is_wrong_stays_in_its_panel(amina, enrolment):
    address = reverse("participant_intake_change", args=[enrolment.participant_id])
    tomorrow = f"{timezone.localdate() + dt.timedelta(days=1)}"
    page = amina.post(address, {"do": "uvas", "uvas-since_on": tomorrow, "uvas-reason": "health"}).content.decode()
    assert "This day has not come yet." in page
    assert f'value="{tomorrow}"' in page
    page = amina.post(address, {"do": "co", "co-name": "x" * 5000, "co-result": "works"}).content.decode()
    assert "x" * 5000 in page
    assert amina.post(address, {"do": "moon"}).status_code == 200


def test_a_co_applicant_is_ticked_off(amina, enrolment):
    address = reverse("participant_intake_change", args=[enrolment.participant_id])
    amina.post(address, {"do": "co", "co-name": "Sambo", "co-result": "not_asked"})
    row = enrolment.participant.co_applicants.get()
    amina.post(address, {"do": "check", "row": str(row.pk)})
    row.refresh_from_db()
    assert row.result == "referred"
    assert amina.post(address, {"do": "check", "row": "x"}, follow=True).status_code == 200


@pytest.mark.need("INT-07", where="intake")
def test_the_leader_chooses_and_the_enrolment_form_shows_it(people, signed_in, amina):
    dag = signed_in(people.dag)
    address = reverse("unit_intake_change")
    dag.post(address, {"do": "groups", "groups-codes": ["disability"], "groups-from_on": "2021-01-01"})
    assert LocalTargetGroup.objects.get().code == "disability"
    assert "Disability (chosen by the unit)" in amina.get(reverse("enrol")).content.decode()
    assert amina.get(reverse("unit_intake")).status_code == 200
    assert amina.post(address, {"do": "groups", "groups-from_on": "2021-01-01"}).status_code == 403


@pytest.mark.need("INT-16", where="unit_intake_referrers")
def test_those_who_refer_get_a_page_with_purpose_groups_and_stop(people, signed_in, amina):
    dag, address = signed_in(people.dag), reverse("unit_intake_change")
    dag.post(address, {"do": "purpose", "purpose-text": "We help people find work"})
    dag.post(address, {"do": "groups", "groups-codes": ["disability"], "groups-from_on": "2021-01-01"})
    page = amina.get(reverse("unit_intake_referrers")).content.decode()
    assert "We help people find work" in page
    assert "Disability" in page
    assert amina.post(address, {"do": "purpose", "purpose-text": "x"}).status_code == 403


@pytest.mark.need("DIS-05", where="intake")
def test_the_enrolment_form_tells_of_a_stop(people, signed_in, amina):
    dag, today = signed_in(people.dag), f"{timezone.localdate()}"
    facts = {
        "stops-project": people.project.pk,
        "stops-since_on": today,
        "stops-reason": "Full",
        "stops-consequence": "9 fewer",
    }
    dag.post(reverse("unit_intake_change"), {"do": "stops", **facts})
    assert "No new enrolments now" in amina.get(reverse("enrol")).content.decode()
    dag.post(reverse("unit_intake_change"), {"do": "end_stop", "row": str(EnrolmentStop.objects.get().pk)})
    assert EnrolmentStop.objects.get().until_on == timezone.localdate()


def test_the_leader_decides_about_exceptions(people, signed_in, enrolment):
    intake.ask_exception(
        participant=enrolment.participant, unit=enrolment.unit, kind="delimitation", rule="Rule of ours",
        reason="Because", by=viewer(people.amina),
    )  # fmt: skip
    dag, made = signed_in(people.dag), EntryException.objects.get()
    assert "Rule of ours" in dag.get(reverse("unit_intake")).content.decode()
    dag.post(reverse("entry_exception", args=[made.pk]), {"do": "approve"})
    made.refresh_from_db()
    assert made.state == "approved"


@pytest.mark.need("INT-15", where="inflow")
def test_the_board_draws_and_takes_notes(people, signed_in, amina):
    OpenReferralFactory(unit=people.monsteras_unit, project=people.project, channel="school")
    OpenReferralFactory(unit=people.monsteras_unit, project=people.project, channel="school", sex="F")
    dag = signed_in(people.dag)
    today = f"{timezone.localdate()}"
    base = {"base-counted_on": today, "base-women": "60", "base-men": "40", "base-source": "Siv"}
    dag.post(reverse("inflow_change"), {"do": "base", **base})
    visit = {"visit-happened_on": today, "visit-partner": "Vårdcentralen", "visit-text": "Leaflet"}
    amina.post(reverse("inflow_change"), {"do": "visit", **visit})
    page = amina.get(reverse("inflow")).content.decode()
    for words in ("School", "60% (50–69%)", "60/100", "Vårdcentralen", "<svg"):
        assert words in page
    assert amina.post(reverse("inflow_change"), {"do": "base", **base}).status_code == 403
    page = amina.post(reverse("inflow_change"), {"do": "cause", "cause-happened_on": today}).content.decode()
    assert "This field is required" in page


def test_the_board_asks_as_often_for_thirty_as_for_one(people, amina):
    def more(count):
        for _each in range(count):
            OpenReferralFactory(unit=people.monsteras_unit, project=people.project, sex="F")

    assert len(set(counts(lambda: amina.get(reverse("inflow")), more))) == 1

"""The pages of new referrals: the list, one referral, the ways on, and from there into the enrolment form."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.models import Enrolment, Referral
from tests.factories import OpenReferralFactory, identity_number
from tests.integration.web.test_query_counts import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def there(people):
    def make(**more):
        return OpenReferralFactory(unit=people.monsteras_unit, project=people.project, **more)

    return make


def posted(people, **more) -> dict:
    told = {
        "name": "Nour Haddad",
        "reach": "070-174 06 05",
        "channel": "income_support",
        "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "project": people.project.pk,
        "unit": people.monsteras_unit.pk,
    }
    return told | more


def ask(route, referral) -> str:
    return reverse(route, args=[referral.pk])


def test_a_referral_is_written_down_and_stands_in_the_list(amina, people):
    page = amina.post(reverse("referral_new"), posted(people), follow=True).content.decode()
    assert "Nobody has taken this yet." in page
    assert "Nour Haddad" in amina.get(reverse("referrals")).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(amina, people):
    page = amina.post(reverse("referral_new"), posted(people, reach="", about="y" * 100_000)).content.decode()
    assert "This is needed." in page
    assert "at most 4000 fit" in page
    assert 'value="Nour Haddad"' in page
    assert not Referral.objects.exists()


def test_another_person_of_the_same_name_is_asked_about(amina, people, there):
    there(name="Nour Haddad")
    page = amina.post(reverse("referral_new"), posted(people)).content.decode()
    assert "It is another person of the same name" in page
    amina.post(reverse("referral_new"), posted(people, another="on"))
    assert Referral.objects.count() == 2


def test_a_number_nobody_has_is_not_kept(amina, people):
    page = amina.post(reverse("referral_new"), posted(people, identity_number=identity_number(7))).content.decode()
    assert "Nobody you may see has this number" in page


@pytest.mark.need("INT-28", where="referrals")
def test_taking_it_is_one_press_and_everybody_sees_it(amina, people, there, signed_in):
    referral = there()
    amina.post(ask("referral_take", referral))
    bo = signed_in(people.bo)
    assert "Amina Nur" in bo.get(reverse("referrals")).content.decode()
    page = bo.post(ask("referral_take", referral), follow=True).content.decode()
    assert "has taken this already" in page
    bo.post(ask("referral_take", referral), {"do": "over"})
    assert Referral.objects.get().taken_by == people.bo
    bo.post(ask("referral_take", referral), {"do": "release"})
    assert Referral.objects.get().taken_by is None


def test_an_attempt_is_noted_on_the_page(amina, there):
    referral = there()
    page = amina.post(
        ask("referral_attempt", referral), {"result": "no_answer", "party": "school"}, follow=True
    ).content.decode()
    assert "No answer" in page
    assert "School" in page
    assert amina.post(ask("referral_attempt", referral), {"result": "x"}).status_code == 200


def test_the_enrolment_form_is_filled_in_from_the_referral(amina, people, there):
    referral = there(name="Nour Haddad", channel="school")
    address = reverse("enrol") + f"?referral={referral.pk}"
    page = amina.get(address).content.decode()
    for words in ('value="Nour"', 'value="Haddad"', 'value="070-174 06 01"', '<option value="school" selected'):
        assert words in page
    amina.post(
        address,
        {
            "identity_number": identity_number(3), "given_name": "Nour", "family_name": "Haddad", "language": "sv",
            "project": people.project.pk, "unit": people.monsteras_unit.pk, "inflow_channel": "school",
            "started_on": f"{timezone.localdate():%Y-%m-%d}",
        },
    )  # fmt: skip
    assert Enrolment.objects.get().referral == referral
    assert "Nobody waits for a call" in amina.get(reverse("referrals")).content.decode()


def test_the_ways_on(amina, there):
    day = timezone.localdate() + dt.timedelta(days=20)
    start, line, out = there(name="A"), there(name="B"), there(name="C")
    amina.post(ask("referral_start", start), {"start_on": f"{day}", "start_time": "09:00", "discharge_on": f"{day}"})
    amina.post(ask("referral_wait", line), {"wait_reason": "permit", "review_on": f"{day}"})
    amina.post(ask("referral_settle", out), {"outcome": "declined", "guided_to": "Skolan"})
    assert "discharged" in amina.get(reverse("referrals") + "?show=start").content.decode()
    assert "Waits for a residence permit" in amina.get(reverse("referrals") + "?show=line").content.decode()
    page = amina.get(reverse("referrals") + "?show=settled").content.decode()
    assert "Name not kept" in page
    assert "Skolan" in page
    assert amina.get(ask("referral", out)).status_code == 200
    assert "settled already" in amina.post(ask("referral_settle", out), {"outcome": "declined"}).content.decode()


def test_the_one_who_is_late_sees_what_it_says_now(amina, there):
    referral = there()
    Referral.objects.update(version=4)
    answer = amina.post(ask("referral_settle", referral), {"outcome": "declined", "version": "1"})
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile" in answer.content.decode()


def test_the_first_screen_says_who_is_to_be_called(amina, there):
    there(name="Nour Haddad", days=20)
    page = amina.get(reverse("start")).content.decode()
    assert "has waited 20 days for a call" in page


@pytest.mark.parametrize("show", ["call", "start", "line", "settled"])
def test_the_list_asks_as_often_for_thirty_as_for_one(amina, there, show):
    state = {"call": "waiting", "start": "start_booked", "line": "waiting_list", "settled": "declined"}[show]
    today = timezone.localdate()
    more = {"review_on": today, "start_at": timezone.now(), "settled_on": today if show == "settled" else None}

    def make(count):
        for _each in range(count):
            there(state=state, **more)

    assert len(set(counts(lambda: amina.get(reverse("referrals") + f"?show={show}"), make))) == 1

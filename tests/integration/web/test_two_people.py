"""Two people have the same page open, and both save."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from stegvis.access.queries import drafts
from stegvis.casework.actions import enrolment_facts, enrolments, participants
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.rules import Outcome
from tests.factories import EnrolmentFactory, viewer

pytestmark = pytest.mark.django_db
WORK = [Outcome("work", receiver="Bageriet")]


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(
        unit=people.monsteras_unit,
        project=people.project,
        coach=people.amina,
        participant__given_name="Åsa",
        participant__family_name="Öberg",
        participant__controller=people.monsteras,
    )


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def bo(people):
    return viewer(people.bo)


def opened(client, address) -> dict:
    """What the form of a page would send if nothing were touched."""
    form = client.get(address).content.decode().split("<main", 1)[1].split('<form method="post" class="sv-', 1)[1]
    form = form.split("</form>", 1)[0]
    sent: dict = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in ("checkbox", "radio") and " checked" not in tag):
            continue
        sent.setdefault(name[1], []).append(value[1] if value else "on" if kind and kind[1] == "checkbox" else "")
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = [chosen[1] if chosen else ""]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def hidden(answer) -> dict:
    """What the page that asks would send on."""
    found: dict = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.content.decode()):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1]))


# --- the change form ----------------------------------------------------------------------------------------------
@pytest.fixture
def change_page(enrolment):
    return reverse("participant_change", args=[enrolment.participant_id])


def test_alone_nothing_is_asked(amina, change_page):
    sent = opened(amina, change_page)
    assert amina.post(change_page, sent | {"given_name": "Asta"}).status_code == 302
    assert Participant.objects.get().given_name == "Asta"


def test_what_only_one_has_changed_is_put_together_and_said(amina, bo, change_page, enrolment):
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, language="ar", by=bo)
    answer = amina.post(change_page, sent | {"given_name": "Asta"}, follow=True)
    person = Participant.objects.get()
    assert (person.given_name, person.language) == ("Asta", "ar")
    assert "Meanwhile Bo Lind changed Language. Both your changes are kept." in words(answer)


def test_what_both_have_changed_is_asked_about_and_nothing_is_saved_before(amina, bo, change_page, enrolment):
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, given_name="Alva", language="ar", by=bo)
    answer = amina.post(change_page, sent | {"given_name": "Asta", "pronoun": "hen"})
    said = words(answer)
    assert answer.status_code == 409
    for text in (
        "When you opened the page: Åsa",
        "You wrote Asta",
        "Bo Lind wrote",
        "Alva",
        "Language: Arabic (Bo Lind)",
    ):
        assert text in said
    assert "Pronoun: hen (you)" in said
    assert "Family name" not in said
    assert Participant.objects.get().given_name == "Alva"


@pytest.mark.parametrize(("choice", "name"), [("mine", "Asta"), ("theirs", "Alva")])
def test_the_choice_is_saved_with_everything_else_that_was_typed(amina, bo, change_page, enrolment, choice, name):
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, given_name="Alva", language="ar", by=bo)
    asked = amina.post(change_page, sent | {"given_name": "Asta", "pronoun": "hen"})
    answer = amina.post(change_page, hidden(asked) | {"keep:given_name": choice})
    person = Participant.objects.get()
    assert answer.status_code == 302
    assert (person.given_name, person.language, person.pronoun) == (name, "ar", "hen")


def test_without_a_choice_it_is_asked_again(amina, bo, change_page, enrolment):
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, given_name="Alva", by=bo)
    asked = amina.post(change_page, sent | {"given_name": "Asta"})
    assert amina.post(change_page, hidden(asked)).status_code == 409


def test_a_third_change_while_choosing_is_asked_about_too(amina, bo, change_page, enrolment):
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, given_name="Alva", by=bo)
    asked = amina.post(change_page, sent | {"given_name": "Asta"})
    participants.change(participant=enrolment.participant, given_name="Alma", by=bo)
    again = amina.post(change_page, hidden(asked) | {"keep:given_name": "mine"})
    assert (again.status_code, "Alma" in words(again)) == (409, True)


def test_contact_ways_of_both_are_kept(amina, bo, change_page, enrolment):
    participants.change(
        participant=enrolment.participant, contact_ways=[{"kind": "phone", "value": "070-1111111"}], by=bo
    )
    sent = opened(amina, change_page)
    both = [{"kind": "phone", "value": "070-1111111"}, {"kind": "email", "value": "bo@example.org"}]
    participants.change(participant=enrolment.participant, contact_ways=both, by=bo)
    mine = {"way-1-kind": "phone", "way-1-value": "070-2222222"}
    assert amina.post(change_page, sent | mine).status_code == 302
    ways = set(enrolment.participant.contact_ways.values_list("value", flat=True))
    assert ways == {"070-1111111", "070-2222222", "bo@example.org"}


def test_a_contact_way_changed_by_both_is_asked_about(amina, bo, change_page, enrolment):
    way = {"kind": "phone", "value": "070-1111111"}
    participants.change(participant=enrolment.participant, contact_ways=[way], by=bo)
    sent = opened(amina, change_page)
    participants.change(participant=enrolment.participant, contact_ways=[way | {"note": "efter tre"}], by=bo)
    asked = amina.post(change_page, sent | {"way-0-note": "aldrig på fredagar"})
    assert asked.status_code == 409
    amina.post(change_page, hidden(asked) | {"keep:way:phone:070-1111111": "theirs"})
    assert enrolment.participant.contact_ways.get().note == "efter tre"


def test_a_token_of_another_page_counts_as_none(amina, change_page):
    sent = opened(amina, change_page)
    answer = amina.post(change_page, sent | {"opened": "bent", "given_name": "Asta"})
    assert answer.status_code == 302


def test_a_draft_of_an_older_version_says_so_and_shows_what_was_not_touched_as_it_stands(
    people, amina, bo, change_page, enrolment
):
    sent = opened(amina, change_page)
    key = f"change-{enrolment.participant_id}"
    typed = {
        name: value if isinstance(value, list) else [value] for name, value in (sent | {"given_name": "Asta"}).items()
    }
    drafts_kept(people.amina, key, typed)
    participants.change(participant=enrolment.participant, language="ar", by=bo)
    page = amina.get(change_page)
    assert "This has been changed since you wrote" in words(page)
    assert "Bo Lind" in words(page)
    again = opened(amina, change_page)
    assert (again["given_name"], again["language"]) == (["Asta"], ["ar"])
    amina.post(change_page, again)
    person = Participant.objects.get()
    assert (person.given_name, person.language) == ("Asta", "ar")


def drafts_kept(user, key, content):
    from stegvis.access.actions import drafts as keeping

    keeping.save(user=user, form_key=key, content=content)


# --- facts of an enrolment ------------------------------------------------------------------------------------------
def test_facts_of_an_enrolment_are_compared_field_by_field(amina, bo, enrolment):
    page = reverse("enrolment_change", args=[enrolment.pk])
    sent = opened(amina, page)
    enrolment_facts.change(enrolment=enrolment, education="primary", employment_status_months=3, by=bo)
    asked = amina.post(page, sent | {"education": "tertiary", "income_source": "wage"})
    said = words(asked)
    assert asked.status_code == 409
    assert "Upper secondary" in said and "Tertiary" in said and "Primary" in said
    amina.post(page, hidden(asked) | {"keep:education": "mine"})
    enrolment.refresh_from_db()
    assert (enrolment.education, enrolment.employment_status_months) == ("tertiary", 3)
    assert enrolment.income_periods.get().source == "wage"


def test_facts_can_be_saved_though_somebody_closed_it_meanwhile(amina, bo, enrolment):
    page = reverse("enrolment_change", args=[enrolment.pk])
    sent = opened(amina, page)
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=WORK, by=bo)
    assert amina.post(page, sent | {"education": "tertiary"}).status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.education, enrolment.outcomes.get().receiver) == ("tertiary", "Bageriet")


def test_income_after_the_end_is_filled_in_on_its_own(amina, bo, enrolment):
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=WORK, by=bo)
    page = reverse("enrolment_change", args=[enrolment.pk])
    amina.post(page, opened(amina, page) | {"after-income_at_exit": "wage"})
    assert enrolment.income_periods.get(until_on__isnull=True).source == "wage"
    assert Enrolment.objects.get().state == "closed"


# --- closing, undoing -----------------------------------------------------------------------------------------------
def test_somebody_closed_it_meanwhile_both_are_shown_and_mine_comes_back_when_it_is_opened(
    people, amina, bo, enrolment
):
    page = reverse("enrolment_close", args=[enrolment.pk])
    sent = opened(amina, page)
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=WORK, by=bo)
    mine = {"ended_on": "2021-08-15", "outcome-0-destination": "studies", "outcome-0-receiver": "Komvux Mönsterås"}
    answer = amina.post(page, sent | mine)
    said = words(answer)
    assert answer.status_code == 409
    for text in ("Bo Lind", "Bageriet", "Komvux Mönsterås", "2021-08-15"):
        assert text in said
    assert Enrolment.objects.get().ended_on == dt.date(2021, 9, 1)
    enrolments.reopen(enrolment=enrolment, reason="Fel dag", by=bo)
    assert opened(amina, page)["outcome-0-receiver"] == ["Komvux Mönsterås"]
    assert drafts.find(people.amina, f"close-{enrolment.pk}")


def test_undoing_something_that_has_changed_is_asked_once_more_with_the_reason_kept(amina, bo, enrolment):
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=WORK, by=bo)
    page = reverse("enrolment_reopen", args=[enrolment.pk])
    sent = opened(amina, page)
    enrolment_facts.complete_outcome(
        enrolment=enrolment, outcome=Outcome("work", reason="work_permanent", receiver="Hotellet"), by=bo
    )
    asked = amina.post(page, sent | {"reason": "Fel person"})
    assert (asked.status_code, Enrolment.objects.get().state) == (409, "closed")
    assert "Bo Lind" in words(asked) and "Permanent employment" in words(asked)
    again = hidden(asked) | {"reason": "Fel person"}
    assert amina.post(page, again).status_code == 302
    assert Enrolment.objects.get().state == "active"


def test_taking_away_what_somebody_has_just_closed_is_asked_once_more(amina, bo, enrolment):
    page = reverse("enrolment_void", args=[enrolment.pk])
    sent = opened(amina, page)
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=WORK, by=bo)
    assert amina.post(page, sent | {"reason": "Dubbelt"}).status_code == 409
    assert Enrolment.objects.get().state == "closed"

"""Keys: what they reach, when they end, and that they are told once."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import tokens
from stegvis.access.models import AccessToken, AuditEvent, Membership
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import protections
from stegvis.casework.queries import participants
from stegvis.casework.vocabulary import PROTECTION_LEVELS
from stegvis.web.staff.api_tokens.forms import TokenForm
from tests.factories import proved_just_now, second_factor, token_of, viewer
from tests.integration.api.conftest import System

PASSWORD = "granen-susar-i-motvind-7"
TODAY = timezone.localdate


def make(user, **more):
    asked = {"name": "Other", "scopes": ["participants.read"], "expires_on": TODAY(), "by": viewer(user)} | more
    return tokens.create(**asked)


# --- making -------------------------------------------------------------------------------------------------------
def test_a_key_is_told_once_and_kept_as_a_digest_only(everyone):
    second_factor(everyone.amina)
    token, text = make(everyone.amina)
    stored = " ".join(str(value) for value in AccessToken.objects.filter(pk=token.pk).values_list()[0])
    assert text not in stored
    assert text[8:] not in stored
    assert token.digest == tokens.digest_of(text)


def test_without_a_second_factor_there_is_no_key(everyone):
    with pytest.raises(NotAllowed):
        make(everyone.amina)


def test_the_form_offers_every_scope_one_has_the_right_to_under_a_heading(everyone):
    amina = viewer(everyone.amina)
    shown = [code for _group, scopes in TokenForm(viewer=amina).fields["scopes"].choices for code, _name in scopes]
    assert sorted(shown) == sorted(tokens.offered(amina))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["results.read", "access_log.read", "participants.wish"]}, "scopes"),
        ({"expires_on": TODAY() - dt.timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY() + dt.timedelta(days=366)}, "expires_on"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_at_its_field(everyone, wrong, field):
    second_factor(everyone.amina)
    with pytest.raises(NotPossible) as refusal:
        make(everyone.amina, **wrong)
    assert refusal.value.field == field


def test_nobody_gives_a_key_more_than_they_have(everyone):
    second_factor(everyone.gun)
    assert tokens.offered(viewer(everyone.gun)) == ("goals.read", "results.read", "theory.read")
    with pytest.raises(NotPossible):
        make(everyone.gun)


def test_a_key_cannot_make_a_key(everyone):
    second_factor(everyone.amina)
    through = viewer(everyone.amina).narrowed(frozenset({("participant", "read")}))
    with pytest.raises(NotAllowed):
        make(everyone.amina, by=through)


def test_a_key_that_cannot_be_logged_is_not_made(everyone, monkeypatch):
    second_factor(everyone.amina)

    def refuse(**_facts):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("stegvis.access.actions.audit.record", refuse)
    with pytest.raises(RuntimeError):
        make(everyone.amina)
    assert not AccessToken.objects.exists()


# --- using --------------------------------------------------------------------------------------------------------
def refused(answer, status=401):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer ", "Basic abc", "Bearer stegvis_" + "A" * 43])
def test_without_a_key_that_fits_the_api_asks_for_one(everyone, header):
    headers = {"authorization": header} if header else {}
    answer = Client().get("/api/me", headers=headers)
    assert refused(answer)["code"] == "no_valid_token"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_in_a_browser_opens_nothing(everyone):
    second_factor(everyone.amina)
    client = Client()
    client.force_login(everyone.amina)
    refused(client.get("/api/me"))


def test_the_refusal_is_in_the_language_asked_for(everyone):
    assert refused(Client().get("/api/me", headers={"accept-language": "sv"}))["title"] == "Ingen giltig nyckel"
    assert refused(Client().get("/api/me", headers={"accept-language": "en"}))["title"] == "No valid key"


def _expire(token, everyone):
    yesterday = TODAY() - dt.timedelta(days=1)
    AccessToken.objects.filter(pk=token.pk).update(expires_on=yesterday, last_used_on=yesterday)


def _revoke(token, everyone):
    tokens.revoke(token=token, by=viewer(everyone.amina))


def _leave(token, everyone):
    everyone.amina.is_active = False
    everyone.amina.save()


def _lose_every_role(token, everyone):
    Membership.objects.filter(user=everyone.amina).delete()


def _lose_the_phone(token, everyone):
    Authenticator.objects.filter(user=everyone.amina).delete()


@pytest.mark.parametrize("end", [_expire, _revoke, _leave, _lose_every_role, _lose_the_phone])
def test_a_key_ends_with_its_time_and_with_its_user(everyone, system, end):
    there = system(everyone.amina)
    assert there.get("me").status_code == 200
    end(there.token, everyone)
    refused(there.get("me"))


def test_a_key_works_on_its_last_day_and_says_when_it_was_used(everyone):
    second_factor(everyone.amina)
    token, text = token_of(everyone.amina, days=0)
    assert System(token, text).get("me").status_code == 200
    token.refresh_from_db()
    assert token.last_used_on == TODAY()


def test_a_key_reaches_no_further_than_its_scopes(everyone, system, enrolment):
    there = system(everyone.amina, "results.read")
    refused(there.get("participants"), 403)
    refused(there.get(f"participants/{enrolment.participant_id}"), 403)
    assert there.get("me").json()["permissions"] == ["result:read"]  # exports are not hers to give


def test_a_key_made_by_one_who_then_changes_place_does_not_take_the_people_along(everyone, system, enrolment):
    there = system(everyone.amina)
    Membership.objects.filter(user=everyone.amina).update(organisation=everyone.vastervik, unit=everyone.vastervik_unit)
    refused(there.get(f"participants/{enrolment.participant_id}"), 404)


def test_a_person_with_a_protected_identity_does_not_exist_for_a_key(everyone, system, enrolment):
    person = enrolment.participant
    there = system(everyone.dag)
    assert there.get(f"participants/{person.pk}").status_code == 200
    protections.protect(
        participant=person,
        level=PROTECTION_LEVELS.codes[0],
        since_on=TODAY(),
        decided_by="Skatteverket",
        review_on=TODAY() + dt.timedelta(days=100),
        named=[everyone.dag],
        by=viewer(everyone.dag),
    )
    assert participants.find(viewer(everyone.dag), person.pk).pk == person.pk
    refused(there.get(f"participants/{person.pk}"), 404)
    assert there.get("participants").json()["items"] == []
    assert there.post("participants/search", {"text": "Ålund"}).json() == {"items": [], "elsewhere": False}


def test_too_many_requests_are_told_to_wait(everyone, system, settings):
    settings.STEGVIS_API_PER_MINUTE = 3
    there = system(everyone.amina)
    answers = [there.get("me") for _number in range(8)]
    waiting = [answer for answer in answers if answer.status_code == 429]
    assert waiting
    assert 0 < int(waiting[0].headers["Retry-After"]) <= 60
    assert refused(waiting[0], 429)["code"] == "too_many"


# --- ending -------------------------------------------------------------------------------------------------------
def test_the_administrator_ends_anybody_s_key_and_others_only_their_own(everyone):
    second_factor(everyone.amina)
    token, _text = token_of(everyone.amina)
    with pytest.raises(NotFound):
        tokens.revoke(token=token, by=viewer(everyone.bo))
    tokens.revoke(token=token, by=viewer(everyone.ida))
    token.refresh_from_db()
    assert token.revoked_by == str(everyone.ida.pk)
    assert AuditEvent.objects.filter(record="access_token", verb="revoke").count() == 1


# --- pages --------------------------------------------------------------------------------------------------------
@pytest.fixture
def signed_in():
    def sign_in(user) -> Client:
        second_factor(user)
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        proved_just_now(client)
        return client

    return sign_in


def test_a_user_makes_a_key_and_sees_it_once(everyone, signed_in):
    client = signed_in(everyone.amina)
    asked = {"name": "Case system", "scopes": ["participants.read"], "expires_on": str(TODAY())}
    answer = client.post(reverse("api_token_new"), asked)
    (token,) = AccessToken.objects.all()
    text = answer.context["text"]
    assert text in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    page = client.get(reverse("api_tokens")).content.decode()
    assert "Case system" in page
    assert text not in page
    assert System(token, text).get("me").json()["name"] == everyone.amina.full_name


def test_an_older_sign_in_is_asked_again_and_what_was_sent_goes_on(everyone):
    everyone.amina.set_password(PASSWORD)
    everyone.amina.save()
    second_factor(everyone.amina)
    client = Client()
    client.force_login(everyone.amina)
    page = reverse("api_token_new")
    assert client.get(page)["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(page, {"name": "Case system", "scopes": ["participants.read"], "expires_on": str(TODAY())})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not AccessToken.objects.exists()
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": page})
    assert AccessToken.objects.get().name == "Case system"
    assert answer.context["text"].startswith("stegvis_")
    assert AuditEvent.objects.get(record="access_token").screen == "api_token_new"


def test_what_was_typed_stays_when_a_key_cannot_be_made(everyone, signed_in):
    answer = signed_in(everyone.amina).post(reverse("api_token_new"), {"name": "Case system", "expires_on": "x"})
    assert "Case system" in answer.content.decode()
    assert not AccessToken.objects.exists()


def test_a_user_ends_a_key(everyone, signed_in):
    client = signed_in(everyone.amina)
    token, text = token_of(everyone.amina)
    address = reverse("api_token_revoke", args=[token.pk])
    assert "cannot be undone" in client.get(address).content.decode()
    client.post(address)
    refused(System(token, text).get("me"))


def test_a_colleague_finds_no_key_of_others(everyone, signed_in):
    second_factor(everyone.amina)
    token, _text = token_of(everyone.amina)
    client = signed_in(everyone.bo)
    assert client.get(reverse("api_token_revoke", args=[token.pk])).status_code == 404
    assert client.get(reverse("api_tokens_all")).status_code == 403


def test_the_administrator_sees_everybody_s_keys(everyone, signed_in):
    second_factor(everyone.amina)
    token_of(everyone.amina)
    page = signed_in(everyone.ida).get(reverse("api_tokens_all")).content.decode()
    assert everyone.amina.full_name in page
    assert "Another system" in page

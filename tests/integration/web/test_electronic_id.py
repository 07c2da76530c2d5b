"""Sign-in with an e-ID: the whole round over the test broker, and every answer that must not be believed."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stegvis.access.actions import accounts, electronic_identities
from stegvis.access.models import AuditEvent, ElectronicIdentity, Invitation
from stegvis.access.rules import operator
from stegvis.gateways.electronic_id import broker as fake
from stegvis.web.broker import views as broker_pages
from stegvis.web.shared.openid.adapter import SocialAdapter
from tests.factories import cast, second_factor, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="sign-in")]
LOA = "http://id.elegnamnden.se/loa/1.0/loa{}"
AMINA = "198403129805"


class ToTheBroker(requests.adapters.BaseAdapter):
    """Carries requests of the server to the broker's pages without a network."""

    def send(self, request, **_):
        client, parts = Client(), urlsplit(request.url)
        headers = {"Authorization": request.headers.get("Authorization", "")}
        if request.method == "POST":
            form = {name: values[0] for name, values in parse_qs(request.body).items()}
            got = client.post(parts.path, form, headers=headers)
        else:
            got = client.get(parts.path, headers=headers)
        answer = requests.Response()
        answer.status_code, answer._content, answer.url = got.status_code, got.content, request.url
        answer.headers["content-type"] = got.headers["content-type"]
        return answer

    def close(self):
        pass


@pytest.fixture(autouse=True)
def _wired(monkeypatch):
    def session(self):
        made = requests.Session()
        made.mount("http://", ToTheBroker())
        return made

    monkeypatch.setattr(SocialAdapter, "get_requests_session", session)


@pytest.fixture
def people(monkeypatch):
    """The cast; Amina, Bo and Gun have e-IDs at the broker that are tied to their accounts."""
    made = cast()
    personas = {
        "amina": fake.Persona("amina", "Amina Nur", number=AMINA),
        "bo": fake.Persona("bo", "Bo Lind", number="197906039818"),
        "gun": fake.Persona("gun", "Gun Öst", number="195904309845"),
        "stranger": fake.Persona("stranger", "Okänd", number="197707079922"),
    }
    for name in ("amina", "bo", "gun"):
        number = personas[name].number
        electronic_identities.tie_number(user=getattr(made, name), number=number, by=operator("test"))
    monkeypatch.setattr(broker_pages, "personas", lambda: list(personas.values()))
    made.__dict__["personas"] = personas
    return made


def begin(client: Client, **form) -> str:
    """Press the button; the address at the broker."""
    answer = client.post(reverse("openid_start", args=["test-broker"]), form)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def choose(client: Client, address: str, person: str, level: int = 3) -> str:
    """Choose somebody at the broker; the way back."""
    parts = urlsplit(address)
    return client.post(f"{parts.path}?{parts.query}", {"person": person, "level": LOA.format(level)})["Location"]


def back(client: Client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client: Client, person: str, level: int = 3, **form):
    return back(client, choose(client, begin(client, **form), person, level))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- who is let in ----------------------------------------------------------------------------------------------
def test_the_number_of_the_test_has_a_check_digit_that_fits(people):
    assert ElectronicIdentity.objects.count() == 3


def test_a_coach_signs_in_with_an_e_id_and_needs_nothing_more(client, people):
    answer = sign_in(client, "amina")
    assert (answer.status_code, answer["Location"]) == (302, reverse("start"))
    assert client.get(reverse("participants")).status_code == 200


def test_the_page_one_wanted_comes_after(client, people):
    assert sign_in(client, "amina", next=reverse("participants"))["Location"] == reverse("participants")


@pytest.mark.parametrize("level", [3, 4])
def test_the_level_is_kept_with_the_session_and_in_the_log(client, people, level):
    sign_in(client, "amina", level)
    assert client.session["assurance"]["level"] == level
    event = AuditEvent.objects.get(verb="sign_in")
    assert event.facts == {"way": "test-broker", "level": level, "acr": LOA.format(level)}
    assert (event.actor_id, event.organisation_id) == (str(people.amina.pk), people.monsteras.pk)


def test_too_low_a_level_is_refused_with_a_page_that_says_what_to_do(client, people):
    answer = sign_in(client, "amina", 2)
    assert answer.status_code == 403
    assert "inte tillräckligt stark" in answer.content.decode()
    assert not is_in(client)
    assert AuditEvent.objects.get(verb="sign_in_refused").facts["reason"] == "too_weak"


def test_a_low_level_is_enough_with_the_second_step_of_ones_own(client, people):
    second_factor(people.amina)
    answer = sign_in(client, "amina", 2)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_high_level_asks_for_no_second_step(client, people):
    second_factor(people.amina)
    sign_in(client, "amina", 3)
    assert is_in(client)


def test_a_low_level_is_enough_for_whoever_sees_no_people(client, people):
    sign_in(client, "gun", 2)
    assert client.get(reverse("results")).status_code == 302


def test_a_second_step_cannot_be_built_on_a_weak_e_id(client, people):
    sign_in(client, "gun", 2)
    for route in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(route))["Location"] == reverse("openid_too_weak")


def test_a_stranger_is_not_let_in_and_nothing_is_kept(client, people):
    answer = sign_in(client, "stranger")
    assert answer.status_code == 403
    assert not is_in(client)
    assert ElectronicIdentity.objects.count() == 3
    assert AuditEvent.objects.get(verb="sign_in_refused").facts == {
        "way": "test-broker",
        "level": 3,
        "reason": "unknown",
    }


def test_a_closed_account_stays_shut(client, people):
    people.amina.is_active = False
    people.amina.save()
    answer = sign_in(client, "amina")
    assert (answer.status_code, is_in(client)) == (403, False)


def test_turning_back_at_the_broker_is_met_calmly(client, people):
    parts = urlsplit(begin(client))
    address = client.post(f"{parts.path}?{parts.query}", {"cancel": "1"})["Location"]
    assert "Du avbröt" in back(client, address).content.decode()


def test_neither_number_nor_name_is_kept_anywhere(client, people, caplog):
    sign_in(client, "amina")
    sign_in(Client(), "stranger")
    kept = str(list(ElectronicIdentity.objects.values())) + str(list(AuditEvent.objects.values("facts", "purpose")))
    assert "19840312" not in kept + str(dict(client.session)) + caplog.text
    assert "19770707" not in kept + caplog.text


def test_a_sign_in_with_password_forgets_the_level_of_an_e_id(client, people):
    sign_in(client, "gun", 4)
    client.post(reverse("account_logout"))
    assert "assurance" not in client.session


# --- a person who changes number ---------------------------------------------------------------------------------
def test_somebody_who_got_a_personnummer_is_known_by_the_former_number(client, people):
    former = "199308689901"
    electronic_identities.tie_number(user=people.dag, number=former, by=operator("test"))
    people.personas["dag"] = fake.Persona("dag", "Dag Ek", number="199308089904", former_number=former)
    sign_in(client, "dag")
    assert is_in(client)
    assert AuditEvent.objects.filter(verb="renumber_identity").count() == 1
    client.post(reverse("account_logout"))
    people.personas["dag"] = fake.Persona("dag", "Dag Ek", number="199308089904")
    sign_in(client, "dag")
    assert is_in(client)


# --- invitations and ties ----------------------------------------------------------------------------------------
@pytest.fixture
def invited(people, monkeypatch, django_capture_on_commit_callbacks):
    tokens = []
    monkeypatch.setattr("stegvis.access.invitation_mail.send", lambda *, user, token, expires_at: tokens.append(token))
    with django_capture_on_commit_callbacks(execute=True):
        user = accounts.invite(
            email="ny@example.org",
            full_name="Ny Handledare",
            role="coach",
            organisation=people.monsteras,
            unit=people.monsteras_unit,
            by=viewer(people.ida),
        )
    return user, tokens[0]


def test_an_invitation_is_taken_with_an_e_id(client, people, invited):
    user, token = invited
    client.get(reverse("invitation_link", args=[token]))
    sign_in(client, "stranger")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Invitation.objects.get(user=user).used_at
    other = Client()
    sign_in(other, "stranger")
    assert is_in(other)


def test_a_weak_e_id_does_not_use_the_invitation_up(client, people, invited):
    client.get(reverse("invitation_link", args=[invited[1]]))
    assert sign_in(client, "stranger", 2).status_code == 403
    assert Invitation.objects.get(user=invited[0]).used_at is None


def test_a_tied_e_id_opens_its_own_account_and_not_the_invited_one(client, people, invited):
    client.get(reverse("invitation_link", args=[invited[1]]))
    sign_in(client, "bo")
    assert client.session["_auth_user_id"] == str(people.bo.pk)
    assert Invitation.objects.get(user=invited[0]).used_at is None


def test_a_signed_in_user_ties_an_e_id_and_lets_it_go(client, people):
    client.force_login(people.leo)
    answer = client.post(reverse("openid_start", args=["test-broker"]), {"process": "connect"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": "granen-susar-i-motvind-7"})
    sign_in(client, "stranger", process="connect")
    held = ElectronicIdentity.objects.get(user=people.leo)
    client.post(reverse("openid_untie", args=[held.pk]))
    assert not ElectronicIdentity.objects.filter(user=people.leo).exists()


def test_another_accounts_e_id_cannot_be_tied(client, people):
    client.force_login(people.leo)
    client.post(reverse("account_reauthenticate"), {"password": "granen-susar-i-motvind-7"})
    sign_in(client, "bo", process="connect")
    assert not ElectronicIdentity.objects.filter(user=people.leo).exists()
    assert client.session["_auth_user_id"] == str(people.leo.pk)


# --- what must not be believed -----------------------------------------------------------------------------------
def refused(client: Client, answer, caplog, word: str) -> bool:
    return answer.status_code == 400 and not is_in(client) and f"refused: {word}" in caplog.text


def test_the_request_has_pkce_nonce_and_state_and_takes_nothing_from_the_address(client, people):
    address = client.post(
        reverse("openid_start", args=["test-broker"]) + "?auth_params=redirect_uri%3Dhttps://evil.example&scope=evil"
    )["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"] and asked["nonce"] and asked["code_challenge"]
    assert asked["redirect_uri"].startswith(settings.STEGVIS_URL)
    assert "evil" not in address
    assert asked["acr_values"].split() == [LOA.format(3), LOA.format(4)]


def test_a_code_works_once(client, people, caplog):
    first = begin(client)
    way = choose(client, first, "amina")
    code = parse_qs(urlsplit(way).query)["code"][0]
    back(client, way)
    client.post(reverse("account_logout"))
    state = parse_qs(urlsplit(begin(client)).query)["state"][0]
    answer = client.get(reverse("openid_callback", args=["test-broker"]), {"code": code, "state": state})
    assert refused(client, answer, caplog, "code")


def test_an_answer_works_once(client, people, caplog):
    way = choose(client, begin(client), "amina")
    back(client, way)
    client.post(reverse("account_logout"))
    assert refused(client, back(client, way), caplog, "state")


def test_an_answer_for_another_browser_is_refused(client, people, caplog):
    way = choose(client, begin(client), "amina")
    other = Client()
    assert refused(other, back(other, way), caplog, "state")


def test_an_old_state_is_refused(client, people, caplog, monkeypatch):
    way = choose(client, begin(client), "amina")
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.STATE_TTL", -1)
    assert refused(client, back(client, way), caplog, "state")


def test_an_old_code_is_refused(client, people, caplog, monkeypatch):
    way = choose(client, begin(client), "amina")
    monkeypatch.setattr(fake, "CODE_SECONDS", -1)
    assert refused(client, back(client, way), caplog, "code")


def test_an_answer_of_another_issuer_is_refused(client, people, caplog):
    way = choose(client, begin(client), "amina").replace("iss=", "iss=x")
    assert refused(client, back(client, way), caplog, "wrong_issuer")


NOW = int(time.time())


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"aud": "somebody-else"}, "wrong_audience"),
        ({"aud": ["stegvis", "other"]}, "wrong_audience"),
        ({"azp": "other"}, "wrong_audience"),
        ({"iss": "http://evil.example"}, "wrong_issuer"),
        ({"exp": NOW - 3600}, "expired"),
        ({"iat": NOW + 7200}, "not_yet_valid"),
        ({"nonce": "another"}, "wrong_nonce"),
        ({"nonce": None}, "wrong_nonce"),
        ({"sub": "another"}, "wrong_subject"),
    ],
)
def test_a_token_that_does_not_fit_is_refused(client, people, caplog, monkeypatch, changed, word):
    honest = fake.Broker.id_token
    monkeypatch.setattr(fake.Broker, "id_token", lambda self, claims, **said: honest(self, claims, **said, **changed)
                        if not set(changed) & set(said) else honest(self, claims, **(said | changed)))  # fmt: skip
    assert refused(client, sign_in(client, "amina"), caplog, word)


def _signed(said: dict, key, algorithm: str, kid: str = "test-broker") -> str:
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": kid})


@pytest.mark.parametrize(
    ("key", "algorithm", "kid", "word"),
    [
        (None, "none", "test-broker", "unsigned"),
        ("known-to-everybody-and-long-enough-for-hs256", "HS256", "test-broker", "unsigned"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256", "test-broker", "wrong_signature"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256", "unheard-of", "unknown_key"),
    ],
)
def test_a_token_without_the_providers_signature_is_refused(
    client, people, caplog, monkeypatch, key, algorithm, kid, word
):
    honest = fake.Broker.id_token

    def forged(self, claims, **said):
        content = jwt.decode(honest(self, claims, **said), options={"verify_signature": False})
        return _signed(content, key, algorithm, kid)

    monkeypatch.setattr(fake.Broker, "id_token", forged)
    assert refused(client, sign_in(client, "amina"), caplog, word)


def test_a_provider_that_does_not_answer_is_met_in_words(client, people, caplog, monkeypatch):
    def silent(*_, **__):
        raise requests.ConnectionError

    monkeypatch.setattr(ToTheBroker, "send", silent)
    answer = client.post(reverse("openid_start", args=["test-broker"]))
    assert refused(client, answer, caplog, "unreachable")


def test_tries_are_limited(client, people):
    answers = [client.post(reverse("openid_start", args=["test-broker"])).status_code for _ in range(35)]
    assert answers[-1] == 429


def test_only_a_post_begins_a_sign_in(client, people):
    assert client.get(reverse("openid_start", args=["test-broker"]))["Location"] == reverse("start")
    assert client.post(reverse("openid_start", args=["unheard-of"])).status_code == 404

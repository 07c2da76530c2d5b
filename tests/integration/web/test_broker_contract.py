"""What every OpenID Connect provider must do for us, asked of the fake itself and of the fake behind its addresses."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from stegvis.gateways.electronic_id import tokens
from stegvis.gateways.electronic_id.broker import BrokerRefuses, _challenge
from stegvis.web.broker import views

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="sign-in")]
VERIFIER = "a-verifier-that-is-at-least-forty-three-characters-long"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


class Direct:
    """The fake as an object."""

    def __init__(self):
        self.broker, self.spent = views.broker(), set()
        self.issuer, self.way_back = self.broker.issuer, self.broker.redirect_uri

    def document(self, name: str) -> dict:
        return {"openid-configuration": self.broker.discovery, "jwks": self.broker.keys}[name]()

    def code(self, asked: dict) -> str | None:
        try:
            address = self.broker.answer(self.broker.asked(asked), views.personas()[0], LOA3)
        except BrokerRefuses:
            return None
        return parse_qs(urlsplit(address).query)["code"][0]

    def exchange(self, form: dict) -> dict | None:
        try:
            return self.broker.tokens(form, spend=lambda one: one not in self.spent and not self.spent.add(one))
        except BrokerRefuses:
            return None


class Served(Direct):
    """The fake over HTTP, as another server meets it."""

    def document(self, name: str) -> dict:
        path = f".well-known/{name}" if name == "openid-configuration" else name
        return requests.get(f"{self.issuer}/{path}", timeout=20).json()

    def code(self, asked: dict) -> str | None:
        query = urlencode(asked)
        answer = Client().post(f"{reverse('broker_authorize')}?{query}", {"person": "amina", "level": LOA3})
        return parse_qs(urlsplit(answer["Location"]).query)["code"][0] if answer.status_code == 302 else None

    def exchange(self, form: dict) -> dict | None:
        answer = requests.post(f"{self.issuer}/token", data=form, timeout=20)
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture(params=[Direct, Served])
def provider(request, live_server, settings):
    settings.STEGVIS_URL = live_server.url
    here = {"issuer": f"{live_server.url}/test-broker"}
    settings.STEGVIS_SIGN_IN_PROVIDERS = tuple(
        one.model_copy(update=here) for one in settings.STEGVIS_SIGN_IN_PROVIDERS
    )
    return request.param()


def asked(provider, **changed) -> dict:
    return {
        "client_id": "stegvis", "redirect_uri": provider.way_back, "response_type": "code", "scope": "openid",
        "state": "s", "nonce": tokens.nonce_of(VERIFIER), "code_challenge": _challenge(VERIFIER),
        "code_challenge_method": "S256",
    } | changed  # fmt: skip


def form(provider, given: str, **changed) -> dict:
    return {
        "client_id": "stegvis", "client_secret": "known-to-everybody", "grant_type": "authorization_code",
        "redirect_uri": provider.way_back, "code": given, "code_verifier": VERIFIER,
    } | changed  # fmt: skip


def test_it_names_itself_and_its_keys_fit_its_tokens(provider):
    assert provider.document("openid-configuration")["issuer"] == provider.issuer
    given = provider.exchange(form(provider, provider.code(asked(provider))))
    claims = tokens.verified(
        given["id_token"],
        keys=provider.document("jwks"),
        issuer=provider.issuer,
        audience="stegvis",
        nonce=tokens.nonce_of(VERIFIER),
    )
    assert claims["acr"] == LOA3


def test_a_code_is_exchanged_once(provider):
    code = provider.code(asked(provider))
    assert provider.exchange(form(provider, code))
    assert provider.exchange(form(provider, code)) is None


@pytest.mark.parametrize(
    "changed",
    [{"code_verifier": "another"}, {"client_secret": "guess"}, {"redirect_uri": "https://evil.example"}, {"code": "x"}],
    ids=lambda changed: next(iter(changed)),
)
def test_an_exchange_that_does_not_fit_gives_nothing(provider, changed):
    assert provider.exchange(form(provider, provider.code(asked(provider)), **changed)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "other"},
        {"redirect_uri": "https://evil.example"},
        {"nonce": ""},
        {"code_challenge_method": "plain"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_request_that_is_not_in_order_gives_no_code(provider, changed):
    assert provider.code(asked(provider, **changed)) is None

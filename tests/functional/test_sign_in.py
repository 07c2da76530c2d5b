"""Passkeys with a virtual authenticator, and the round over the test broker, in a browser with its strict policy."""

import pytest
from django.urls import reverse

from stegvis.access.models import User
from stegvis.demo import electronic_ids
from tests.factories import cast, second_factor, viewer
from tests.factories.users import PASSWORD
from tests.functional.conftest import each_width

pytestmark = pytest.mark.need("PRV-01", where="sign-in")


@pytest.fixture
def here(live_server, settings):
    """The installation knows itself, and its test broker, by the address of the test's server.

    Passkeys belong to a name: browsers give them to `localhost`, not to a bare number.
    """
    settings.STEGVIS_URL = live_server.url
    settings.STEGVIS_SIGN_IN_PROVIDERS = tuple(
        one.model_copy(update={"issuer": f"{live_server.url}/test-broker"})
        for one in settings.STEGVIS_SIGN_IN_PROVIDERS
    )
    return cast()


@pytest.fixture
def with_e_ids(here):
    """Amina's address is that of the demonstration, and her e-ID is tied."""
    User.objects.filter(pk=here.amina.pk).update(email="amina@demo.stegvis.invalid")
    electronic_ids.tie(by=viewer(here.ida))
    return here


def authenticator(visit):
    """A phone that says yes: Chromium's own virtual authenticator."""
    tool = visit.context.new_cdp_session(visit.page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tool, made["authenticatorId"]


def test_a_coach_adds_a_passkey_names_it_signs_in_with_it_and_removes_it(here, visit):
    there = visit()
    there.address = there.address.replace("127.0.0.1", "localhost")
    authenticator(there)
    page = there.open(reverse("account_login"))
    page.fill("[name=login]", here.amina.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(f"**{reverse('mfa_activate_totp')}")
    page.click("a:has-text('Lägg till en passernyckel')")
    page.fill("[name=name]", "Jobbtelefonen")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    page.goto(there.address + reverse("participants"))
    assert "Deltagare" in page.inner_text("h1")
    page.goto(there.address + reverse("mfa_list_webauthn"))
    page.click("a:has-text('Byt namn')")
    page.fill("[name=name]", "Nya telefonen")
    page.click("main form button[type=submit]")
    assert "Nya telefonen" in page.inner_text("main")
    there.context.clear_cookies()
    page.goto(there.address + reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(f"{there.address}/")
    assert "Amina" in page.inner_text("h1")
    page.goto(there.address + reverse("mfa_list_webauthn"))
    page.click("main a:has-text('Ta bort')")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{reverse('mfa_list_webauthn')}")
    assert "ingen passernyckel" in page.inner_text("main")
    assert there.complaints == []


def test_a_passkey_that_says_no_is_met_in_words(here, visit):
    there = visit()
    there.address = there.address.replace("127.0.0.1", "localhost")
    tool, key = authenticator(there)
    tool.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page = there.open(reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert "gick inte att använda" in page.inner_text("[data-passkey-failed]")


def test_a_coach_signs_in_with_the_demonstrations_e_id(with_e_ids, visit):
    there = visit()
    page = there.open(reverse("account_login"))
    page.click("button:has-text('Logga in med e-legitimation (demo)')")
    page.wait_for_url("**/test-broker/authorize**")
    page.check("#person-amina")
    page.click("button:has-text('Legitimera mig')")
    page.wait_for_url(f"{there.address}/")
    assert "Amina" in page.inner_text("h1")
    assert (there.complaints, there.strangers) == ([], [])


def test_too_low_a_level_is_met_with_what_to_do(with_e_ids, visit):
    there = visit()
    page = there.open(reverse("account_login"))
    page.click("button:has-text('Logga in med e-legitimation (demo)')")
    page.wait_for_url("**/test-broker/authorize**")
    page.check("#person-amina")
    page.check("#level-2")
    page.click("button:has-text('Legitimera mig')")
    page.wait_for_selector("h1:has-text('inte tillräckligt stark')")
    assert there.barriers() == []


@each_width
@pytest.mark.need("HOR-05", where="sign-in; accounts; deputies")
def test_no_page_of_sign_in_and_accounts_has_a_barrier_or_runs_out_of_the_window(with_e_ids, visit, width):
    everyone = with_e_ids
    for user in (everyone.amina, everyone.ida, everyone.maja):
        second_factor(user)
    screens = {
        "accounts": (reverse("accounts"), everyone.ida),
        "account": (reverse("account", args=[everyone.bo.pk]), everyone.ida),
        "account_invite": (reverse("account_invite"), everyone.ida),
        "account_leave": (reverse("account_leave", args=[everyone.bo.pk]), everyone.ida),
        "assignment_new": (reverse("assignment_new"), everyone.ida),
        "assignments": (reverse("assignments"), everyone.maja),
        "deputies": (reverse("deputies"), everyone.amina),
        "deputy_new": (reverse("deputy_new"), everyone.amina),
        "mfa_index": (reverse("mfa_index"), everyone.amina),
    }
    for name, (address, user) in screens.items():
        there = visit(width=width)
        there.sign_in(user)
        there.open(address)
        for scheme in there.in_both_schemes():
            assert (name, scheme, there.barriers()) == (name, scheme, [])
            assert (name, scheme, there.overflow()) == (name, scheme, 0)


@each_width
def test_the_test_broker_has_no_barrier(with_e_ids, visit, width):
    there = visit(width=width)
    page = there.open(reverse("account_login"))
    page.click("button:has-text('Logga in med e-legitimation (demo)')")
    page.wait_for_url("**/test-broker/authorize**")
    for scheme in there.in_both_schemes():
        assert (scheme, there.barriers(), there.overflow()) == (scheme, [], 0)

"""Signing out after a while, and the choices kept in cookies."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from stegvis.web.shared import middleware
from tests.factories.users import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LIMIT = settings.STEGVIS_IDLE_SECONDS
BACKGROUND = {"headers": {middleware.BACKGROUND_HEADER: "yes"}}


class Clock:
    """The middleware's clock, moved by hand."""

    def __init__(self):
        self.now = 1_800_000_000

    def time(self) -> int:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    moved = Clock()
    monkeypatch.setattr(middleware, "time", moved)
    return moved


@pytest.fixture
def somebody(client, clock):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("session_alive"))
    return client


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_session_goes_on_while_something_happens(somebody, clock):
    for _ in range(4):
        clock.now += LIMIT - 60
        assert somebody.post(reverse("session_alive")).status_code == 204
    assert signed_in(somebody)


def test_session_ends_when_nothing_has_happened(somebody, clock):
    clock.now += LIMIT + middleware.NOTED_EVERY + 1
    answer = somebody.get(reverse("mfa_index"))
    assert answer["Location"].startswith(reverse("account_login"))
    assert not signed_in(somebody)


def test_sign_in_page_says_why(somebody, clock):
    clock.now += LIMIT + middleware.NOTED_EVERY + 1
    answer = somebody.get(reverse("mfa_index"), follow=True)
    assert "sv-messages" in answer.content.decode()


def test_what_the_page_does_by_itself_does_not_keep_the_session(somebody, clock):
    for _ in range(3):
        clock.now += LIMIT // 2
        somebody.post(reverse("session_alive"), **BACKGROUND)
    assert not signed_in(somebody)


def test_page_whose_clock_ran_out_is_told_of_work_in_another_tab(somebody, clock):
    clock.now += LIMIT - 100
    somebody.post(reverse("session_alive"))
    clock.now += 100
    answer = somebody.post(reverse("session_end"), **BACKGROUND)
    assert answer.json() == {"left": LIMIT - 100}
    assert signed_in(somebody)


def test_page_whose_clock_ran_out_ends_the_session(somebody, clock):
    clock.now += LIMIT
    assert somebody.post(reverse("session_end"), **BACKGROUND).json() == {"left": 0}
    assert not signed_in(somebody)


@pytest.mark.parametrize("route", ["session_alive", "session_end", "choose_language", "choose_theme"])
def test_reading_changes_nothing(somebody, route):
    assert somebody.get(reverse(route)).status_code == 405


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_is_kept_and_drawn(client, theme):
    client.post(reverse("choose_theme"), {"theme": theme, "next": reverse("account_login")})
    assert f'data-color-scheme="{theme}"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("theme", ["", "purple"])
def test_any_other_theme_means_as_the_computer(client, theme):
    client.post(reverse("choose_theme"), {"theme": "dark"})
    client.post(reverse("choose_theme"), {"theme": theme})
    assert "data-color-scheme" not in client.get(reverse("account_login")).content.decode()


def test_language_is_kept(client):
    client.post(reverse("choose_language"), {"language": "en"})
    assert '<html lang="en"' in client.get(reverse("account_login")).content.decode()


def test_unknown_language_changes_nothing(client):
    client.post(reverse("choose_language"), {"language": "xx"})
    assert '<html lang="sv"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choice_leads_to_our_own_pages_only(client, elsewhere):
    assert client.post(reverse("choose_theme"), {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_cookies_of_choices_cannot_be_read_by_scripts(client):
    answer = client.post(reverse("choose_theme"), {"theme": "dark"})
    assert answer.cookies["stegvis_theme"]["httponly"]
    assert answer.cookies["stegvis_theme"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "route",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive", "account_signup"],
)
def test_pages_before_sign_in_open_for_anybody(client, route):
    answer = client.get(reverse(route))
    assert answer.status_code == 200
    assert "sv-entrance" in answer.content.decode()


def test_sign_up_is_closed(client):
    answer = client.get(reverse("account_signup"))
    assert 'name="password1"' not in answer.content.decode()


@pytest.mark.parametrize("route", ["account_change_password", "mfa_index", "account_logout"])
def test_pages_of_the_own_account_have_the_look(somebody, route):
    assert "sv-entrance" in somebody.get(reverse(route)).content.decode()


def test_second_factor_is_set_up_with_a_picture_and_a_secret_in_words(client):
    user = UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    setting_up = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": setting_up})
    drawn = client.get(setting_up).content.decode()
    assert "data:image/svg+xml" in drawn
    assert "sv-secret" in drawn
    assert not Authenticator.objects.exists()

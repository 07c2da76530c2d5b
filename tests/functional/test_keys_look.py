"""The pages of keys for other systems: axe in light and dark, wide and narrow; and making one by hand."""

import pytest
from django.urls import reverse

from tests.factories import cast, second_factor, token_of
from tests.functional.conftest import each_width


@pytest.fixture
def everyone(live_server):
    """The cast; Amina has two keys."""
    people = cast()
    for user in (people.amina, people.ida):
        second_factor(user)
    token_of(people.amina)
    token_of(people.amina, "participants.read")
    return people


@each_width
@pytest.mark.need("HOR-05", where="api_tokens")
def test_the_pages_of_keys_have_no_barrier_and_fit(everyone, visit, width):
    token = everyone.amina.access_tokens.first()
    pages = {
        reverse("api_tokens"): everyone.amina,
        reverse("api_token_new"): everyone.amina,
        reverse("api_token_revoke", args=[token.pk]): everyone.amina,
        reverse("api_tokens_all"): everyone.ida,
    }
    for address, user in pages.items():
        there = visit(width=width)
        there.sign_in(user)
        there.open(address)
        for scheme in there.in_both_schemes():
            assert (address, scheme, there.barriers()) == (address, scheme, [])
            assert (address, scheme, there.overflow()) == (address, scheme, 0)


def test_a_key_is_made_by_hand_and_shown_once(everyone, visit):
    there = visit(width=375)
    there.sign_in(everyone.amina)
    page = there.open(reverse("api_tokens"))
    page.click("main a:has-text('Gör en nyckel')")
    page.fill("[name=name]", "Verksamhetssystemet")
    page.check("[name=scopes][value='participants.read']")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#key-text")
    assert page.input_value("#key-text").startswith("stegvis_")
    assert there.barriers() == []
    assert there.overflow() == 0
    page.click("text=Jag har kopierat den")
    page.wait_for_selector("h1:has-text('Nycklar för andra system')")
    assert "stegvis_" not in page.content()

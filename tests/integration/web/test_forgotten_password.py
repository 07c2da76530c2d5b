"""From a forgotten password to a new one, by mail."""

import re

import pytest
from django.urls import reverse

from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
NEW = "en-helt-annan-mening-4"


def ask(client, address: str):
    return client.post(reverse("account_reset_password"), {"email": address}, follow=True)


def test_link_in_the_mail_leads_to_a_new_password(client, mailoutbox):
    user = UserFactory()
    ask(client, user.email)
    link = re.search(r"https?://\S+", mailoutbox[0].body).group()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_link_works_once(client, mailoutbox):
    ask(client, UserFactory().email)
    link = re.search(r"https?://\S+", mailoutbox[0].body).group()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    again = client.get(link, follow=True).content.decode()
    assert reverse("account_reset_password") in again
    assert "password1" not in again


def test_page_does_not_tell_whether_the_address_has_an_account(client):
    known = ask(client, UserFactory().email).content
    unknown = ask(client, "ingen@example.org").content
    assert _without_token(known) == _without_token(unknown)


def test_mail_to_an_unknown_address_holds_no_link(client, mailoutbox):
    ask(client, "ingen@example.org")
    assert "http" not in mailoutbox[0].body


@pytest.mark.parametrize("weak", ["kort", "12345678901234", "password12345"])
def test_weak_password_is_refused_with_a_reason(client, mailoutbox, weak):
    user = UserFactory()
    ask(client, user.email)
    form = client.get(re.search(r"https?://\S+", mailoutbox[0].body).group(), follow=True)
    answer = client.post(form.redirect_chain[-1][0], {"password1": weak, "password2": weak})
    assert "ds-error-summary" in answer.content.decode()
    user.refresh_from_db()
    assert not user.check_password(weak)


def _without_token(page: bytes) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", page.decode())

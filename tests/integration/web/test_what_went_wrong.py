"""Pages for what went wrong: friendly, nothing about anybody, drawn even when much has failed."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from stegvis.web.shared import views
from tests.factories.users import UserFactory

PAGES = ["400", "403", "403_csrf", "404", "413", "429", "500", "503"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_drawn_without_request(name, language):
    with translation.override(language):
        drawn = render_to_string(f"{name}.html")
    assert "<h1>" in drawn
    assert f'<html lang="{language}"' in drawn


@pytest.mark.parametrize("name", PAGES)
def test_page_names_nobody(name, db, rf):
    request = rf.get("/")
    request.user = UserFactory(full_name="Amina Hemlig")
    assert "Amina" not in render_to_string(f"{name}.html", request=request)


def test_too_much_sent_is_said_in_words():
    answer = views.bad_request(RequestFactory().post("/"), RequestDataTooBig())
    assert answer.status_code == 413


def test_busy_database_asks_people_to_come_back():
    try:
        raise OperationalError
    except OperationalError:
        answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_any_other_fault_is_ours():
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        assert views.server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db
def test_form_without_its_token_is_refused_with_advice():
    answer = Client(enforce_csrf_checks=True).post(reverse("choose_theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "sv-entrance" in answer.content.decode()


@pytest.mark.django_db
def test_unknown_address_says_so_without_repeating_it(client):
    answer = client.get("/finns-inte-198505052382")
    assert answer.status_code == 404
    assert "198505052382" not in answer.content.decode()

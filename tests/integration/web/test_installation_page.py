"""The administrator's page of the installation."""

import pytest
from django.test.utils import override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_administrator_finds_it_in_the_menu_of_the_first_page(people, signed_in):
    answer = signed_in(people.ida).get(reverse("start"), follow=True)
    assert f'href="{reverse("installation")}"' in answer.content.decode()


def test_the_gravest_stands_first_with_what_to_do_and_its_word(people, signed_in):
    with override_settings(ALLOWED_HOSTS=["*"]):
        text = signed_in(people.ida).get(reverse("installation")).content.decode()
    assert text.index("Stegvis answers to any name") < text.index("No backup is known")
    assert "Write whole names in STEGVIS_ALLOWED_HOSTS." in text
    assert 'aria-label="Fault"' in text
    assert 'aria-label="Warning"' in text


def test_nobody_else_may_see_it(people, signed_in):
    assert signed_in(people.amina).get(reverse("installation")).status_code == 403

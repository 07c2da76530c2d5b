"""The first page anybody meets."""

import pytest
from django.urls import reverse

from tests.functional.conftest import each_look


@pytest.fixture
def entrance(visit):
    def open_entrance(**look):
        made = visit(**look)
        made.open(reverse("account_login"))
        return made

    return open_entrance


@pytest.mark.need("HOR-05", where="sign-in")
@each_look
def test_axe_finds_no_barrier(entrance, width, scheme):
    assert entrance(width=width, scheme=scheme).barriers() == []


@pytest.mark.need("HOR-05", where="sign-in")
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_page_is_not_wider_than_the_window(entrance, width):
    assert entrance(width=width).overflow() <= 0


def test_browser_has_nothing_to_complain_about(entrance):
    assert entrance().complaints == []


def test_nothing_is_asked_from_another_host(entrance):
    assert entrance().strangers == []


@pytest.mark.need("HOR-05", where="sign-in")
@pytest.mark.parametrize(("language", "code"), [("sv", "sv"), ("en", "en")])
def test_page_says_which_language_it_is_in(entrance, language, code):
    assert entrance(language=language).page.locator("html").get_attribute("lang") == code

"""The results page in a browser: pictures come in the right look, tables open in place, and on paper all is light."""

import pytest
from django.urls import reverse

from tests.functional.conftest import Visit, each_look
from tests.functional.test_every_screen import house  # noqa: F401

SHOWN = "[...document.querySelectorAll('picture img')].map(image => [image.currentSrc, image.naturalWidth])"


@each_look
@pytest.mark.need("HOR-05", where="results page")
def test_the_pictures_follow_window_and_scheme(house, visit, width, scheme):  # noqa: F811
    everyone = house.everyone
    there = visit(width=width, scheme=scheme)
    there.sign_in(everyone.eva)
    page = there.open(reverse("results_project", args=[everyone.project.code]))
    page.wait_for_load_state("networkidle")
    pictures = page.evaluate(SHOWN)
    assert len(pictures) == 3
    place = "phone" if width < 600 else "page"
    assert all(f"look={scheme}" in address and f"place={place}" in address for address, _ in pictures)
    assert all(drawn > 0 for _, drawn in pictures)
    assert there.complaints == []


def test_a_table_opens_in_place(house, visit):  # noqa: F811
    everyone = house.everyone
    there = visit()
    there.sign_in(everyone.eva)
    page = there.open(reverse("results_project", args=[everyone.project.code]))
    page.click("#volumes summary")
    page.wait_for_selector(".sv-details[open] table")
    assert "Mönsterås" in page.inner_text(".sv-details[open] table")
    assert there.barriers() == []


def test_on_paper_the_pictures_are_light(house, visit):  # noqa: F811
    everyone = house.everyone
    there = visit(scheme="dark")
    there.sign_in(everyone.eva)
    page = there.open(reverse("results_project", args=[everyone.project.code]))
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(
        "[...document.querySelectorAll('main img')].filter(i => i.offsetWidth).map(i => [i.currentSrc, i.naturalWidth])"
    )
    assert len(seen) == 3
    assert all("look=light" in address and drawn > 0 for address, drawn in seen)


def test_without_script_the_page_is_whole(house, browser, live_server):  # noqa: F811
    everyone = house.everyone
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    there = Visit(context.new_page(), context, live_server.url)
    there.sign_in(everyone.eva)
    page = there.open(reverse("results_project", args=[everyone.project.code]))
    page.click("summary:has-text('Visa som tabell') >> nth=0")
    page.click("a:has-text('Öppna tabellen') >> nth=0")
    page.wait_for_selector("main table")
    assert "Mönsterås" in page.inner_text("main table")
    context.close()

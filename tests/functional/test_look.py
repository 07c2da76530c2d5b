"""What every page does in the browser: menus, theme, language, focus, drafts, and the warning before sign-out."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.cast import cast, second_factor
from tests.functional.conftest import each_look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def amina(visit):
    """A visit by Amina, coach: `amina(width=375)`."""
    people = cast()
    second_factor(people.amina)

    def start(**look):
        made = visit(**look)
        made.sign_in(people.amina)
        return made

    return start


@pytest.mark.need("HOR-05", where="every screen")
@each_look
def test_open_menus_have_no_barrier(amina, width, scheme):
    made = amina(width=width, scheme=scheme)
    page = made.open("/")
    page.locator("[data-user]").click()
    expect(page.locator("#user-menu")).to_be_visible()
    assert made.barriers() == []


@pytest.mark.need("HOR-05", where="every screen")
@pytest.mark.parametrize("route", ["start", "enrol", "account_change_password", "mfa_index"])
def test_page_fits_a_small_phone(amina, route):
    made = amina(width=320)
    made.open(reverse(route))
    assert made.overflow() <= 0


def test_phone_menu_opens_closes_and_leads_on(amina):
    page = amina(width=375).open("/")
    menu = page.locator("#main-menu")
    expect(menu).to_be_hidden()
    page.locator(".sv-menu-button").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.locator(".sv-menu-button").click()
    menu.get_by_role("link").nth(1).click()
    expect(page.locator("#main-menu [aria-current]")).to_have_count(1)


def test_menu_is_a_plain_row_on_a_wide_screen(amina):
    page = amina(width=1280).open("/")
    expect(page.locator("#main-menu")).to_be_visible()
    expect(page.locator(".sv-menu-button")).to_be_hidden()


@pytest.mark.need("HOR-05", where="every screen")
def test_keyboard_first_meets_the_way_past_the_menu(amina):
    page = amina().open("/")
    page.keyboard.press("Tab")
    skip = page.locator(".sv-skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] >= 40
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.need("HOR-05", where="every screen")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_the_keyboard_reaches_shows_where_it_is(amina, scheme):
    page = amina(scheme=scheme).open(reverse("enrol"))
    faint = []
    for _ in range(25):
        page.keyboard.press("Tab")
        faint += page.evaluate(
            """() => {
              const mark = getComputedStyle(document.activeElement);
              const seen = mark.outlineStyle !== "none" && parseFloat(mark.outlineWidth) >= 2;
              return seen ? [] : [document.activeElement.outerHTML.slice(0, 120)];
            }"""
        )
    assert faint == []


@pytest.mark.need("HOR-05", where="every screen")
@pytest.mark.parametrize("width", [1280, 375])
def test_what_one_presses_is_large_enough(amina, width):
    page = amina(width=width).open(reverse("enrol"))
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a.ds-button, nav a, input, select, textarea")]
          .filter((e) => e.checkVisibility() && !["checkbox", "radio", "hidden"].includes(e.type))
          .map((e) => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 90)])
          .filter(([height]) => height < 43.5)"""
    )
    assert small == []


def test_theme_changes_at_once_and_is_kept(amina):
    made = amina(scheme="light")
    page = made.open("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-user]").click()
    with page.expect_response(lambda answer: answer.url.endswith(reverse("choose_theme"))):
        page.locator("#user-menu button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    made.open("/")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")


def test_language_changes_and_the_page_stays(amina):
    page = amina().open(reverse("enrol"))
    page.locator("[data-user]").click()
    page.locator("#user-menu button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(reverse("enrol"))


@pytest.mark.need("HOR-05", where="every form")
def test_summary_of_errors_takes_the_focus_and_leads_to_the_field(amina):
    page = amina().open(reverse("account_change_password"))
    page.locator("main form button[type=submit]").click()
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_oldpassword")).to_be_focused()


def test_second_press_sends_nothing(amina):
    page = amina().open(reverse("account_change_password"))
    sent = page.evaluate(
        """() => {
          let sent = 0;
          window.addEventListener("submit", (event) => {
            sent += event.defaultPrevented ? 0 : 1;
            event.preventDefault();
          });
          const form = document.querySelector("main form");
          form.requestSubmit();
          form.requestSubmit();
          return sent;
        }"""
    )
    assert sent == 1


def test_signed_out_by_pressing_once(amina):
    page = amina().open("/")
    page.locator("[data-user]").click()
    page.locator("#user-menu form button[type=submit]").last.click()
    page.goto(page.url)
    expect(page.locator("#id_login")).to_be_visible()


# --- the warning before sign-out ---------------------------------------------------------------------------------


@pytest.fixture
def late(amina, settings):
    """A page that has stood open until two minutes before sign-out."""
    made = amina()
    made.page.clock.install()
    page = made.open("/")
    page.clock.fast_forward((settings.STEGVIS_IDLE_SECONDS - 119) * 1000)
    expect(page.locator("#idle-warning")).to_be_visible()
    return made


def test_warning_comes_before_sign_out_and_has_no_barrier(late):
    expect(late.page.locator("[data-stay]")).to_be_focused()
    assert late.barriers() == []


def test_warning_goes_when_the_person_stays(late):
    late.page.locator("[data-stay]").click()
    expect(late.page.locator("#idle-warning")).to_be_hidden()


def test_page_leaves_for_sign_in_and_remembers_where_it_was(late, settings):
    settings.STEGVIS_IDLE_SECONDS = 0  # the server's own clock has run out too
    late.page.clock.fast_forward(125_000)
    late.page.wait_for_url("**" + reverse("account_login") + "?next=**")
    expect(late.page.locator("#id_login")).to_be_visible()


def test_page_stays_when_the_server_has_seen_work_elsewhere(late):
    with late.page.expect_response(lambda answer: answer.url.endswith(reverse("session_end"))):
        late.page.clock.fast_forward(125_000)
    expect(late.page.locator("#idle-warning")).to_be_hidden()
    assert late.page.url.rstrip("/") == late.address


# --- drafts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def half_written(amina):
    """The form for enrolling, with a name typed and kept as a draft but not sent."""
    made = amina()
    page = made.open(reverse("enrol"))
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        page.locator("#id_family_name").fill("Ångström")
    return made


def test_typed_text_is_there_when_the_page_comes_back(half_written):
    expect(half_written.page.locator("[data-draft-state]")).not_to_be_empty()
    half_written.open(reverse("enrol"))
    expect(half_written.page.locator("#id_family_name")).to_have_value("Ångström")
    assert half_written.barriers() == []


def test_nothing_typed_lies_in_the_browser(half_written):
    kept = half_written.page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert kept == "{}"


def test_text_typed_just_before_leaving_is_kept(half_written):
    page = half_written.page
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        page.locator("#id_given_name").fill("Åsa")
        page.evaluate("document.dispatchEvent(new CustomEvent('stegvis:leaving', { detail: { waitFor: [] } }))")
    half_written.open(reverse("enrol"))
    expect(page.locator("#id_given_name")).to_have_value("Åsa")


def test_draft_is_thrown_away_when_asked(half_written):
    page = half_written.open(reverse("enrol"))
    page.locator("[data-draft-discard]").click()
    expect(page.locator("#id_family_name")).to_have_value("")


def test_enter_in_a_field_does_not_throw_the_draft_away(half_written):
    page = half_written.open(reverse("enrol"))
    page.locator("#id_family_name").press("Enter")
    expect(page.locator(".ds-error-summary")).to_be_visible()
    expect(page.locator("#id_family_name")).to_have_value("Ångström")


def test_part_of_the_page_that_fails_says_so(amina):
    page = amina().open(reverse("enrol"))
    page.context.route("**" + reverse("enrol_check"), lambda route: route.abort())
    page.locator("#id_identity_number").fill("19")
    page.locator("#id_identity_number").press("Tab")
    expect(page.locator("[data-part-failed]")).to_be_visible()
    page.locator("[data-dismiss]").click()
    expect(page.locator("[data-part-failed]")).to_be_hidden()

"""A coach's work as hands do it: sign in with password and code, enrol by keyboard alone, close, see it in the list."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from stegvis.casework.models import Enrolment
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, cast, identity_number, second_factor
from tests.factories.users import PASSWORD

BORN = dt.date(1991, 4, 7)


@pytest.fixture
def people(live_server):
    return cast()


@pytest.fixture
def at_work(people, visit):
    """Amina, signed in."""

    def open_as(user=None, **look):
        user = user or people.amina
        second_factor(user)
        made = visit(**look)
        made.sign_in(user)
        return made

    return open_as


def code_of(secret: str) -> str:
    """The code that the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_password_and_code_lead_to_my_week(people, visit):
    secret = second_factor(people.amina)
    page = visit().open(reverse("account_login"))
    page.fill("[name=login]", people.amina.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("mfa_authenticate") + "*")
    page.fill("[name=code]", code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_selector("#now")
    assert page.locator("h1").inner_text().endswith("Amina")


@pytest.mark.need("HOR-05", where="enrol")
def test_a_person_is_enrolled_by_keyboard_alone(people, at_work):
    page = at_work().open(reverse("enrol"))
    tab_to(page, "identity_number")
    page.keyboard.type(identity_number(5, born=BORN))
    page.keyboard.press("Tab")
    page.wait_for_selector("#number-answer .sv-ok")
    page.keyboard.type("Örjana")
    page.keyboard.press("Tab")
    page.keyboard.type("Ålund")
    tab_to(page, "started_on")
    page.evaluate("document.activeElement.value = '2026-03-02'")  # how days are typed differs by the browser's country
    tab_to(page, "inflow_channel")
    page.keyboard.press("ArrowDown")
    tab_to(page, "target_groups")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#times")
    enrolment = Enrolment.objects.get()
    assert (enrolment.participant.called, enrolment.target_groups.count()) == ("Örjana Ålund", 1)


def tab_to(page, name: str) -> None:
    """Press Tab until the field has the focus. Raises AssertionError when it cannot be reached."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_a_wrong_number_is_said_before_the_form_is_sent(at_work):
    page = at_work().open(reverse("enrol"))
    page.fill("[name=identity_number]", "19910407-9801")
    page.keyboard.press("Tab")
    page.wait_for_selector("#number-answer .sv-error")


def test_the_field_for_an_exception_comes_with_an_age_outside_the_range(at_work):
    page = at_work().open(reverse("enrol"))
    assert page.locator("[name=age_exception]").count() == 0
    page.fill("[name=identity_number]", identity_number(2, born=dt.date(2015, 5, 4)))
    page.keyboard.press("Tab")
    page.wait_for_selector("[name=age_exception]")


def test_errors_take_the_focus_and_lead_to_their_fields(at_work):
    page = at_work().open(reverse("enrol"))
    page.fill("[name=given_name]", "Örjana")
    page.locator("[name=family_name]").press("Enter")
    page.wait_for_selector(".ds-error-summary:focus")
    page.locator(".ds-error-summary a").first.press("Enter")
    assert page.evaluate("document.activeElement.name") == "identity_number"
    assert page.input_value("[name=given_name]") == "Örjana"


def test_the_closing_form_asks_only_what_the_destination_needs(people, at_work):
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    page = at_work().open(reverse("enrolment_close", args=[enrolment.pk]))
    receiver, reason = page.locator("[name=outcome-0-receiver]"), page.locator("[name=outcome-0-reason]")
    assert not receiver.is_visible()
    page.select_option("[name=outcome-0-destination]", "work")
    assert receiver.is_visible()
    assert reason.locator("optgroup").count() == 1
    page.select_option("[name=outcome-0-destination]", "moved")
    assert not receiver.is_visible()
    assert not reason.is_visible()


@pytest.mark.need("EXT-01", "EXT-08", where="enrolment_close; participants")
def test_a_closed_person_moves_to_the_closed_in_the_list(people, at_work):
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    there = at_work()
    page = there.open(reverse("enrolment_close", args=[enrolment.pk]))
    page.select_option("[name=outcome-0-destination]", "studies")
    page.fill("[name=outcome-0-receiver]", "Folkhögskolan")
    page.locator("[name=outcome-0-receiver]").press("Enter")
    page.wait_for_url("**/closed/")
    link = f'a[href="{reverse("participant", args=[enrolment.participant_id])}"]'
    assert there.open(reverse("participants")).locator(link).count() == 0
    assert there.open(reverse("participants") + "?show=closed").locator(link).count() == 1


def test_the_whole_number_is_shown_in_place(people, at_work):
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    page = at_work().open(reverse("participant", args=[enrolment.participant_id]))
    page.locator("#number button").press("Enter")
    page.wait_for_selector("#number:not(:has(button))")
    assert page.locator("#number").inner_text() == enrolment.participant.number.formatted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_a_form_with_errors(people, at_work, scheme):
    there = at_work(scheme=scheme, width=375)
    page = there.open(reverse("enrol"))
    page.locator("[name=given_name]").press("Enter")
    page.wait_for_selector(".ds-error-summary")
    assert there.barriers() == []
    assert there.overflow() <= 0


@pytest.mark.parametrize("name", ["enrolment_change", "enrolment_closed", "enrolment_reopen"])
def test_axe_finds_no_barrier_after_a_closing(people, at_work, name):
    enrolment = ClosedEnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, outcomes=["work", "studies"]
    )
    there = at_work(width=320)
    there.open(reverse(name, args=[enrolment.pk]))
    assert (there.barriers(), there.overflow(), there.complaints) == ([], 0, [])

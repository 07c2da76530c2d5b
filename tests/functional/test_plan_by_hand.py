"""A plan as hands write it: steps added and settled in place, by keyboard; no barrier on any of its pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from stegvis.casework.actions import frames, plan_talks, plan_versions, plans, readiness, steps, tried
from stegvis.casework.models import PlanVersion, Step
from tests.factories import EnrolmentFactory, cast, second_factor, viewer
from tests.functional.conftest import each_look

DAY = dt.timedelta(days=1)


@pytest.fixture
def house(live_server):
    """The cast, and a participant with one of everything in the plan."""
    everyone = cast()
    for user in (everyone.amina, everyone.dag):
        second_factor(user)
    person = EnrolmentFactory(
        unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.amina,
        participant__given_name="محمد", participant__family_name="Ett-mycket-långt-efternamn-som-inte-ryms",
        participant__controller=everyone.monsteras,
    ).participant  # fmt: skip
    who, today = {"participant": person, "by": viewer(everyone.amina)}, timezone.localdate()
    plans.change(goal="Jag vill jobba på byggvaruhus.", occupation="säljare", sustainable="Lugn start.", **who)
    goal = plans.add_goal(text="Klara SFI D", **who)
    plans.add_route(kind="study", text="Komvux", **who)
    plans.state(kind="pace", answer="push", text="Vill mer", **who)
    frames.add(kind="temporary_job", text="Vikariat", until_on=today + DAY, **who)
    plan_talks.book(on=today - DAY, **who)
    tried.note(text="Gruppträning", track="health", result="worked", since_on=today, **who)
    readiness.publish(unit=everyone.monsteras_unit, lines=["Kommer i tid", "Resor"], by=viewer(everyone.dag))
    late = steps.add(text="Praktik på bygghandeln", due_on=today - DAY, goal=goal, share=50, track="work", **who)
    done = steps.add(text="Studiebesök", track="work", **who)
    steps.settle(step=done, state="learnt", learnt="Trivs med kunder", by=who["by"])
    plan_versions.keep(**who)
    return everyone, person, late


@each_look
@pytest.mark.need("PLN-01", where="participant_plan")
def test_no_page_of_a_plan_has_a_barrier_or_runs_out_of_the_window(house, visit, width, scheme):
    everyone, person, step = house
    talk = person.plan_talks.get()
    addresses = [
        *(reverse(n, args=[person.pk]) for n in ("participant_plan", "plan_goal", "plan_versions", "plan_print")),
        reverse("plan_step", args=[person.pk, step.pk]),
        reverse("plan_talk", args=[person.pk, talk.pk]),
        reverse("plans"),
        reverse("unit_plan"),
        reverse("unit_readiness", args=[everyone.monsteras_unit.pk]),
        reverse("unit_template_new", args=[everyone.monsteras_unit.pk]),
    ]
    there = visit(width=width, scheme=scheme)
    there.sign_in(everyone.dag)
    for address in addresses:
        page = there.open(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        assert (address, there.barriers()) == (address, [])
        assert (address, there.overflow()) == (address, 0)


@pytest.mark.need("PLN-02", where="participant_plan")
def test_steps_are_added_one_after_the_other_by_keyboard_and_settled_in_place(house, visit):
    everyone, person, _late = house
    there = visit()
    there.sign_in(everyone.amina)
    page = there.open(reverse("participant_plan", args=[person.pk]))
    page.focus("[name=step-text]")
    for number, text in enumerate(("Ring skolan", "Boka resa"), start=1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#plan-steps h3:has-text('{text}')")
        page.wait_for_function("document.activeElement.name === 'step-text'")
        assert Step.objects.filter(state="planned").count() == 1 + number
    page.click("#plan-steps li:has-text('Ring skolan') button[value=done]")
    page.wait_for_selector("#plan-steps summary:has-text('2')")
    assert Step.objects.get(text="Ring skolan").state == "done"
    row = page.locator("#plan-steps li", has_text="Boka resa")
    row.locator("summary").click()
    row.locator("textarea").fill("Bussen går sällan")
    row.locator("button[value=learnt]").click()
    page.wait_for_selector("#plan-steps summary:has-text('3')")
    assert Step.objects.get(text="Boka resa").learnt == "Bussen går sällan"
    # what is typed into a form that was put in place anew, and not sent, comes back too
    page.fill("[name=step-text]", "Fråga om busskort")
    expect(page.locator(".sv-quick [data-draft-state]")).to_contain_text("Sparat")
    page.reload()
    assert page.input_value("[name=step-text]") == "Fråga om busskort"


@pytest.mark.need("PLN-01", where="participant_plan")
def test_the_agreement_is_noted_with_two_presses(house, visit):
    everyone, person, _late = house
    there = visit(width=375)
    there.sign_in(everyone.amina)
    page = there.open(reverse("participant_plan", args=[person.pk]))
    page.click("#agreement summary")
    page.click("#agreement form:has([name=agree-how]) button[type=submit]")
    page.wait_for_load_state()
    assert PlanVersion.objects.filter(agreed_on=timezone.localdate()).count() == 1

"""The pages of a plan: read at a glance, added to and settled in place, kept, compared, printed."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.access.models import AuditEvent, Draft
from stegvis.casework.actions import frames, plan_talks, plan_versions, plans, readiness, steps, tried
from stegvis.casework.models import Plan, PlanFrame, PlanTalk, PlanTemplate, PlanVersion, ReadinessList, Step
from stegvis.web.staff.participant import sections
from tests.factories import EnrolmentFactory, ParticipantFactory, viewer
from tests.integration.web.test_two_people import opened

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HX = {"hx-request": "true"}


@pytest.fixture
def person(people):
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina,
        participant__given_name="Åsa", participant__family_name="Öberg", participant__controller=people.monsteras,
    )  # fmt: skip
    return enrolment.participant


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def by(people):
    return viewer(people.amina)


@pytest.fixture
def today(db):
    return timezone.localdate()


def at(name, person, *more):
    return reverse(name, args=[person.pk, *more])


def send(client, person, do, *, hx=False, **fields):
    """Send one of the page's forms; those that are no form of their own have plain names."""
    plain = do in ("settle", "met", "start") or "id" in fields
    posted = {"do": do} | {name if plain else f"{do}-{name}": value for name, value in fields.items()}
    return client.post(at("participant_plan", person), posted, headers=HX if hx else {})


def words(answer) -> str:
    return answer.content.decode()


# --- steps in place ---------------------------------------------------------------------------------------------
STEP = {"text": "Ring skolan", "responsible": "participant", "track": "study"}


@pytest.mark.need("PLN-02", "PLN-15", where="participant_plan")
def test_a_step_is_added_in_place_and_named_with_who_does_it(amina, person, today):
    due = today + 7 * DAY
    answer = send(amina, person, "step", hx=True, due_on=due.isoformat(), **STEP)
    assert answer.status_code == 200
    told = words(answer)
    assert "<html" not in told and "Ring skolan" in told and "Åsa" in told and "Studies" in told
    assert 'hx-swap-oob="true"' in told
    assert Step.objects.get().due_on == due


def test_without_script_the_page_comes_again(amina, person):
    answer = send(amina, person, "step", **STEP)
    assert answer["Location"] == at("participant_plan", person)
    assert "The step is added." in words(amina.get(answer["Location"]))


def test_a_step_pasted_as_a_book_is_refused_and_stands_where_it_was_typed(amina, person):
    for hx in (True, False):
        told = words(send(amina, person, "step", hx=hx, **(STEP | {"text": "bok " * 25_000})))
        assert "at most 500 characters" in told
        assert "bok bok bok" in told
    assert not Step.objects.exists()


@pytest.mark.need("PLN-17", where="participant_plan")
def test_a_step_is_settled_in_place_and_what_was_learnt_is_asked_for(amina, person, by):
    step = steps.add(participant=person, text="Praktik", by=by)
    told = words(send(amina, person, "settle", hx=True, id=step.pk, state="learnt", version=1))
    assert "Write what was learnt" in told
    told = words(send(amina, person, "settle", hx=True, id=step.pk, state="learnt", learnt="Hellre ute", version=1))
    assert "Hellre ute" in told and "1 of 1 carried out" in told and "Take up again" in told
    send(amina, person, "settle", id=step.pk, state="under_way", version=2)
    step.refresh_from_db()
    assert (step.state, step.learnt) == ("under_way", "Hellre ute")


def test_what_was_typed_about_a_step_stays_when_the_day_is_odd(amina, person, by):
    step = steps.add(participant=person, text="Praktik", by=by)
    for day in ("i går", "2999-01-01"):
        told = words(send(amina, person, "settle", id=step.pk, state="done", learnt="Bra lärdom", on=day, version=1))
        assert "Bra lärdom" in told and 'role="alert"' in told
    assert Step.objects.get().state == "planned"


def test_a_step_settled_by_two_is_settled_once(amina, person, by):
    step = steps.add(participant=person, text="Praktik", by=by)
    steps.settle(step=step, state="paused", by=by)
    told = words(send(amina, person, "settle", id=step.pk, state="done", version=1))
    assert "Somebody else has changed this" in told
    assert Step.objects.get().state == "paused"


@pytest.mark.parametrize("bent", [{"do": "explode"}, {}])
def test_an_unknown_wish_is_a_bad_request(amina, person, bent):
    assert amina.post(at("participant_plan", person), bent).status_code == 400


@pytest.mark.parametrize("pk", ["", "x", "01a218c7-252c-75db-82de-e9c299ca9428"])
def test_a_part_that_is_not_there_is_not_found(amina, person, pk):
    for do in ("settle", "goal_reached", "route_chosen", "frame_ended", "talk_dropped", "tried_back", "ready_ended"):
        assert send(amina, person, do, id=pk, state="done").status_code == 404


def test_a_part_of_somebody_else_is_not_found(amina, person, people, by):
    other = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.bo).participant
    step = steps.add(participant=other, text="Den andras", by=viewer(people.bo))
    assert send(amina, person, "settle", id=step.pk, state="done").status_code == 404
    assert amina.get(at("plan_step", person, step.pk)).status_code == 404


# --- the other parts --------------------------------------------------------------------------------------------
@pytest.mark.need("MAP-05", "PLN-06", "PLN-25", "PLN-16", "PLN-18", "MAP-11", "PLN-11", where="participant_plan")
def test_everything_of_a_plan_can_be_written_on_its_page(amina, person, today):
    sent = [
        ("goal", {"text": "Klara SFI D"}),
        ("route", {"kind": "apprentice", "text": "Lärling i köket"}),
        ("statement", {"answer": "pace:back_off", "text": "Trött"}),
        ("statement", {"answer": "support:close"}),
        ("statement", {"answer": "influence:decide"}),
        ("frame", {"kind": "income_support", "text": "Söka två jobb i veckan", "set_by": "Försörjningsstöd"}),
        ("talk", {"planned_on": (today + 9 * DAY).isoformat()}),
        ("tried", {"text": "Gruppträning", "track": "health", "result": "worked", "since_on": today.isoformat()}),
        ("start", {"template": "inside_first"}),
    ]
    for do, fields in sent:
        assert send(amina, person, do, **fields).status_code == 302, do
    told = words(amina.get(at("participant_plan", person)))
    for text in (
        "Klara SFI D", "Apprenticeship", "Back off", "Much support", "Wants to decide", "Söka två jobb i veckan",
        "Gruppträning", "Worked", "Show our own operations",
    ):  # fmt: skip
        assert text in told, text


@pytest.mark.parametrize(
    ("do", "fields", "wrong"),
    [
        ("goal", {"text": "å" * 9000}, "at most 500"),
        ("route", {"kind": "job", "text": ""}, "required"),
        ("statement", {"answer": "pace:close"}, "valid choice"),
        ("frame", {"kind": "course_with_benefit", "text": "Läsa"}, "Write the last day"),
        ("talk", {"planned_on": "2999-01-01"}, "ten years"),
        ("tried", {"text": "x", "track": "work", "result": "worked", "since_on": "2999-01-01"}, "has not come yet"),
        ("agree", {"how": "phone", "version": "0"}, "Write a goal or a step first"),
        ("ready", {"next_step": "Praktik"}, "published no list"),
        ("start", {"template": "nothing"}, "Choose a template"),
    ],
)
def test_what_cannot_be_is_said_on_the_page(amina, person, do, fields, wrong):
    answer = send(amina, person, do, **fields)
    assert answer.status_code == 200
    assert wrong in words(answer)
    assert not Plan.objects.exists()


@pytest.mark.need("PLN-10", "EXT-26", where="participant_plan")
def test_what_is_left_before_the_next_step_stands_on_the_page(amina, person, people):
    held = readiness.publish(unit=people.monsteras_unit, lines=["Kommer i tid", "Resor"], by=viewer(people.dag))
    assert "2 things are left" in words(amina.get(at("participant_plan", person)))
    send(amina, person, "met", met=[str(held.criteria.first().line)])
    send(amina, person, "ready", next_step="Praktik", reason="Vill själv")
    told = words(amina.get(at("participant_plan", person)))
    assert "1 thing is left" in told and "Ready since" in told


@pytest.mark.need("PLN-01", where="participant_plan")
def test_the_agreement_is_noted_and_asked_for_anew_after_a_change(amina, person, by, today):
    plan = plans.change(participant=person, goal="Bli kock", by=by)
    send(amina, person, "agree", how="phone", agreed_on=(today - DAY).isoformat(), version=str(plan.version))
    assert PlanVersion.objects.get().agreed_on == today - DAY
    assert "agree anew" not in words(amina.get(at("participant_plan", person)))
    steps.add(participant=person, text="Ring", by=by)
    assert "agree anew" in words(amina.get(at("participant_plan", person)))
    # what somebody saw before the change is not what is agreed on
    told = words(send(amina, person, "agree", how="paper", version=str(plan.version)))
    assert "Somebody else has changed this" in told
    assert f'name="agree-version" value="{Plan.objects.get().version}"' in told
    assert PlanVersion.objects.count() == 1


@pytest.mark.need("PLN-03", where="plan_talk")
def test_a_talk_is_noted_with_the_day_of_the_next(amina, person, by, today):
    talk = plan_talks.book(participant=person, on=today, by=by)
    page = at("plan_talk", person, talk.pk)
    told = words(amina.post(page, {"text": "Bra samtal", "held_on": "2999-01-01"}))
    assert "has not come yet" in told and "Bra samtal" in told
    amina.post(page, {"text": "Bra samtal", "next_on": (today + 30 * DAY).isoformat()})
    assert PlanTalk.objects.count() == 2
    assert amina.get(page).status_code == 302  # taken care of already


@pytest.mark.need("PLN-19", where="participant_plan")
def test_the_main_contact_and_those_before_stand_on_the_page(amina, person, people):
    enrolment = person.enrolments.get()
    enrolment.coach_periods.create(coach=people.bo, since_on=dt.date(2021, 3, 1), until_on=dt.date(2021, 9, 1))
    enrolment.coach_periods.create(coach=people.amina, since_on=dt.date(2021, 9, 1))
    told = words(amina.get(at("participant_plan", person)))
    assert "Main contact" in told and "1 September 2021" in told and "Bo Lind" in told


# --- what was typed comes back -----------------------------------------------------------------------------------
def keep(client, key, **fields):
    content = {name: [value] for name, value in fields.items()}
    answer = client.post(reverse("draft", args=[key]), content, content_type="application/json")
    assert answer.status_code == 200


def test_what_was_typed_and_not_sent_comes_back_in_its_own_form(amina, person, by):
    step, other = (steps.add(participant=person, text=text, by=by) for text in ("Praktik", "Kurs"))
    keep(amina, f"plan-route-{person.pk}", **{"route-kind": "study", "route-text": "Komvux Oskarshamn"})
    keep(amina, f"plan-settle-{step.pk}", learnt="Ute går bättre", on="i går")
    page = amina.get(at("participant_plan", person))
    assert page.context["opened"] == {"route"}
    assert page.context["forms"]["route"]["text"].value() == "Komvux Oskarshamn"
    assert page.context["forms"]["frame"]["text"].value() is None
    typed = {line.step.pk: line.typed for line in page.context["open_lines"]}
    assert typed == {step.pk: {"learnt": "Ute går bättre", "on": "i går"}, other.pk: {"learnt": "", "on": ""}}
    send(amina, person, "settle", hx=True, id=step.pk, state="learnt", learnt="Ute går bättre", version=1)
    send(amina, person, "route", kind="study", text="Komvux")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("form", ["goal", "step", "subgoal", "learnt"])
def test_a_book_pasted_into_a_plan_is_refused_in_words_and_stands_where_it_was_typed(amina, person, by, form):
    step = steps.add(participant=person, text="Praktik", by=by)
    book = "å" * 100_000
    keep(amina, "plan-x", text=book)  # nor is a draft of it too long
    at_step = at("plan_step", person, step.pk)
    answer = {
        "goal": lambda: amina.post(at("plan_goal", person), {"goal": book}),
        "step": lambda: amina.post(at_step, opened(amina, at_step) | {"text": book}),
        "subgoal": lambda: send(amina, person, "goal", text=book),
        "learnt": lambda: send(amina, person, "settle", hx=True, id=step.pk, state="learnt", learnt=book, version=1),
    }[form]()
    assert answer.status_code == 200
    assert "too long: at most" in words(answer) and book in words(answer)
    step.refresh_from_db()
    assert (step.state, step.text, Plan.objects.filter(goal__startswith="å").count()) == ("planned", "Praktik", 0)


# --- pages of their own -----------------------------------------------------------------------------------------
@pytest.mark.need("MAP-05", "MAP-10", where="plan_goal")
def test_two_on_one_goal_are_put_together_and_asked(amina, person, by):
    plans.change(participant=person, goal="Bli kock", by=by)
    page = at("plan_goal", person)
    form = opened(amina, page)
    plans.change(participant=person, occupation="Kock", by=by)
    answer = amina.post(page, form | {"goal": "Bli kock i skola", "occupation": ""})
    assert answer.status_code == 302
    plan = Plan.objects.get()
    assert (plan.goal, plan.occupation) == ("Bli kock i skola", "Kock")
    plans.change(participant=person, goal="Bli bagare", by=by)
    asked = amina.post(page, form | {"goal": "Bli svetsare"})
    assert asked.status_code == 409
    assert "Bli bagare" in words(asked) and "Bli svetsare" in words(asked)


@pytest.mark.need("PLN-14", "PLN-24", where="plan_step")
def test_all_facts_of_a_step_can_be_changed(amina, person, by, today):
    step = steps.add(participant=person, text="Läs svenska", by=by)
    goal = plans.add_goal(participant=person, text="SFI D", by=by)
    page = at("plan_step", person, step.pk)
    facts = {
        "text": "Läs svenska", "track": "study", "responsible": "partner", "responsible_name": "Komvux", "share": "50",
        "waiting_for": "Utredningen", "goal": str(goal.pk), "due_on": (today + DAY).isoformat(),
    }  # fmt: skip
    assert amina.post(page, facts).status_code == 302
    step.refresh_from_db()
    assert (step.share, step.waiting_for, step.goal, step.responsible_name) == (50, "Utredningen", goal, "Komvux")
    told = words(amina.get(at("participant_plan", person)))
    assert "Utredningen" in told and "50 % of full time" in told
    assert "more than 100" not in told
    other = steps.add(participant=person, text="Praktik", by=by)
    told = words(amina.post(at("plan_step", person, other.pk), facts | {"share": "60", "goal": ""}))
    assert "more than 100" in told


def test_a_settled_step_is_not_opened_for_change(amina, person, by):
    step = steps.add(participant=person, text="Praktik", by=by)
    steps.settle(step=step, state="done", by=by)
    answer = amina.get(at("plan_step", person, step.pk), follow=True)
    assert "Take it up again to change it" in words(answer)


@pytest.mark.need("PLN-05", "PLN-21", where="plan_frame")
def test_a_frame_is_changed_and_stands_as_a_frame(amina, person, by, today):
    frame = frames.add(participant=person, kind="course_with_benefit", text="Läsa 50 %", until_on=today, by=by)
    page = at("plan_frame", person, frame.pk)
    facts = {"kind": "course_with_benefit", "text": "Läsa 50 %", "until_on": (today + DAY).isoformat()}
    assert amina.post(page, facts).status_code == 302
    assert PlanFrame.objects.get().until_on == today + DAY
    assert "Frames set by others" in words(amina.get(at("participant_plan", person)))
    frames.end(frame=frame, by=by)
    assert amina.get(page).status_code == 404


@pytest.mark.need("PLN-02", where="plan_versions")
def test_versions_are_listed_by_author_and_compared(amina, person, by):
    assert "Nothing is kept yet" in words(amina.get(at("plan_versions", person)))
    plans.change(participant=person, goal="Bli kock", by=by)
    first = plan_versions.keep(participant=person, by=by)
    plans.change(participant=person, goal="Bli bagare", by=by)
    told = words(amina.get(at("plan_versions", person)))
    assert "Amina Nur" in told and "<del>Bli kock</del>" in told and "<ins>Bli bagare</ins>" in told
    same = amina.get(at("plan_versions", person), {"earlier": str(first.pk), "later": str(first.pk)})
    assert "Nothing differs" in words(same)
    assert amina.get(at("plan_versions", person), {"earlier": "x"}).status_code == 404


@pytest.mark.need("PLN-02", "PLN-22", where="plan_print")
def test_the_participant_s_page_says_what_is_late_and_when_a_job_ends(amina, person, by, today):
    steps.add(participant=person, text="Ring skolan", review_on=today - DAY, by=by)
    frames.add(participant=person, kind="temporary_job", text="Vikariat", until_on=today + DAY, by=by)
    told = words(amina.get(at("plan_print", person)))
    assert "was to be followed up" in told and "unemployment fund" in told


# --- lists, sections, what is due -------------------------------------------------------------------------------
@pytest.mark.need("PLN-01", "PLN-26", where="plans")
def test_the_list_says_who_lacks_a_plan_or_a_next_step(amina, person, people, by, today):
    def listed(which):
        return words(amina.get(reverse("plans"), {"which": which}))

    assert "0 of 1 person has a plan" in listed("all")
    assert "Öberg" in listed("without_plan")
    plans.change(participant=person, goal="Bli kock", by=by)
    assert "Öberg" not in listed("without_plan")
    assert "Öberg" in listed("without_step") and "Öberg" in listed("not_agreed")
    steps.add(participant=person, text="Ring", due_on=today - DAY, by=by)
    assert "Öberg" not in listed("without_step") and "Öberg" in listed("late")
    assert amina.get(reverse("plans"), {"which": "x"}).status_code == 404
    assert amina.get(reverse("plans"), {"page": "0"}).status_code == 404


@pytest.mark.need("MAP-05", where="participant")
def test_the_person_s_page_begins_with_the_goal_and_the_open_steps(amina, person, by):
    plans.change(participant=person, goal="Bli kock", by=by)
    steps.add(participant=person, text="Ring köket", by=by)
    steps.settle(step=steps.add(participant=person, text="Gammalt", by=by), state="done", by=by)
    told = words(amina.get(at("participant", person))).split("<main", 1)[1]
    assert told.index("Bli kock") < told.index("Ring köket") < told.index("Times in projects")
    assert "<bdi>Gammalt" not in told.split('id="way"')[0]


def test_no_part_of_the_person_s_page_stands_twice():
    assert len(set(sections.SOURCES)) == len(sections.SOURCES)


def test_a_manager_reads_and_writes_nothing(person, people, signed_in, by):
    steps.add(participant=person, text="Ring", by=by)
    karin = signed_in(people.karin)
    told = words(karin.get(at("participant_plan", person)))
    assert "Ring" in told and "Add step" not in told and "It is done" not in told
    assert send(karin, person, "step", **STEP).status_code == 403


def test_opening_a_plan_is_one_line_in_the_log(amina, person):
    for name in ("participant_plan", "plan_versions", "plan_print", "plan_goal"):
        before = AuditEvent.objects.count()
        amina.get(at(name, person))
        event = AuditEvent.objects.latest("number")
        assert (AuditEvent.objects.count(), event.verb, event.screen) == (before + 1, "read", name)


# --- the unit's words -------------------------------------------------------------------------------------------
@pytest.mark.need("PLN-10", where="unit_readiness")
def test_the_local_leader_publishes_the_list(people, signed_in):
    dag = signed_in(people.dag)
    page = reverse("unit_readiness", args=[people.monsteras_unit.pk])
    assert "Write at least one line" in words(dag.post(page, {"lines": " \n"}))
    assert dag.post(page, {"lines": "Kommer i tid\nResor"}).status_code == 302
    first = {each.text: each.line for each in ReadinessList.objects.get().criteria.all()}
    name = f"line_{first['Kommer i tid'].hex}"
    assert dag.post(page, opened(dag, page) | {name: "Kommer på avtalad tid"}).status_code == 302
    now = {each.text: each.line for each in ReadinessList.objects.first().criteria.all()}
    assert now == {"Kommer på avtalad tid": first["Kommer i tid"], "Resor": first["Resor"]}
    second = f"place_line_{first['Resor'].hex}"
    assert dag.post(page, opened(dag, page) | {second: "1", "lines": "Sover"}).status_code == 302
    assert [each.text for each in ReadinessList.objects.first().criteria.all()] == [
        "Resor", "Kommer på avtalad tid", "Sover",
    ]  # fmt: skip
    told = words(dag.get(reverse("unit_plan")))
    assert "Version 3" in told and "Earlier versions" in told
    assert signed_in(people.amina).post(page, {"lines": "x"}).status_code == 403


@pytest.mark.need("PLN-09", where="unit_template")
def test_the_local_leader_makes_changes_and_takes_away_a_template(people, signed_in):
    dag = signed_in(people.dag)
    new = reverse("unit_template_new", args=[people.monsteras_unit.pk])
    row = {"step0-text": "Prova köket", "step0-track": "internal", "step0-responsible": "coach"}
    assert "This is needed" in words(dag.post(new, row))
    assert dag.post(new, row | {"name": "Köket", "step0-after_weeks": "3"}).status_code == 302
    made = PlanTemplate.objects.get()
    page = reverse("unit_template", args=[made.pk])
    form = opened(dag, page)
    assert dag.post(page, form | {"step1-text": "Diska"}).status_code == 302
    assert [step.text for step in made.steps.all()] == ["Prova köket", "Diska"]
    assert dag.post(reverse("unit_template_retire", args=[made.pk])).status_code == 302
    assert dag.get(page).status_code == 404


# --- growth -----------------------------------------------------------------------------------------------------
def queries(ask) -> int:
    assert ask().status_code == 200
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("name", ["participant_plan", "plan_versions", "plan_print", "participant"])
def test_a_long_plan_asks_no_more_than_a_short_one(amina, person, by, today, name):
    found = []
    for there, wanted in ((0, 1), (1, 3), (3, 30)):
        for number in range(there, wanted):
            goal = plans.add_goal(participant=person, text=f"Delmål {number}", by=by)
            step = steps.add(participant=person, text=f"Steg {number}", goal=goal, by=by)
            if number % 2:
                steps.settle(step=step, state="done", by=by)
            plans.settle_goal(goal=goal, reached=True, by=by)
            frames.add(participant=person, kind="other", text=f"Ram {number}", by=by)
            plan_talks.book(participant=person, on=today + number * DAY, by=by)
            tried.note(participant=person, text=f"{number}", track="work", result="worked", since_on=today, by=by)
            plan_versions.keep(participant=person, by=by)
        found.append(queries(lambda: amina.get(at(name, person))))
    assert len(set(found)) == 1


def test_the_list_of_plans_asks_the_same_for_thirty(amina, people, by, today):
    found = []
    for there, wanted in ((0, 1), (1, 3), (3, 30)):
        for _ in range(there, wanted):
            person = ParticipantFactory(controller=people.monsteras)
            EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)
            plans.change(participant=person, goal="Bli kock", review_on=today - DAY, by=by)
            steps.add(participant=person, text="Ring", due_on=today - DAY, by=by)
        found.append((queries(lambda: amina.get(reverse("plans"))), queries(lambda: amina.get(reverse("start")))))
    assert len(set(found)) == 1


@pytest.mark.need("PLN-02", where="plan_file")
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_participant_s_plan_is_fetched_as_a_file_and_logged(amina, person, by, kind):
    plans.change(participant=person, goal="Bli kock", by=by)
    steps.add(participant=person, text="Ring köket", by=by)
    answer = amina.get(at("plan_file", person, kind))
    assert answer.content.startswith({"docx": b"PK", "pdf": b"%PDF"}[kind])
    assert answer["Content-Disposition"] == f'attachment; filename="plan.{kind}"'
    event = AuditEvent.objects.latest("number")
    assert (event.record, event.verb, event.subject_id) == ("plan", "export", str(person.pk))


def test_the_file_says_goal_steps_and_what_is_left(amina, person, people, by, today):
    plans.change(participant=person, goal="Bli kock", by=by)
    steps.add(participant=person, text="Ring köket", by=by)
    steps.settle(step=steps.add(participant=person, text="Besök", by=by), state="learnt", learnt="Roligt", by=by)
    frames.add(participant=person, kind="income_support", text="Två jobb i veckan", by=by)
    readiness.publish(unit=people.monsteras_unit, lines=["Resor"], by=viewer(people.dag))
    packed = zipfile.ZipFile(io.BytesIO(amina.get(at("plan_file", person, "docx")).content))
    told = packed.read("word/document.xml").decode()
    for text in ("Bli kock", "Ring köket", "Roligt", "Två jobb i veckan", "Resor"):
        assert text in told
    assert amina.get(at("plan_file", person, "exe")).status_code == 404

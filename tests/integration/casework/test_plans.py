"""The plan: goal in own words, agreement, kept versions, frames, talks, ways, templates, readiness, what was tried."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import frames, plan_talks, plan_templates, plan_versions, plans, readiness, steps, tried
from stegvis.casework.models import Participant, Plan, PlanFrame, PlanRoute, PlanTalk, PlanVersion, Step, Tried
from stegvis.casework.queries import plan_content
from stegvis.casework.queries import plan_templates as offered
from stegvis.casework.queries import plans as finding
from stegvis.casework.queries import readiness as standing
from stegvis.casework.vocabulary.plan_starts import STARTS
from tests.factories import viewer
from tests.integration.casework.conftest import make_stage
from tests.integration.casework.test_protected_identities import protect
from tests.integration.casework.test_races import AT_ONCE, all_at_once

DAY = dt.timedelta(days=1)
GOAL = "Jag vill jobba på byggvaruhus och läsa klart svenskan på kvällar."


@pytest.fixture
def person(stage):
    return stage.enrol().participant


@pytest.fixture
def today(db):
    return timezone.localdate()


def code_of(act) -> str:
    with pytest.raises(NotPossible) as refused:
        act()
    return refused.value.code


def write(stage, person, **fields):
    return plans.change(participant=person, **{"by": stage.amina, "goal": GOAL, **fields})


# --- the plan itself --------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.need("MAP-05", "MAP-10", "PLN-01", where="participant_plan")
def test_a_plan_holds_the_goal_in_own_words_and_what_makes_work_last(stage, person):
    write(stage, person, sustainable="Lugn start.\nKänna chefen.")
    plan = finding.of(stage.amina, person)
    assert (plan.goal, plan.sustainable, plan.begun_by) == (GOAL, "Lugn start.\nKänna chefen.", "Amina Nur")
    assert [event.verb for event in AuditEvent.objects.filter(record="plan").order_by("number")] == ["create", "change"]
    assert "bygg" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))


@pytest.mark.django_db
@pytest.mark.need("PLN-01", where="plans")
def test_who_has_no_plan_is_found(stage, person):
    other = stage.enrol(stage.register(1)).participant
    write(stage, person)
    assert list(finding.without(stage.amina, Participant.objects.all())) == [other]
    assert not finding.without(viewer(stage.cast.carin), Participant.objects.all()).exists()


@pytest.mark.django_db
def test_of_two_on_one_plan_the_second_is_told(stage, person):
    plan = write(stage, person)
    write(stage, person, goal="Bli kock", version=plan.version)
    with pytest.raises(ChangedMeanwhile):
        write(stage, person, goal="Bli svetsare", version=plan.version)
    with pytest.raises(ChangedMeanwhile):
        write(stage, person, version=0)
    assert Plan.objects.get().goal == "Bli kock"


@pytest.mark.django_db(transaction=True)
def test_of_several_who_begin_a_plan_at_once_one_gets_through():
    stage = make_stage()
    person = stage.enrol().participant
    answers = all_at_once(lambda n: write(stage, person, goal=f"Mål {n}", version=0))
    assert answers == ["changed_meanwhile"] * (AT_ONCE - 1) + ["done"]
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_a_pasted_book_is_refused_with_the_limit(stage, person):
    for field in ("goal", "occupation", "sustainable"):
        assert code_of(lambda field=field: write(stage, person, **{field: "å" * 100_000})) == "too_long"
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.need("MAP-05", "PLN-06", where="participant_plan")
def test_sub_goals_are_reached_or_left(stage, person, today):
    first = plans.add_goal(participant=person, text="Klara SFI D", by=stage.amina)
    assert plans.add_goal(participant=person, text="Klara SFI D", by=stage.amina) == first
    second = plans.add_goal(participant=person, text="Truckkort", by=stage.amina)
    plans.settle_goal(goal=first, reached=True, on=today - DAY, by=stage.amina)
    plans.settle_goal(goal=second, reached=False, by=stage.amina)
    assert code_of(lambda: plans.settle_goal(goal=first, reached=True, by=stage.amina)) == "already_settled"
    goals = finding.whole(stage.amina, person).goals
    assert [(goal.reached_on, goal.left_on) for goal in goals] == [(today - DAY, None), (None, today)]


@pytest.mark.django_db
@pytest.mark.need("PLN-25", where="participant_plan")
def test_several_ways_to_an_occupation_and_one_that_is_followed(stage, person):
    study = plans.add_route(participant=person, kind="study", text="Vuxenutbildning", by=stage.amina)
    other = plans.add_route(participant=person, kind="apprentice", text="Lärling hos bygghandeln", by=stage.amina)
    plans.choose_route(route=study, by=stage.amina)
    plans.choose_route(route=other, by=stage.amina)
    assert [route.chosen for route in PlanRoute.objects.order_by("pk")] == [False, True]
    plans.remove_route(route=study, by=stage.amina)
    assert list(PlanRoute.objects.all()) == [other]
    assert code_of(lambda: plans.add_route(participant=person, kind="luck", text="x", by=stage.amina)) == "unknown_word"


@pytest.mark.django_db
@pytest.mark.need("PLN-16", "PLN-18", "MAP-11", where="participant_plan")
def test_pace_support_and_influence_are_dated_and_keep_their_history(stage, person, today):
    def say(kind, answer, on, text=""):
        return plans.state(participant=person, kind=kind, answer=answer, on=on, text=text, by=stage.amina)

    say("pace", "push", today - 2 * DAY)
    say("pace", "back_off", today, "Tagit upp i teamet")
    say("support", "close", today)
    say("influence", "decide", today)
    whole = finding.whole(stage.amina, person)
    assert [whole.latest(kind).answer for kind in ("pace", "support", "influence")] == ["back_off", "close", "decide"]
    assert len(whole.statements) == 4
    assert code_of(lambda: say("pace", "close", today)) == "unknown_word"
    assert code_of(lambda: say("pace", "push", today + DAY)) == "in_the_future"


# --- agreement and versions -------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.need("PLN-01", "PLN-02", where="participant_plan")
def test_a_change_after_the_agreement_asks_for_a_new_one(stage, person, today):
    plan = write(stage, person)
    kept = plan_versions.agree(participant=person, how="paper", on=today - DAY, version=plan.version, by=stage.amina)
    plan.refresh_from_db()
    assert plan.agreed
    assert (kept.agreed_on, kept.agreed_how, kept.made_by, kept.number) == (today - DAY, "paper", "Amina Nur", 1)
    step = steps.add(participant=person, text="Ring skolan", by=stage.amina)
    plan.refresh_from_db()
    assert not plan.agreed
    plan_versions.agree(participant=person, how="phone", by=stage.amina)
    steps.settle(step=step, state="done", by=stage.amina)
    plan.refresh_from_db()
    assert plan.agreed  # carrying a step out is no change of the plan
    steps.settle(step=steps.add(participant=person, text="Nytt", by=stage.amina), state="changed", by=stage.amina)
    assert not Plan.objects.get().agreed


@pytest.mark.django_db
def test_what_was_seen_is_what_is_agreed_on(stage, person, today):
    plan = write(stage, person)
    write(stage, person, goal="Något annat")
    with pytest.raises(ChangedMeanwhile):
        plan_versions.agree(participant=person, how="together", version=plan.version, by=stage.amina)
    again = [plan_versions.agree(participant=person, how="together", by=stage.amina) for _ in range(2)]
    assert again[0] == again[1]
    agree = plan_versions.agree
    assert code_of(lambda: agree(participant=person, how="telepathy", by=stage.amina)) == "unknown_word"
    assert code_of(lambda: agree(participant=person, how="phone", on=today + DAY, by=stage.amina)) == "in_the_future"


@pytest.mark.django_db
def test_an_empty_plan_is_not_agreed_to(stage, person):
    assert code_of(lambda: plan_versions.agree(participant=person, how="phone", by=stage.amina)) == "empty_plan"
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.need("PLN-02", where="plan_versions")
def test_two_versions_are_compared_part_by_part(stage, person):
    write(stage, person)
    gone = plans.add_route(participant=person, kind="study", text="Komvux", by=stage.amina)
    step = steps.add(participant=person, text="Ring skolan", by=stage.amina)
    first = plan_versions.keep(participant=person, by=stage.amina)
    write(stage, person, goal="Bli kock")
    steps.change(step=step, text="Besök skolan", by=stage.amina)
    plans.remove_route(route=gone, by=stage.amina)
    frames.add(participant=person, kind="income_support", text="Söka två jobb i veckan", by=stage.amina)
    second = plan_versions.keep(participant=person, by=viewer(stage.cast.dag))
    assert (second.number, second.made_by) == (2, "Dag Ek")
    differences = plan_content.compare(first.content, second.content)
    assert [(each.part, each.kind) for each in differences] == [
        ("goal", "changed"), ("routes", "removed"), ("steps", "changed"), ("frames", "added"),
    ]  # fmt: skip
    assert "Ring skolan" in differences[2].before and "Besök skolan" in differences[2].after
    assert plan_content.compare(second.content, second.content) == []


# --- frames and talks -------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.need("PLN-05", "PLN-21", "PLN-22", where="participant_plan")
@pytest.mark.parametrize("kind", ["course_with_benefit", "temporary_job"])
def test_what_ends_has_a_last_day_and_demands_need_none(stage, person, today, kind):
    def add(**fields):
        told = {"kind": kind, "text": "Läsa svenska 50 %", "until_on": today, **fields}
        return frames.add(participant=person, by=stage.amina, **told)

    assert code_of(lambda: add(until_on=None)) == "required"
    assert code_of(lambda: add(since_on=today + DAY)) == "ends_before_start"
    assert code_of(lambda: add(text="å" * 100_000)) == "too_long"
    frame = add()
    assert add() == frame
    add(kind="income_support", until_on=None)
    frames.change(frame=frame, until_on=today + DAY, version=1, by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        frames.change(frame=frame, text="Annat", version=1, by=stage.amina)
    frames.end(frame=frame, by=stage.amina)
    assert [each.kind for each in finding.whole(stage.amina, person).frames] == ["income_support"]
    assert PlanFrame.objects.get(pk=frame.pk).until_on == today + DAY


@pytest.mark.django_db
@pytest.mark.need("PLN-03", where="participant_plan")
def test_a_talk_is_booked_held_and_the_next_one_booked_at_once(stage, person, today):
    talk = plan_talks.book(participant=person, on=today, by=stage.amina)
    assert plan_talks.book(participant=person, on=today, by=stage.amina) == talk
    assert code_of(lambda: plan_talks.hold(talk=talk, text=" ", by=stage.amina)) == "required"
    assert code_of(lambda: plan_talks.hold(talk=talk, text="x", on=today + DAY, by=stage.amina)) == "in_the_future"
    plan_talks.hold(talk=talk, text="Vi gick igenom stegen.", next_on=today + 28 * DAY, by=stage.amina)
    whole = finding.whole(stage.amina, person)
    assert whole.next_talk.planned_on == today + 28 * DAY
    assert code_of(lambda: plan_talks.hold(talk=talk, text="igen", by=stage.amina)) == "already_held"
    plan_talks.drop(talk=whole.next_talk, by=stage.amina)
    assert finding.whole(stage.amina, person).next_talk is None
    assert PlanTalk.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.need("PLN-11", where="participant_plan")
def test_what_was_tried_and_what_worked_is_kept(stage, person, today):
    def note(**fields):
        told = {"text": "Praktik på lager", "track": "work", "result": "partly", "since_on": today - 30 * DAY}
        return tried.note(participant=person, by=stage.amina, **(told | fields))

    line = note(what_worked="Eftermiddagar", until_on=today)
    assert note(what_worked="Eftermiddagar", until_on=today) == line
    assert code_of(lambda: note(result="failed")) == "unknown_word"
    assert code_of(lambda: note(until_on=today - 31 * DAY)) == "ends_before_start"
    tried.take_back(line=line, by=stage.amina)
    assert not finding.whole(stage.amina, person).tried
    assert Tried.objects.count() == 1


# --- templates --------------------------------------------------------------------------------------------------
LINE = {"text": "Prova köket", "track": "internal", "responsible": "participant", "after_weeks": 2}


def save(stage, **fields):
    told = {"unit": stage.cast.monsteras_unit, "name": "Köket först", "steps_told": [LINE], **fields}
    return plan_templates.save(**{"by": viewer(stage.cast.dag), **told})


@pytest.mark.django_db
@pytest.mark.need("PLN-09", "PLN-13", where="participant_plan")
def test_a_plan_starts_from_own_operations_and_is_free_to_change(stage, person, today):
    start = next(each for each in STARTS if each.code == "inside_first")
    made = plan_templates.start_from(participant=person, template=start, by=stage.amina)
    assert [step.track for step in made][:2] == ["internal", "internal"]
    assert made[-1].track == "work"
    assert made[0].due_on == today + 7 * DAY
    plan_templates.start_from(participant=person, template=start, by=stage.amina)
    assert Step.objects.count() == len(start.steps)
    steps.change(step=made[0], text="Något helt annat", by=stage.amina)


@pytest.mark.django_db
@pytest.mark.need("PLN-09", where="unit_plan")
def test_a_unit_s_template_is_made_changed_and_retired_by_its_leader(stage, person):
    made = save(stage)
    plan_templates.start_from(participant=person, template=made, by=stage.amina)
    again = save(stage, template=made, name="Köket", steps_told=[LINE, {**LINE, "text": "Diska"}], version=1)
    assert (again.pk, again.version, again.steps.count()) == (made.pk, 2, 2)
    with pytest.raises(ChangedMeanwhile):
        save(stage, template=made, version=1)
    assert [step.text for step in Step.objects.all()] == ["Prova köket"]
    assert list(offered.of_units(stage.amina, [stage.cast.monsteras_unit.pk])) == [again]
    assert not offered.of_units(viewer(stage.cast.carin), [stage.cast.monsteras_unit.pk]).exists()
    plan_templates.retire(template=again, by=viewer(stage.cast.dag))
    with pytest.raises(NotFound):
        offered.find(stage.amina, again.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "required"),
        ({"steps_told": []}, "required"),
        ({"steps_told": [LINE] * 21}, "too_many"),
        ({"steps_told": [{**LINE, "after_weeks": 521}]}, "out_of_range"),
        ({"steps_told": [{**LINE, "track": "x"}]}, "unknown_word"),
    ],
)
def test_a_template_that_cannot_be_is_refused(stage, fields, code):
    assert code_of(lambda: save(stage, **fields)) == code


# --- readiness --------------------------------------------------------------------------------------------------
def publish(stage, *lines, by="dag"):
    return readiness.publish(unit=stage.cast.monsteras_unit, lines=lines, by=viewer(getattr(stage.cast, by)))


@pytest.mark.django_db
@pytest.mark.need("PLN-10", where="participant_plan")
def test_the_participant_sees_what_is_left_before_a_placement(stage, person, today):
    unit = stage.cast.monsteras_unit
    assert standing.of(stage.amina, person, unit) is None
    publish(stage, "Kommer i tid", "Har barnomsorg")
    met, _left = standing.of(stage.amina, person, unit).lines
    readiness.check(participant=person, unit=unit, met=[met.line], by=stage.amina)
    found = standing.of(stage.amina, person, unit)
    assert (found.lines[0].met_on, [line.text for line in found.left]) == (today, ["Har barnomsorg"])
    second = publish(stage, "Har barnomsorg", "Kommer i tid", "Har arbetskläder")
    found = standing.of(stage.amina, person, unit)
    assert (second.number, [line.text for line in found.left]) == (2, ["Har barnomsorg", "Har arbetskläder"])
    assert publish(stage, "Har barnomsorg", "Kommer i tid", "Har arbetskläder") == second
    readiness.check(participant=person, unit=unit, met=[], by=stage.amina)
    assert len(standing.of(stage.amina, person, unit).left) == 3
    bent = [uuid.uuid4()]
    assert code_of(lambda: readiness.check(participant=person, unit=unit, met=bent, by=stage.amina)) == "unknown_word"
    assert [held.number for held in standing.history(stage.amina, unit)] == [2, 1]


@pytest.mark.django_db
@pytest.mark.need("PLN-10", where="unit_readiness")
def test_what_is_met_stays_when_a_line_is_worded_anew(stage, person, today):
    unit = stage.cast.monsteras_unit
    first, second = publish(stage, "Kommer i tid", "Har barnomsorg").criteria.all()
    readiness.check(participant=person, unit=unit, met=[first.line], by=stage.amina)
    dag = viewer(stage.cast.dag)
    told = {first.line: "Kommer på avtalade tider", second.line: " "}
    readiness.publish(unit=unit, kept=told, lines=["Har arbetskläder"], version=1, by=dag)
    lines = standing.of(stage.amina, person, unit).lines
    assert [(line.text, line.met_on) for line in lines] == [
        ("Kommer på avtalade tider", today),
        ("Har arbetskläder", None),
    ]
    with pytest.raises(ChangedMeanwhile):
        readiness.publish(unit=unit, kept=told, version=1, by=dag)
    assert code_of(lambda: readiness.publish(unit=unit, kept={second.line: "x"}, by=dag)) == "unknown_word"


@pytest.mark.django_db
@pytest.mark.need("EXT-26", where="participant_plan")
def test_ready_for_the_next_step_is_recorded_by_the_list_that_holds(stage, person, today):
    unit = stage.cast.monsteras_unit

    def ready(**fields):
        told = {"participant": person, "unit": unit, "next_step": "Praktik på bygghandeln", **fields}
        return readiness.ready(by=stage.amina, **told)

    assert code_of(ready) == "no_list"
    held = publish(stage, "Kommer i tid")
    assert code_of(ready) == "required"
    record = ready(reason="Provar halva dagar")
    assert (record.left, record.ready_on, record.readiness_list) == (1, today, held)
    assert ready(reason="Provar halva dagar") == record
    readiness.end(record=record, by=stage.amina)
    assert standing.of(stage.amina, person, unit).ready is None
    line = standing.of(stage.amina, person, unit).lines[0].line
    readiness.check(participant=person, unit=unit, met=[line], by=stage.amina)
    assert ready().left == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["amina", "karin"])
def test_only_the_local_leader_publishes(stage, name):
    with pytest.raises(NotAllowed):
        publish(stage, "Kommer i tid", by=name)
    with pytest.raises(NotAllowed):
        save(stage, by=viewer(getattr(stage.cast, name)))
    with pytest.raises(NotFound):
        publish(stage, "Kommer i tid", by="carin")


# --- who may ----------------------------------------------------------------------------------------------------
def writes(stage, person, by):
    """Every way to write into somebody's plan, as calls."""
    plan = Plan.objects.get()
    goal, route = plan.goals.get(), plan.routes.get()
    frame, talk, line = PlanFrame.objects.get(), PlanTalk.objects.get(), Tried.objects.get()
    unit, today = stage.cast.monsteras_unit, timezone.localdate()
    who = {"participant": person, "by": by}
    return {
        "change": lambda: plans.change(goal="x", **who),
        "add_goal": lambda: plans.add_goal(text="x", **who),
        "settle_goal": lambda: plans.settle_goal(goal=goal, reached=True, by=by),
        "add_route": lambda: plans.add_route(kind="job", text="x", **who),
        "choose_route": lambda: plans.choose_route(route=route, by=by),
        "remove_route": lambda: plans.remove_route(route=route, by=by),
        "state": lambda: plans.state(kind="pace", answer="push", **who),
        "agree": lambda: plan_versions.agree(how="phone", **who),
        "keep": lambda: plan_versions.keep(**who),
        "add_frame": lambda: frames.add(kind="other", text="x", **who),
        "change_frame": lambda: frames.change(frame=frame, text="y", by=by),
        "end_frame": lambda: frames.end(frame=frame, by=by),
        "book": lambda: plan_talks.book(on=today + DAY, **who),
        "hold": lambda: plan_talks.hold(talk=talk, text="x", by=by),
        "drop": lambda: plan_talks.drop(talk=talk, by=by),
        "tried": lambda: tried.note(text="x", track="work", result="worked", since_on=today, **who),
        "take_back": lambda: tried.take_back(line=line, by=by),
        "start_from": lambda: plan_templates.start_from(template=STARTS[0], **who),
        "check": lambda: readiness.check(unit=unit, met=[standing.published(unit).criteria.get().line], **who),
        "ready": lambda: readiness.ready(unit=unit, next_step="x", reason="y", **who),
    }


@pytest.fixture
def full(stage, person, today):
    """A plan with one of everything."""
    write(stage, person)
    plans.add_goal(participant=person, text="Delmål", by=stage.amina)
    plans.add_route(participant=person, kind="study", text="Komvux", by=stage.amina)
    frames.add(participant=person, kind="other", text="Ram", by=stage.amina)
    plan_talks.book(participant=person, on=today, by=stage.amina)
    tried.note(participant=person, text="Lager", track="work", result="worked", since_on=today, by=stage.amina)
    publish(stage, "Kommer i tid")
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "refusal"), [("carin", NotFound), ("karin", NotAllowed), ("jan", NotAllowed)])
def test_who_may_not_change_a_plan_writes_nothing(stage, full, name, refusal):
    before = AuditEvent.objects.count()
    for act in writes(stage, full, viewer(getattr(stage.cast, name))).values():
        with pytest.raises(refusal):
            act()
    assert AuditEvent.objects.count() == before
    assert Plan.objects.get().goal == GOAL


@pytest.mark.django_db
def test_a_failing_log_undoes_every_write(stage, full, monkeypatch):
    acts = writes(stage, full, stage.amina)

    def fail(**_event):
        raise RuntimeError("no log")

    monkeypatch.setattr(audit, "record", fail)
    before = finding.whole(stage.amina, full)
    for act in acts.values():
        with pytest.raises(RuntimeError):
            act()
    assert finding.whole(stage.amina, full) == before
    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_each_write_is_one_act_in_the_log(stage, full):
    for name, act in writes(stage, full, stage.amina).items():
        if name in ("drop", "start_from", "hold"):
            continue
        before = AuditEvent.objects.count()
        act()
        assert AuditEvent.objects.count() == before + 1, name


@pytest.mark.django_db
def test_a_hidden_person_has_no_plan_for_others(stage, full):
    protect(stage, full, named=["karin"])
    assert finding.of(stage.amina, full) is None
    for ask in (finding.whole, finding.versions):
        with pytest.raises(NotFound):
            ask(stage.amina, full)
    assert finding.whole(viewer(stage.cast.karin), full).plan.goal == GOAL


@pytest.mark.django_db
def test_late_reviews_are_found_with_the_oldest_first(stage, person, today):
    write(stage, person, review_on=today - DAY)
    other = stage.enrol(stage.register(1)).participant
    write(stage, other, review_on=today - 9 * DAY)
    on_time = stage.enrol(stage.register(2)).participant
    write(stage, on_time, review_on=today)
    found = finding.unreviewed(stage.amina, Participant.objects.all(), today)
    assert [plan.participant for plan in found] == [other, person]

"""The steps of a plan: added, changed, settled, taken up again, and who may."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import merges, steps
from stegvis.casework.models import Participant, Step, StepMove
from stegvis.casework.queries import steps as finding
from tests.factories import identity_number, viewer
from tests.integration.casework.conftest import make_stage
from tests.integration.casework.test_protected_identities import protect
from tests.integration.casework.test_races import AT_ONCE, all_at_once

DAY = dt.timedelta(days=1)


@pytest.fixture
def person(stage):
    return stage.enrol().participant


def add(stage, person, text="Ring skolan", **fields):
    return steps.add(participant=person, text=text, **{"by": stage.amina, **fields})


@pytest.mark.django_db
@pytest.mark.need("PLN-02", "PLN-15", where="plan")
def test_a_step_says_what_who_and_when(stage, person):
    due = timezone.localdate() + 7 * DAY
    step = add(stage, person, due_on=due, responsible="partner", responsible_name="Komvux", track="study")
    [found] = finding.open_of(stage.amina, person)
    assert (found.text, found.due_on, found.responsible, found.responsible_name) == (
        "Ring skolan", due, "partner", "Komvux",
    )  # fmt: skip
    assert (found.track, found.state, found.enrolment) == ("study", "planned", person.enrolments.get())
    assert (step.added_by, step.version) == ("Amina Nur", 1)
    event = AuditEvent.objects.get(record="step")
    assert (event.verb, event.subject_id) == ("create", str(person.pk))
    assert "Ring" not in str(event.facts)


@pytest.mark.django_db
def test_the_same_step_sent_twice_is_one_step(stage, person):
    assert add(stage, person) == add(stage, person)
    assert Step.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "  "}, "required"),
        ({"text": "å" * 100_000}, "too_long"),
        ({"track": "okänt"}, "unknown_word"),
        ({"responsible": "staten"}, "unknown_word"),
        ({"due_on": dt.date(2202, 1, 1)}, "far_away"),
        ({"due_on": dt.date(2021, 2, 28)}, "before_enrolment"),
        ({"review_on": dt.date(2021, 2, 28)}, "before_enrolment"),
        ({"share": 101}, "out_of_range"),
        ({"share": "halva"}, "not_a_number"),
        ({"starts_on": dt.date(2026, 2, 2), "due_on": dt.date(2026, 2, 1)}, "ends_before_start"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_a_reason(stage, person, fields, code):
    with pytest.raises(NotPossible) as refused:
        add(stage, person, **fields)
    assert refused.value.code == code
    assert not Step.objects.exists()


@pytest.mark.django_db
@pytest.mark.need("PLN-14", where="plan")
def test_half_study_and_half_work_fit_together_and_more_does_not(stage, person):
    add(stage, person, "Läs svenska", track="study", share=50)
    add(stage, person, "Praktik", track="work", share=50)
    with pytest.raises(NotPossible) as refused:
        add(stage, person, "Gym", track="health", share=10)
    assert refused.value.code == "over_full_time"


@pytest.mark.django_db
def test_shares_one_after_the_other_do_not_add_up(stage, person):
    today = timezone.localdate()
    add(stage, person, "Läs svenska", share=100, due_on=today + 10 * DAY)
    add(stage, person, "Praktik", share=100, starts_on=today + 11 * DAY)
    assert Step.objects.count() == 2


@pytest.mark.django_db
def test_a_change_makes_a_version_and_heeds_it(stage, person):
    step = add(stage, person)
    steps.change(step=step, text="Ring skolan igen", version=1, by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        steps.change(step=step, text="Ring jobbet", version=1, by=viewer(stage.cast.bo))
    assert Step.objects.get().text == "Ring skolan igen"
    steps.change(step=step, text="Ring skolan igen", version=2, by=stage.amina)
    assert Step.objects.get().version == 2


@pytest.mark.django_db
@pytest.mark.need("PLN-17", where="plan")
def test_what_was_learnt_stays_when_the_step_is_taken_up_again(stage, person):
    step = add(stage, person, "Praktik på lager")
    with pytest.raises(NotPossible) as refused:
        steps.settle(step=step, state="learnt", by=stage.amina)
    assert (refused.value.code, refused.value.field) == ("required", "learnt")
    steps.settle(step=step, state="learnt", learnt="För tidigt på morgonen", by=stage.amina)
    again = steps.settle(step=step, state="planned", by=stage.amina)
    steps.settle(step=step, state="learnt", learnt="Eftermiddag fungerar", by=stage.amina)
    step.refresh_from_db()
    assert step.learnt == "För tidigt på morgonen\nEftermiddag fungerar"
    assert (again.state, again.done_on) == ("planned", None)
    assert [(move.source, move.target) for move in StepMove.objects.all()] == [
        ("planned", "learnt"), ("learnt", "planned"), ("planned", "learnt"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_settling_keeps_the_day_and_refuses_days_that_cannot_be(stage, person):
    step = add(stage, person)
    today = timezone.localdate()
    for day, code in ((today + DAY, "in_the_future"), (dt.date(2021, 2, 28), "before_enrolment")):
        with pytest.raises(NotPossible) as refused:
            steps.settle(step=step, state="done", on=day, by=stage.amina)
        assert refused.value.code == code
    steps.settle(step=step, state="done", on=today - DAY, by=stage.amina)
    step.refresh_from_db()
    assert (step.state, step.done_on, step.version) == ("done", today - DAY, 2)


@pytest.mark.django_db
def test_a_settled_step_is_not_changed_and_settling_twice_is_once(stage, person):
    step = add(stage, person)
    for _ in range(2):
        steps.settle(step=step, state="done", by=stage.amina)
    assert StepMove.objects.count() == 1
    with pytest.raises(NotPossible) as refused:
        steps.change(step=step, text="Annat", by=stage.amina)
    assert refused.value.code == "wrong_state"


@pytest.mark.django_db
def test_a_step_changed_into_another_keeps_the_former(stage, person):
    step = add(stage, person, track="work", responsible="participant")
    new = steps.replace(step=step, text="Besök skolan", by=stage.amina)
    step.refresh_from_db()
    assert (step.state, new.follows_id, new.track, new.responsible) == ("changed", step.pk, "work", "participant")
    assert finding.open_of(stage.amina, person) == [new]


@pytest.mark.django_db
@pytest.mark.need("PLN-26", where="plan")
def test_steps_carried_out_are_counted_of_those_planned(stage, person):
    done, learnt, changed = (add(stage, person, f"Steg {n}") for n in range(3))
    add(stage, person, "Steg 3")
    steps.settle(step=done, state="done", by=stage.amina)
    steps.settle(step=learnt, state="learnt", learnt="Hellre ute", by=stage.amina)
    steps.replace(step=changed, text="Steg 2 på annat sätt", by=stage.amina)
    count = finding.carried_out(list(finding.of(stage.amina, person)))
    assert (count.done, count.planned) == (2, 4)


@pytest.mark.django_db
def test_who_has_no_next_step_is_found(stage, person):
    other = stage.enrol(stage.register(1)).participant
    paused = stage.enrol(stage.register(2)).participant
    add(stage, person)
    steps.settle(step=add(stage, other), state="done", by=stage.amina)
    steps.settle(step=add(stage, paused), state="paused", by=stage.amina)
    found = finding.participants_without(stage.amina, Participant.objects.all())
    assert set(found) == {other, paused}
    assert not finding.participants_without(viewer(stage.cast.carin), Participant.objects.all()).exists()


@pytest.mark.django_db
def test_late_steps_and_reviews_are_found(stage, person):
    today = timezone.localdate()
    late = add(stage, person, "Sent", due_on=today - DAY)
    review = add(stage, person, "Följ upp", review_on=today - DAY)
    add(stage, person, "I tid", due_on=today)
    steps.settle(step=add(stage, person, "Klart", due_on=today - 2 * DAY), state="done", by=stage.amina)
    assert set(finding.late(stage.amina, Participant.objects.all(), today)) == {late, review}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "refusal"), [("carin", NotFound), ("karin", NotAllowed), ("jan", NotAllowed)])
def test_who_may_not_change_a_plan_adds_and_settles_nothing(stage, person, name, refusal):
    step, by = add(stage, person), viewer(getattr(stage.cast, name))
    acts = [
        lambda: add(stage, person, "Annat", by=by),
        lambda: steps.change(step=step, text="Annat", by=by),
        lambda: steps.settle(step=step, state="done", by=by),
        lambda: steps.replace(step=step, text="Annat", by=by),
    ]
    for act in acts:
        with pytest.raises(refusal):
            act()
    assert Step.objects.get().state == "planned"


@pytest.mark.django_db
def test_a_hidden_person_has_no_steps_for_others(stage, person):
    step = add(stage, person)
    protect(stage, person, named=["karin"])
    assert not finding.open_of(stage.amina, person)
    with pytest.raises(NotFound):
        finding.find(stage.amina, step.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["add", "change", "settle"])
def test_a_failing_log_undoes_it_all(stage, person, monkeypatch, act):
    step = add(stage, person)

    def fail(**_event):
        raise RuntimeError("no log")

    monkeypatch.setattr(audit, "record", fail)
    acts = {
        "add": lambda: add(stage, person, "Annat"),
        "change": lambda: steps.change(step=step, text="Annat", by=stage.amina),
        "settle": lambda: steps.settle(step=step, state="done", by=stage.amina),
    }
    with pytest.raises(RuntimeError):
        acts[act]()
    stands = Step.objects.get()
    assert (stands.text, stands.state, stands.version) == ("Ring skolan", "planned", 1)
    assert not StepMove.objects.exists()


@pytest.mark.django_db
def test_steps_follow_when_two_records_become_one_and_come_apart(stage, person):
    second = stage.register(nth=8, identity_number=identity_number(8, coordination=True))
    step = add(stage, second, "Den andras")
    dag = viewer(stage.cast.dag)
    made = merges.merge(kept=person, other=second, reason="samma", by=dag)
    step.refresh_from_db()
    assert step.participant_id == person.pk
    merges.undo(made=made, by=dag)
    step.refresh_from_db()
    assert step.participant_id == second.pk


@pytest.mark.django_db(transaction=True)
def test_of_several_who_settle_one_step_at_once_one_gets_through():
    stage = make_stage()
    person = stage.enrol().participant
    step = add(stage, person)
    answers = all_at_once(lambda n: steps.settle(step=step, state="done", version=1, by=stage.amina))
    assert answers == ["changed_meanwhile"] * (AT_ONCE - 1) + ["done"]
    assert StepMove.objects.count() == 1

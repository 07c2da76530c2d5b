"""Building a theory of change, reviewing what it takes for granted, and what is learnt from it."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.programme.actions import assumptions, learning, theory
from stegvis.programme.models import AssumptionReview, Finding, TheoryBox, TheoryVersion
from stegvis.programme.queries import learning as reading_learning
from stegvis.programme.queries import theory as reading
from tests.factories import cast, viewer

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    return cast(starts_on=TODAY - dt.timedelta(days=100), ends_on=TODAY + dt.timedelta(days=300))


@pytest.fixture
def eva(people):
    return viewer(people.eva)


@pytest.fixture
def pair(people, eva):
    """A theme day that is meant to lead to people in work."""
    effect = theory.add_box(project=people.project, layer="effect_short", name="I arbete", by=eva)
    day = theory.add_box(
        project=people.project, layer="activity_organisation", name="Temadag", leads_to=[effect.pk], by=eva
    )
    return day, effect


def code_of(refused) -> str:
    return refused.value.code


@pytest.mark.need("TOC-01", where="theory_versions")
@pytest.mark.need("TOC-02", where="theory_box_new")
def test_each_change_is_a_version_in_which_the_chart_stands_as_it_was(people, eva, pair):
    day, effect = pair
    theory.change_box(box=day, name="Två temadagar", leads_to=[], by=eva)
    theory.retire_box(box=effect, by=eva)
    assert [box.name for box in reading.of_project(eva, people.project).boxes] == ["Två temadagar"]
    was = reading.in_version(eva, people.project, 2)[1]
    assert [box.name for box in was.boxes] == ["Temadag", "I arbete"]
    assert was.arrows == ((str(day.pk), str(effect.pk)),)
    theory.restore_box(box=effect, by=eva)
    assert [row.change for row in reading.versions(eva, people.project)][:2] == ["box_restored", "box_retired"]


def test_arrows_and_numbers_that_cannot_be_are_refused_with_words(people, eva, pair):
    day, effect = pair
    with pytest.raises(NotPossible) as refused:
        theory.change_box(box=effect, leads_to=[day.pk], by=eva)
    assert code_of(refused) == "backwards"
    with pytest.raises(NotPossible) as refused:
        theory.change_box(box=day, layer="effect_long", by=eva)
    assert code_of(refused) == "backwards"
    counted = {"reached": 3, "reached_on": TODAY, "reached_source": "Närvarolistan"}
    with pytest.raises(NotPossible) as refused:
        theory.change_box(box=day, of_people=True, **counted, by=eva)
    assert code_of(refused) == "too_few"
    theory.change_box(box=day, **counted, by=eva)
    with pytest.raises(NotPossible) as refused:
        theory.change_box(box=day, figure="indicator:participants::", by=eva)
    assert code_of(refused) == "two_figures"
    with pytest.raises(NotPossible) as refused:
        theory.change_box(box=effect, figure="indicator:participants:ended:", by=eva)
    assert code_of(refused) == "unknown_figure"


def test_two_at_once_do_not_write_over_each_other(people, eva, pair):
    day, _effect = pair
    theory.change_box(box=day, name="En annan dag", version=day.version, by=eva)
    with pytest.raises(ChangedMeanwhile):
        theory.change_box(box=day, name="Min dag", version=day.version, by=viewer(people.dag))


def test_who_reads_does_not_write_and_who_is_outside_finds_nothing(people, pair):
    day, _effect = pair
    with pytest.raises(NotAllowed):
        theory.move_box(box=day, forward=True, by=viewer(people.gun))
    with pytest.raises(NotAllowed):
        theory.move_box(box=day, forward=True, by=viewer(people.filip))
    with pytest.raises(NotFound):
        reading.box(viewer(people.bo), day.pk)


@pytest.mark.need("TOC-05", where="theory_assumption")
@pytest.mark.need("EVL-11", where="theory_findings")
def test_an_assumption_that_falls_becomes_a_finding_to_follow_up(people, eva, pair):
    day, effect = pair
    made = assumptions.add(box=day, target=effect, text="Det som lärs används.", by=eva)
    assumptions.review(assumption=made, verdict="held", saw="De flesta gör det.", by=eva)
    assert not Finding.objects.exists()
    assumptions.review(assumption=made, verdict="fell", saw="Ingen gör det.", changed="Vi övar i veckan.", by=eva)
    found = Finding.objects.get()
    assert (found.stage, found.observation, found.follow_up_on) == (
        "decided", "Ingen gör det.", TODAY + dt.timedelta(days=91),
    )  # fmt: skip
    (assumed,) = reading.of_project(eva, people.project).assumptions
    assert (assumed.verdict, assumed.target) == ("fell", str(effect.pk))
    # the evaluator has no right to change the chart, but goes on with what was found
    filip = viewer(people.filip)
    with pytest.raises(NotPossible) as refused:
        learning.change_finding(finding=found, result="Det hjälpte.", by=filip)
    assert code_of(refused) == "required"
    done = learning.change_finding(finding=found, result="Det hjälpte.", followed_up_on=TODAY, by=filip)
    assert done.stage == "followed_up"


@pytest.mark.need("EVL-10", where="theory_plan")
@pytest.mark.need("EVL-11", where="start")
def test_what_is_due_waits_for_the_leader_until_the_project_has_ended(people, eva, pair):
    day, _effect = pair
    late = {"method": "survey", "responsible": "Dag", "due_on": TODAY - dt.timedelta(days=1)}
    asked = learning.ask(project=people.project, question="Används det?", box=day, **late, by=eva)
    learning.note(project=people.project, observation="Få kom.", by=eva)
    assumptions.add(box=day, text="Alla kan komma.", by=eva)
    dag = viewer(people.dag)
    ((project, waits),) = reading_learning.waiting_everywhere(dag, TODAY)
    assert (project, waits.count, waits.overdue) == (people.project, 3, 1)
    assert reading_learning.waiting_everywhere(viewer(people.amina), TODAY) == []
    with pytest.raises(NotPossible) as refused:
        learning.change_question(question=asked, status="answered", by=eva)
    assert code_of(refused) == "required"
    learning.change_question(question=asked, status="answered", answer="Ja.", by=eva)
    assert reading_learning.waiting(dag, project, TODAY).count == 2
    assert not reading_learning.waiting(dag, project, project.ends_on + dt.timedelta(days=1))


@pytest.mark.parametrize("act", ["box", "review", "question", "finding"])
def test_a_failing_audit_write_undoes_it_all(people, eva, pair, monkeypatch, act):
    day, _effect = pair
    made = assumptions.add(box=day, text="Alla kan komma.", by=eva)
    tables = (TheoryBox, TheoryVersion, AssumptionReview, Finding, AuditEvent)

    def broken(**_told):
        raise RuntimeError

    before = [table.objects.count() for table in tables]
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        match act:
            case "box":
                theory.add_box(project=people.project, layer="output", name="x", by=eva)
            case "review":
                assumptions.review(assumption=made, verdict="fell", saw="x", by=eva)
            case "question":
                learning.ask(
                    project=people.project, question="x", method="survey", responsible="x", due_on=TODAY, by=eva
                )
            case "finding":
                learning.note(project=people.project, observation="x", by=eva)
    assert [table.objects.count() for table in tables] == before

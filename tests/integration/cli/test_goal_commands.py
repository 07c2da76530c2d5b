"""`stegvis goal`: does a goal hold, however it is reasonably read?"""

import pytest

from stegvis.access.models import AuditEvent
from stegvis.base.decision import NotPossible
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.programme.actions import goals, theory
from stegvis.programme.queries import goals as read
from stegvis.reporting.actions import releases
from tests.factories import viewer
from tests.integration.reporting.conftest import everyone, full_project, prepared

__all__ = ["everyone", "full_project"]

DEFINITION = GoalDefinition(name="60 procent till arbete eller studier", events=("work", "studies"), target=0.6)


@pytest.fixture
def goal(full_project):
    """The goal of the full project, of whom 42 in 84 went to work or studies and 16 to an internship."""
    decided = goals.Decided(DEFINITION, decision="Ansökan")
    made = goals.add(
        project=full_project.project,
        name=DEFINITION.name,
        kind="share",
        code="arbete",
        decided=decided,
        by=viewer(full_project.eva),
    )
    releases.freeze(prepared(full_project), by=viewer(full_project.eva))
    return made


@pytest.mark.need("GOL-03", where="stegvis goal sensitivity")
def test_the_readings_are_given_to_programs_and_in_words(goal, stegvis):
    told = stegvis("goal", "sensitivity", "samverkan", "--goal", "arbete", "--format", "json").json
    assert set(told) == {"goal", "target", "declared", "readings"}
    assert (told["goal"], told["target"], told["declared"]["value"], told["declared"]["met"]) == (
        "arbete",
        0.6,
        0.5,
        False,
    )
    assert set(told["readings"][0]) == {
        *("base", "events", "at", "missing", "numerator", "denominator", "value", "interval", "met"),
    }
    wide = [
        one for one in told["readings"] if one["events"] == ["work", "studies", "internship"] and one["base"] == "ended"
    ]
    assert [one["numerator"] for one in wide if one["missing"] == "not_reached"] == [58]
    text = stegvis("goal", "sensitivity", "samverkan")
    assert "Om arbete, studier eller praktik räknas är det nått: 69\u00a0%" in text.err
    assert "arbete" in stegvis("goal", "list", "samverkan").out
    assert stegvis("goal", "sensitivity", "samverkan", "--goal", "lycka").code != 0


@pytest.mark.need("TOC-03", where="stegvis theory show")
def test_the_theory_is_shown_with_live_figures(goal, full_project, stegvis):
    assert stegvis("theory", "show", "samverkan").code != 0
    by = viewer(full_project.eva)
    effect = theory.add_box(
        project=full_project.project, layer="effect_short", name="I arbete", figure="goal:arbete", by=by
    )
    theory.add_box(project=full_project.project, layer="output", name="Praktik", leads_to=[effect.pk], by=by)
    told = stegvis("theory", "show", "samverkan", "--format", "json").json
    assert [(box["name"], len(box["leads_to"])) for box in told["boxes"]] == [("Praktik", 1), ("I arbete", 0)]
    assert (told["boxes"][1]["live"]["value"], told["boxes"][1]["live"]["met"]) == (0.5, False)
    assert "Praktik" in stegvis("theory", "show", "samverkan").out


@pytest.mark.need("GOL-05", where="goal versions")
@pytest.mark.need("GOL-01", where="goal tree")
@pytest.mark.need("GOL-12", where="judging a goal")
def test_goals_stand_in_a_tree_are_revised_by_a_decision_and_judged_with_reasons(goal, full_project):
    by = viewer(full_project.eva)
    told = goals.Decided(target_text="En metod som används")
    under = goals.add(
        project=full_project.project,
        name="Metod för samverkan",
        kind="existence",
        area="actors",
        decided=told,
        source="Rutinpärmen",
        parent=goal,
        by=by,
    )
    with pytest.raises(NotPossible, match=r"under itself|under sig"):
        goals.place(goal=goal, parent=under, by=by)
    revised = goals.Decided(DEFINITION.model_copy(update={"target": 0.5}), decision="Styrgruppen 3 maj")
    assert goals.revise(goal=goal, decided=revised, by=by) == 2
    with pytest.raises(NotPossible):
        goals.revise(goal=goal, decided=goals.Decided(DEFINITION), by=by)
    with pytest.raises(NotPossible):
        goals.judge(goal=goal, fulfilment="met", reasoning=" ", by=by)
    goals.judge(goal=goal, fulfilment="partly", reasoning="Halva vägen", by=by)
    first, second = read.of_project(by, full_project.project)
    assert (first.depth, second.depth) == (0, 1)
    assert [version.definition["target"] for version in first.versions] == [0.6, 0.5]
    assert first.goal.fulfilment == "partly"
    assert AuditEvent.objects.filter(record="goal").count() == 4
    with pytest.raises(NotPossible, match=r"sign|tecken"):
        goals.add(project=full_project.project, name="Stärkta deltagare", kind="share", decided=revised, by=by)

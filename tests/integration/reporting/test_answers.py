"""Answers outside a release: always gated, unless a user with the right says why."""

import json

import pytest

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.reporting.actions import answers
from tests.factories import viewer
from tests.integration.reporting.conftest import AT


def ask(everyone, **more):
    asked = {"project": everyone.project, "at": AT, "by": viewer(everyone.eva)} | more
    return answers.answer(**asked)


def test_an_answer_has_the_documented_form(full_project):
    given = json.loads(json.dumps(ask(full_project, indicators=["exit_destination"], breakdown=["sex"], base="ended")))
    assert set(given) == {"project", "at", "extract", "code_version", "results"}
    (result,) = given["results"]
    assert set(result) == {"indicator", "definition", "base", "rows"}
    assert set(result["rows"][0]) == {
        "by", "destination", "numerator", "denominator", "value", "interval", "suppressed",
    }  # fmt: skip
    assert set(result["rows"][0]["by"]) == {"sex"}


def test_counts_have_no_destination(full_project):
    (result,) = ask(full_project, indicators=["participants"])["results"]
    assert "destination" not in result["rows"][0]


@pytest.mark.need("EXT-05", "EXT-06", where="stegvis indicators --base")
def test_the_base_decides_the_denominator(full_project):
    def whole(base):
        (result,) = ask(full_project, indicators=["work_or_studies"], base=base)["results"]
        return result["rows"][0]["denominator"]

    assert (whole("ended"), whole("enrolled")) == (84, 87)


def test_without_indicators_all_that_fit_answer(full_project):
    given = ask(full_project, breakdown=["municipality"])
    assert {result["indicator"] for result in given["results"]} >= {"participants", "ended", "exit_destination"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicators": ["happiness"]},
        {"indicators": ["participants"], "base": "ended"},
        {"indicators": ["participants"], "breakdown": ["shoe_size"]},
        {"breakdown": ["shoe_size"]},
    ],
)
def test_a_question_nobody_can_answer_is_refused_with_what_there_is(full_project, wrong):
    with pytest.raises(NotPossible):
        ask(full_project, **wrong)


def test_ungated_needs_the_permission(full_project):
    with pytest.raises(NotAllowed):
        answers.ungated_answer(
            project=full_project.project, at=AT, reason="checking the final report", by=viewer(full_project.gun)
        )


def test_ungated_needs_a_reason(full_project):
    with pytest.raises(NotPossible):
        answers.ungated_answer(project=full_project.project, at=AT, reason="no", by=viewer(full_project.eva))


def test_ungated_shows_small_groups_and_is_logged_with_the_reason(full_project):
    given = answers.ungated_answer(
        project=full_project.project,
        at=AT,
        indicators=["exit_destination"],
        base="enrolled",
        reason="checking the final report",
        by=viewer(full_project.eva),
    )
    rows = {row["destination"]: row for row in given["results"][0]["rows"]}
    assert rows["still_enrolled"]["numerator"] == 3
    assert AuditEvent.objects.get(verb="read_ungated").purpose == "checking the final report"

"""Pages of goals: set one in a form, read what it says, see whether it holds."""

import pytest
from django.urls import reverse

from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.programme.actions import goals
from stegvis.programme.models import Goal
from stegvis.reporting.models import Extract, Release, Run
from tests.factories import cast, second_factor, viewer
from tests.integration.reporting.conftest import AT

SHARE = {"name": "60 procent till arbete", "kind": "share", "area": "work", "percent": "60", "base": "ended"}


@pytest.fixture
def people(db):
    return cast()


def signed_in(client, user):
    second_factor(user)
    client.force_login(user)
    return client


def table(indicator, base, rows):
    """One released table for everybody together."""
    made = [
        {"by": {}, "destination": code, "numerator": number, "denominator": whole, "value": number / whole,
         "interval": [0, 1], "suppressed": False}
        for code, number, whole in rows
    ]  # fmt: skip
    return {"indicator": indicator, "definition": "", "base": base, "by": [], "rows": made}


@pytest.fixture
def release(people):
    """A release in which 49 of 100 went to work or studies, and 12 to an internship."""
    rows = [("work", 40, 100), ("studies", 9, 100), ("internship", 12, 100), ("job_seeking", 20, 100)]
    extract = Extract.objects.create(
        project=people.project, at=AT, digest="0" * 64, people=100, content=b"", taken_by="test"
    )
    run = Run.objects.create(extract=extract, code_version="test", engine="test", small_count=5, definitions={})
    return Release.objects.create(
        project=people.project, number=1, at=AT, run=run, results=[table("exit_destination", "ended", rows)],
        published="{}", released_by="test", released_by_name="Eva",
    )  # fmt: skip


@pytest.mark.need("GOL-02", where="form of a goal")
@pytest.mark.need("GOL-04", where="form of a goal")
@pytest.mark.need("GOL-07", where="local goal")
def test_a_goal_is_set_in_a_form_and_reads_back_as_a_sentence(people, client):
    signed_in(client, people.eva)
    address = reverse("goal_new", args=[people.project.code])
    vague = client.post(address, {**SHARE, "name": "Stärkta deltagare", "events": ["work"]}).content.decode()
    assert "tecken som går att iaktta" in vague
    assert "Stärkta deltagare" in vague
    assert "minst en händelse" in client.post(address, SHARE).content.decode()
    local = {**SHARE, "events": ["work"], "unit": str(people.monsteras_unit.pk)}
    page = client.post(address, local, follow=True).content.decode()
    assert "Minst 60 % av alla avslutade har på släppets dag gått till arbete" in page
    goal = Goal.objects.get()
    assert (goal.unit, goal.area, goal.kind) == (people.monsteras_unit, "work", "share")
    held = client.get(reverse("goal", args=[people.project.code, goal.code])).content.decode()
    assert "Inget är släppt än" in held


@pytest.mark.need("GOL-03", where="Does the goal hold?")
def test_the_page_says_which_choice_turns_the_answer(people, release, client):
    definition = GoalDefinition(name="60 procent", events=("work", "studies"), target=0.6)
    decided = goals.Decided(definition)
    goal = goals.add(project=people.project, name="60 procent", kind="share", decided=decided, by=viewer(people.eva))
    signed_in(client, people.eva)
    page = client.get(reverse("goal", args=[people.project.code, goal.code])).content.decode()
    assert "49\u00a0% mot 60\u00a0%" in page
    assert "Om arbete, studier eller praktik räknas är det nått: 61\u00a0%" in page
    picture = client.get(reverse("goal_picture", args=[people.project.code, goal.code]) + "?place=phone&look=dark")
    assert picture.content.startswith(b"<svg")
    assert client.get(reverse("goals"), follow=True).status_code == 200


def test_who_works_with_participants_sees_no_goals(people, client):
    signed_in(client, people.bo)
    assert client.get(reverse("goals_project", args=[people.project.code])).status_code == 403

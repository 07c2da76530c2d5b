"""Pages of goals: set one in a form, read what it says, see whether it holds."""

import pytest
from django.urls import reverse

from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.programme.actions import goals
from stegvis.programme.models import Goal, GoalCount, GoalVersion
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


WRITTEN = {**SHARE, "events": ["work", "studies"], "read_at": "4w", "missing": "left_out"}


@pytest.mark.need("GOL-03", where="form of a goal: read back while filling")
def test_the_form_reads_the_goal_back_while_it_is_filled_and_saves_nothing(people, client):
    signed_in(client, people.eva)
    address = reverse("goal_new", args=[people.project.code])

    def read_back(**changed):
        answer = client.post(address, {**WRITTEN, **changed, "read_back": "1"}, headers={"HX-Request": "true"})
        return answer.content.decode()

    assert (
        "var i arbete eller studier fyra veckor efter avslut; den som inte har svarat räknas inte med." in read_back()
    )
    assert "tecken som går att iaktta" in read_back(name="Stärkta deltagare")
    assert "Ta bort pension" in read_back(events=["work", "pension"])
    assert "inte både räknas och lämnas utanför" in read_back(read_at="release", apart_from=["work"])
    assert "Mål: 12. Ska vara nått senast 30 juni 2022." in read_back(
        kind="count", target_text="Arbetsplatser", target_number="12", due_on="2022-06-30"
    )
    assert not Goal.objects.exists()


@pytest.mark.need("GOL-05", where="goal: change by a decision")
def test_a_goal_is_changed_by_a_decision_and_two_people_are_told_of_each_other(people, client):
    definition = GoalDefinition(name="60 procent", events=("work", "studies"), target=0.6)
    goal = goals.add(
        project=people.project,
        name="60 procent",
        kind="share",
        decided=goals.Decided(definition),
        by=viewer(people.eva),
    )
    signed_in(client, people.eva)
    address = reverse("goal_revise", args=[people.project.code, goal.code])
    assert 'value="60' in client.get(address).content.decode()
    changed = {"percent": "50", "base": "ended", "events": ["work"], "version": "1"}
    client.post(address, changed)
    assert GoalVersion.objects.count() == 1
    other = goals.Decided(definition.model_copy(update={"target": 0.7}), decision="Styrgruppen 1 maj")
    goals.revise(goal=goal, decided=other, by=viewer(people.eva))
    late = client.post(address, {**changed, "decision": "Styrgruppen 3 maj"}).content.decode()
    assert "Någon annan har ändrat målet" in late
    assert "Minst 70 %" in late
    assert "Styrgruppen 3 maj" in late
    client.post(address, {**changed, "version": "2", "decision": "Styrgruppen 3 maj"})
    page = client.get(reverse("goal", args=[people.project.code, goal.code])).content.decode()
    assert [text in page for text in ("Minst 50 %", "Minst 60 %", "Minst 70 %")] == [True] * 3


@pytest.mark.need("GOL-06", where="goal: note a count")
@pytest.mark.need("GOL-10", where="goal with a day to be reached by")
@pytest.mark.need("GOL-12", where="goal: judge")
def test_a_counted_goal_is_set_counted_judged_and_moved(people, client):
    signed_in(client, people.eva)
    code = people.project.code
    told = {"name": "20 arbetsplatser tar emot", "kind": "count", "area": "work", "target_text": "Har tagit emot"}
    refused = client.post(reverse("goal_new", args=[code]), {**told, "source": "Listan"}).content.decode()
    assert "Skriv hur många det ska bli." in refused
    client.post(
        reverse("goal_new", args=[code]), {**told, "source": "Listan", "target_number": 20, "due_on": "2022-06-30"}
    )
    goal = Goal.objects.get()
    count = {"number": 8, "counted_on": "2022-03-01", "source": "Listan"}
    client.post(reverse("goal_count", args=[code, goal.code]), {**count, "counted_on": "2999-01-01"})
    assert not GoalCount.objects.exists()
    client.post(reverse("goal_count", args=[code, goal.code]), count)
    judged = {"fulfilment": "partly", "reasoning": "Halvvägs", "evidence": "Protokollet 3 mars"}
    client.post(reverse("goal_judge", args=[code, goal.code]), judged)
    page = client.get(reverse("goal", args=[code, goal.code])).content.decode()
    for text in ("8 av 20", "Ska vara nått senast 30 juni 2022", "Delvis nått", "Halvvägs", "Protokollet 3 mars"):
        assert text in page
    client.post(reverse("goal_new", args=[code]), {**SHARE, "events": ["work"], "parent": goal.code})
    circle = client.post(reverse("goal_place", args=[code, goal.code]), {"parent": Goal.objects.last().code})
    assert "under sig själv" in circle.content.decode()


@pytest.mark.need("GOL-11", where="goals: target image")
@pytest.mark.need("GOL-02", where="goals: the six areas")
def test_the_target_image_is_common_and_local_and_the_areas_say_what_is_missing(people, client):
    signed_in(client, people.eva)
    address = reverse("goal_image", args=[people.project.code])
    client.post(address, {"text": "Alla har en väg vidare.", "version": 0})
    client.post(f"{address}?unit={people.monsteras_unit.pk}", {"text": "Ingen väntar i Mönsterås.", "version": 0})
    assert "Skriv vilket beslut" in client.post(address, {"text": "Alla har två.", "version": 1}).content.decode()
    page = client.get(reverse("goals_project", args=[people.project.code])).content.decode()
    assert "Alla har en väg vidare." in page
    assert "Ingen väntar i Mönsterås." in page
    goals.add(
        project=people.project, name="60 procent", kind="share", area="work", by=viewer(people.eva),
        decided=goals.Decided(GoalDefinition(name="60 procent", events=("work",), target=0.6)),
    )  # fmt: skip
    page = client.get(reverse("goals_project", args=[people.project.code])).content.decode()
    assert page.count("Inget mål är satt här.") == 5


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

"""Pages of the theory of change: built in forms, with figures of the newest release, taken along as files."""

import pytest
from django.urls import reverse

from stegvis.demo.own_indicators import ONWARD
from stegvis.evaluation.composed.example import Answer
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.programme.actions import goals, own_indicators
from stegvis.programme.models import Finding, OwnIndicator, TheoryBox
from tests.factories import viewer
from tests.integration.web.test_goal_pages import people, release, signed_in

__all__ = ["people", "release"]


@pytest.fixture
def there(people, client):
    return signed_in(client, people.eva)


def page(client, route: str, /, *arguments, **sent) -> str:
    address = reverse(route, args=arguments)
    answer = client.post(address, sent, follow=True) if sent else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.need("TOC-01", where="theory_box_new")
@pytest.mark.need("TOC-03", where="theory_project")
@pytest.mark.need("TOC-06", where="theory_call")
def test_a_leader_builds_the_chart_in_forms_and_sees_the_figures_in_it(people, release, there):
    code = people.project.code
    definition = GoalDefinition(name="60 procent", events=("work", "studies"), target=0.6)
    by = viewer(people.eva)
    goals.add(project=people.project, name="60 procent", kind="share", decided=goals.Decided(definition), by=by)
    page(there, "theory_call", code, call="Etablering", call_number="2:3", objective="Fler i arbete")
    page(there, "theory_box_new", code, layer="effect_short", name="I arbete & studier", figure="goal:60-procent")
    effect = TheoryBox.objects.get()
    wrong = page(there, "theory_box_new", code, layer="effect_long", name="Bakåt", leads_to=[str(effect.pk)])
    assert "Bakåt" in wrong
    assert "senare del av bilden" in wrong
    own_indicators.add(project=people.project, definition=ONWARD, expected=Answer(6, 9), by=by)
    onward = f"own:{OwnIndicator.objects.get().code}"
    page(there, "theory_box_new", code, layer="effect_medium", name="Vidare", figure=onward, planned="70")
    praktik = "indicator:exit_destination:ended:internship"
    page(
        there, "theory_box_new", code, layer="output", name="Praktik", figure=praktik, planned="20",
        leads_to=[str(effect.pk)],
    )  # fmt: skip
    seen = page(there, "theory_project", code)
    assert "Etablering" in seen
    for words in (
        "I arbete &amp; studier",
        "49\u00a0%",
        "mål 60\u00a0%",
        "12\u00a0%",
        "planerat 20\u00a0%",
        "61\u00a0%",
    ):
        assert words in seen
    box = page(there, "theory_box", effect.pk)
    assert reverse("goal", args=[code, "60-procent"]) in box
    old = page(there, "theory_version", code, 1)
    assert "Siffrorna är dagens." in old
    assert "object (" not in old
    table = there.get(reverse("theory_table", args=[code]))
    assert "Praktik;;I arbete & studier;12\u00a0%;planerat 20\u00a0%;12 av 100" in table.content.decode("utf-8-sig")
    picture = there.get(reverse("theory_picture", args=[code]) + "?look=dark").content.decode()
    assert picture.startswith("<svg")
    assert "var(" not in picture


@pytest.mark.need("TOC-05", where="theory_assumption_review")
@pytest.mark.need("EVL-11", where="theory_finding")
def test_a_review_at_the_follow_up_meeting_leads_on_to_a_decision(people, there, client):
    code = people.project.code
    page(there, "theory_box_new", code, layer="resource", name="Tid")
    box = TheoryBox.objects.get()
    page(there, "theory_assumption_new", box.pk, text="En dag i veckan räcker.")
    assumption = box.theory.assumptions.get()
    page(
        there, "theory_assumption_review", assumption.pk, verdict="doubtful", saw="Den räcker inte.",
        reviewed_on="2026-03-02",
    )  # fmt: skip
    found = Finding.objects.get()
    needs = page(
        there,
        "theory_finding_change",
        found.pk,
        observation="Den räcker inte.",
        decision="Två dagar",
        seen_on="2026-03-02",
        box=str(box.pk),
        assumption=str(assumption.pk),
    )
    assert "Skriv när ni ska se om beslutet hjälpte" in needs
    assert "Två dagar" in needs
    signed_in(client, people.gun)
    assert "Den räcker inte." in page(client, "theory_findings", code)
    assert "Tveksamt" in page(client, "theory_assumption", assumption.pk)
    assert client.get(reverse("theory_finding_change", args=[found.pk])).status_code == 403
    assert client.get(reverse("theory_box_change", args=[box.pk])).status_code == 403


def test_two_who_change_different_facts_of_a_box_both_have_their_way(people, there, client):
    page(there, "theory_box_new", people.project.code, layer="resource", name="Tid")
    box = TheoryBox.objects.get()
    opened = page(there, "theory_box_change", box.pk)
    token = opened.split('name="opened" value="')[1].split('"')[0]
    page(there, "theory_box_change", box.pk, layer="resource", name="Tid", text="En dag i veckan", opened=token)
    both = page(there, "theory_box_change", box.pk, layer="resource", name="Tid och pengar", text="", opened=token)
    box.refresh_from_db()
    assert (box.name, box.text) == ("Tid och pengar", "En dag i veckan")
    assert "Båda" in both

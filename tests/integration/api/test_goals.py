"""Goals through the API: set, read in a tree, changed by a decision, counted, judged, and read in every way."""

import pytest

from stegvis.programme.models import Goal

pytestmark = [pytest.mark.django_db, pytest.mark.need("GOL-01", where="API")]

DEFINITION = {"events": ["work", "studies"], "target": 0.6}


def test_a_goal_is_set_read_changed_counted_and_judged(everyone, system):
    there = system(everyone.eva)
    address = f"projects/{everyone.project.code}/goals"
    vague = there.post(address, {"name": "Stärkta deltagare", "kind": "share", "definition": DEFINITION})
    assert vague.status_code == 422
    made = there.post(address, {"name": "60 procent", "kind": "share", "area": "work", "definition": DEFINITION})
    assert made.status_code == 201
    code = made.json()["code"]
    assert made.headers["Location"].endswith(f"/goals/{code}")
    counted = {"name": "20 arbetsplatser", "kind": "count", "target_text": "Tar emot", "target_number": 20}
    under = there.post(address, {**counted, "source": "Listan", "parent": code}).json()
    there.post(f"{address}/{under['code']}/counts", {"number": 8, "counted_on": "2022-03-01", "source": "Listan"})
    told = {"fulfilment": "partly", "reasoning": "Halvvägs", "evidence": "Listan"}
    assert there.ask("PUT", f"{address}/{under['code']}/judgement", told).status_code == 200
    changed = {"definition": {**DEFINITION, "target": 0.5}, "decision": "Styrgruppen"}
    assert there.post(f"{address}/{code}/versions", {**changed, "version": 7}).status_code == 409
    there.post(f"{address}/{code}/versions", {**changed, "version": 1})
    first, second = there.get(address).json()["items"]
    assert [version["definition"]["target"] for version in first["versions"]] == [0.6, 0.5]
    assert (second["parent"], second["counts"][0]["number"], second["evidence"]) == (code, 8, "Listan")
    assert there.get(f"{address}/{code}/readings").status_code in (409, 422)  # nothing is released yet


def test_a_key_that_reads_goals_sets_none(everyone, system):
    there = system(everyone.eva, "goals.read")
    address = f"projects/{everyone.project.code}/goals"
    assert there.get(address).json() == {"items": []}
    assert there.post(address, {"name": "60 procent", "kind": "share", "definition": DEFINITION}).status_code == 403
    assert not Goal.objects.exists()

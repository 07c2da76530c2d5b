"""Who am I, projects, words, and the numbers of a release as they passed the gate."""

import pytest

from stegvis.access.models import AuditEvent
from stegvis.casework.vocabulary import DESTINATIONS
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.reporting.actions import releases
from tests.factories import viewer
from tests.integration.reporting.conftest import full_project, prepared  # noqa: F401


def test_a_system_learns_whose_key_it_has_and_what_it_may(everyone, system):
    told = system(everyone.amina, "participants.read").get("me").json()
    assert told["name"] == everyone.amina.full_name
    assert told["memberships"][0]["role"] == "coach"
    assert told["memberships"][0]["unit"]["id"] == everyone.monsteras_unit.pk
    assert told["permissions"] == ["participant:list", "participant:read", "participant:search"]


def test_projects_and_units_are_those_of_one_s_own_world(everyone, system):
    there = system(everyone.amina)
    (project,) = there.get("projects").json()["items"]
    assert project == there.get(f"projects/{everyone.project.code}").json()
    assert {unit["municipality"] for unit in project["units"]} == {"Mönsterås", "Västervik"}
    assert there.get("units").json()["items"] == project["units"]
    assert there.get("projects/nothing").status_code == 404


def test_every_word_has_its_code_and_both_languages(everyone, system):
    lists = {each["name"]: each["words"] for each in system(everyone.amina).get("vocabularies").json()["items"]}
    assert {word["code"] for word in lists["destinations"]} == set(DESTINATIONS.codes)
    assert all(word["sv"] and word["en"] and word["label"] == word["en"] for word in lists["destinations"])


def test_every_indicator_is_explained_in_the_language_asked_for(everyone, system):
    english = system(everyone.gun).get("indicators").json()["items"]
    assert {each["id"] for each in english} == set(INDICATORS)
    assert all(each["digest"] == INDICATORS[each["id"]].digest for each in english)


@pytest.fixture
def release(full_project):  # noqa: F811
    """The first release of the full project."""
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


@pytest.mark.need("PRV-04", "REP-02", where="API")
def test_a_release_gives_its_gated_numbers_and_where_they_come_from(full_project, release, system):  # noqa: F811
    there = system(full_project.eva)
    (listed,) = there.get(f"projects/{full_project.project.code}/releases").json()["items"]
    assert listed["extract"] == release.run.extract.digest
    answer = there.get(f"projects/{full_project.project.code}/releases/1?indicator=exit_destination&base=enrolled")
    tables = answer.json()["tables"]
    assert {table["definition"] for table in tables} == {release.run.definitions["exit_destination"]}
    assert answer.json()["fund"]["rows"][0]["number"] == 87
    assert there.get(f"projects/{full_project.project.code}/own-indicators").json() == {"items": []}
    whole = next(table for table in tables if table["by"] == [])
    left = next(row for row in whole["rows"] if row["destination"] == "still_enrolled")
    assert (left["suppressed"], left["numerator"], left["value"]) == (True, None, None)
    event = AuditEvent.objects.get(verb="export", record="release")
    assert event.facts["format"] == "api"


def test_who_may_read_results_but_not_take_them_along_gets_no_numbers(full_project, release, system):  # noqa: F811
    there = system(full_project.gun)
    code = full_project.project.code
    assert there.get(f"projects/{code}/releases").status_code == 200
    assert there.get(f"projects/{code}/releases/1").status_code == 403


def test_a_release_that_is_not_there_is_not_found(full_project, system):  # noqa: F811
    there = system(full_project.eva)
    assert there.get(f"projects/{full_project.project.code}/releases/1").status_code == 404
    assert there.get(f"projects/{full_project.project.code}/releases/99999999999").status_code == 404
    assert there.get("projects/nothing/releases").status_code == 404

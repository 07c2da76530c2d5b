"""`stegvis project`: set a project up from nothing."""

import pytest

from stegvis.access.models import AuditEvent
from stegvis.organisation.models import Organisation, Project, Unit

pytestmark = pytest.mark.django_db

WANTED = (
    *("project", "create", "samverkan", "--name", "Samverkan", "--start", "2020-08-15", "--end", "2022-10-31"),
    *("--unit", "Mönsterås (0861)", "--unit", "AME Västervik"),
)


def test_a_project_is_made_with_units_and_their_municipalities(stegvis):
    assert stegvis(*WANTED, "--age", "15-64").code == 0
    made = Project.objects.get(code="samverkan")
    assert (made.age_min, made.age_max, made.owner.name) == (15, 64, "Mönsterås kommun")
    places = set(made.units.values_list("municipality", "municipality_code", "organisation__name"))
    assert places == {("Mönsterås", "0861", "Mönsterås kommun"), ("Västervik", "", "Västerviks kommun")}


def test_the_maker_stands_in_the_log(stegvis):
    stegvis(*WANTED)
    event = AuditEvent.objects.get(record="project", verb="create")
    assert (event.actor_kind, event.actor_name, event.screen) == ("operator", "ingrid", "stegvis project create")


def test_an_owner_of_its_own_is_a_regional_office(stegvis):
    stegvis(*WANTED, "--owner", "Regionala kansliet")
    assert Project.objects.get().owner == Organisation.objects.get(kind="regional_office")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--end", "2020-08-14"), "slut"),
        (("--age", "64-15"), "15-64"),
        (("--start", "2020-02-30"), "ÅÅÅÅ-MM-DD"),
    ],
    ids=["end before start", "ages the wrong way", "no such day"],
)
def test_what_cannot_be_is_said_and_nothing_is_made(stegvis, change, words):
    ran = stegvis(*WANTED, *change)
    assert ran.code in (1, 2)
    assert words in ran.err
    assert not Project.objects.exists()
    assert not Unit.objects.exists()


def test_a_code_is_used_once(stegvis):
    stegvis(*WANTED)
    again = stegvis(*WANTED)
    assert again.code == 1
    assert "Det finns redan ett projekt med den koden." in again.err
    assert Project.objects.count() == 1


def test_projects_are_listed_and_shown(stegvis):
    stegvis(*WANTED)
    (line,) = stegvis("project", "list", "--format", "json").json
    assert (line["code"], line["units"]) == ("samverkan", ["AME Mönsterås", "AME Västervik"])
    assert stegvis("project", "show", "samverkan", "--format", "json").json["ends_on"] == "2022-10-31"
    missing = stegvis("project", "show", "annat")
    assert missing.code == 4
    assert missing.err.strip()

"""Lists of many thousands: what a page and its number cost does not follow the length."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from stegvis.base import kept_queries
from stegvis.casework.queries import enrolments
from stegvis.web.staff import key_set
from stegvis.web.staff.participants import views
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db

WHOLE = {"target_groups": ["youth"], "income": "income_support"}
LACKING = {"target_groups": [], "education": ""}


@pytest.fixture
def enrol(people):
    """Somebody by family name in Mönsterås, with everything filled in unless told otherwise."""

    def one(family_name: str, *, closed: bool = False, **facts):
        person = ParticipantFactory(controller=people.monsteras, given_name="Prov", family_name=family_name)
        factory = ClosedEnrolmentFactory if closed else EnrolmentFactory
        return factory(
            unit=people.monsteras_unit,
            project=people.project,
            coach=people.amina,
            participant=person,
            **(WHOLE | facts),
        )

    return one


@pytest.fixture
def short_looks(monkeypatch):
    """Two rows are judged for a page, at most four: as three hundred and three thousand in a long list."""
    monkeypatch.setattr(key_set, "LOOKED_FIRST", 2)
    monkeypatch.setattr(key_set, "LOOKED_AT_MOST", 4)
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    kept_queries.forget()  # the numbers stand in the text of the queries
    yield
    kept_queries.forget()


def names(page: str) -> list[str]:
    """The family names of the list's rows, in order."""
    table = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return re.findall(r"Familj\d+", table)


def turned(browser, page: str, way: str) -> str:
    """The page that the link to the `after` or `before` side leads to; empty when there is none."""
    found = re.search(rf'href="(\?[^"]*{way}=[^"]+)"', page)
    return browser.get(reverse("participants") + found[1].replace("&amp;", "&")).content.decode() if found else ""


@pytest.mark.parametrize("whose", ["all", "mine"])
def test_turning_the_pages_finds_everybody_who_lacks_something_once(people, signed_in, enrol, short_looks, whose):
    lacking = {1, 9, 10, 14}
    for number in range(1, 15):
        enrol(f"Familj{number:02}", **(LACKING if number in lacking else {}))
    amina = signed_in(people.amina)
    page = amina.get(reverse("participants") + f"?show=gaps&whose={whose}").content.decode()
    seen, pages = [], []
    while page:
        pages.append(page)
        seen += names(page)
        page = turned(amina, page, "after")
    assert seen == ["Familj01", "Familj09", "Familj10", "Familj14"]
    assert any("Nothing to fill in among these" in page for page in pages)

    back, page = [], pages[-1]
    while page := turned(amina, page, "before"):
        back = names(page) + back
    assert back == ["Familj01", "Familj09", "Familj10"]


def test_a_long_list_says_that_it_holds_more_than_was_counted(people, signed_in, enrol, short_looks):
    for number in range(3):
        enrol(f"Familj{number}", closed=True, **LACKING)
    karin = signed_in(people.karin)
    address = reverse("participants")
    assert "More than 2 in the list" in karin.get(address + "?show=closed").content.decode()
    assert "At least 2 in the list" in karin.get(address + "?show=gaps").content.decode()


def test_a_short_list_says_how_many_it_holds(people, signed_in, enrol):
    for number in range(3):
        enrol(f"Familj{number}", closed=True, **LACKING)
    karin = signed_in(people.karin)
    for shown in ("closed", "gaps"):
        assert "3 in the list" in (page := karin.get(reverse("participants") + f"?show={shown}").content.decode())
        assert "At least" not in page


@pytest.mark.parametrize("state", ["active", "closed"])
def test_asking_in_order_of_name_finds_the_same(people, enrol, state):
    for number in range(4):
        enrol(f"Familj{number}", closed=number % 2 == 0)
    plain = {"active": enrolments.active_of, "closed": enrolments.closed_of}[state]
    for user in (people.amina, people.karin, people.carin):
        asked = viewer(user)
        assert set(enrolments.by_name(asked, state)) == set(plain(asked))


@pytest.mark.parametrize("state", ["active", "closed", ""])
def test_the_list_by_name_is_walked_and_not_sorted(people, enrol, state):
    enrol("Familj1")
    rows = enrolments.by_name(viewer(people.karin), state).order_by("participant__sort_key", "pk")
    plan = rows[:26].explain()
    # PostgreSQL chooses by how much there is, which is little here
    assert "participant_by_name" in plan or connection.vendor != "sqlite"
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan

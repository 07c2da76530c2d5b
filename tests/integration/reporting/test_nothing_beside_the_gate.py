"""Files, pictures and pages of a release hold the numbers of its gated tables and no other about its people."""

import csv
import io
import re

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from stegvis.evaluation.catalogue import DIMENSION_WORDS, INDICATORS
from stegvis.evaluation.definitions import Dimension
from stegvis.reporting import exports, pictures, story
from stegvis.reporting.actions import releases
from stegvis.reporting.charts.drawing import DARK, LIGHT
from stegvis.reporting.frozen import FrozenResults
from tests.architecture.tree import ROOT
from tests.factories import viewer
from tests.integration.reporting.conftest import prepared

pytestmark = pytest.mark.need("PRV-04", where="results page; exports")
NUMBERS = 6  # the last columns: number, out of, value, interval from and to, hidden


@pytest.fixture
def release(full_project):
    """A release in which three people who are left are hidden."""
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


def _gated(table) -> list[list]:
    """The numbers of a frozen table as a file must write them: nothing at all where the gate hid."""
    return [
        [row.numerator, row.denominator, row.value, *(row.interval or (None, None))]
        if not row.suppressed
        else [None] * (NUMBERS - 1)
        for row in table.rows
    ]


def _as_number(text):
    """A figure as a Swedish spreadsheet reads it: with a decimal comma."""
    assert "." not in text
    return float(text.replace(",", ".")) if text else None


def test_every_table_as_csv_holds_what_the_gate_let_through(release):
    for table in FrozenResults(release.results).tables():
        text = exports.to_csv(release, table.indicator, table.base, table.by).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=";"))
        body = lines[len(lines) - len(table.rows) :]
        found = [[_as_number(cell) for cell in line[-NUMBERS:-1]] for line in body]
        assert found == _gated(table), (table.indicator, table.base, table.by)


def test_the_workbook_holds_what_the_gate_let_through_and_no_number_more(release):
    book = load_workbook(io.BytesIO(exports.to_xlsx(release)))
    written = []
    for name in book.sheet_names[1:]:
        for line in book.get_sheet_by_name(name).to_python():
            written += [cell for cell in line if isinstance(cell, float | int)]
    let_through = [
        number for table in FrozenResults(release.results).tables() for row in _gated(table) for number in row
    ]
    assert sorted(written) == pytest.approx(sorted(number for number in let_through if number is not None))


@pytest.mark.parametrize("base", ["ended", "enrolled", "ended_not_transferred"])
@pytest.mark.parametrize("split", story.SPLITS)
@pytest.mark.parametrize("name", pictures.NAMES)
def test_a_picture_says_no_number_that_its_table_does_not(release, name, split, base):
    told = story.tell(release, base=base, split=split)
    drawn = pictures.draw(told, name, "page")
    said = {int(number) for word in drawn.words for number in re.findall(r"\d+", word["text"])}
    table = pictures.table_of(told, name)
    in_table = {int(number) for row in table.rows for cell in row for number in re.findall(r"\d+", cell)}
    scale = set(range(0, 101, 10)) if name == "comparison" else set()
    assert said - in_table - scale == set()


@pytest.mark.parametrize("base", ["ended", "enrolled", "ended_not_transferred"])
def test_a_picture_is_no_longer_than_what_is_shown(release, base):
    """A hidden part is hatched to the end of the bar: its length is the rest of what the table shows, never its own."""
    told = story.tell(release, base=base)
    for bar in told.destination_bars:
        shown = sum(part.share for part in bar.segments)
        assert shown == pytest.approx(1) or bar.hidden_text


def test_every_split_of_the_catalogue_stands_in_the_release_once(release):
    """So that what the gate was asked is what is shown: no table is worked out later."""
    kept = [(table.indicator, table.base, table.by) for table in FrozenResults(release.results).tables()]
    wanted = [
        (definition.id, base, by)
        for definition in INDICATORS.values()
        for base in definition.bases or (None,)
        for by in definition.breakdowns
    ]
    assert sorted(map(str, kept)) == sorted(
        str((name, base and str(base), tuple(map(str, by)))) for name, base, by in wanted
    )
    assert set(DIMENSION_WORDS) == set(Dimension)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("place", ["page", "phone"])
def test_a_picture_is_an_image_in_the_colours_of_the_theme(full_project, release, client, place, look):
    client.force_login(full_project.gun)
    address = reverse("results_picture", args=[full_project.project.code, 1, "destinations"])
    answer = client.get(address, {"place": place, "look": look})
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "private" in answer.headers["Cache-Control"]
    assert "var(" not in text
    assert (DARK if look == "dark" else LIGHT)["outcome-work"] in text


@pytest.mark.parametrize("wrong", [{"place": "moon"}, {"look": "pink"}, {"base": "x"}, {"split": "x"}])
def test_a_picture_that_does_not_exist_is_not_found(full_project, release, client, wrong):
    client.force_login(full_project.gun)
    address = reverse("results_picture", args=[full_project.project.code, 1, "destinations"])
    assert client.get(address, wrong).status_code == 404
    assert client.get(reverse("results_table", args=[full_project.project.code, 1, "nothing"])).status_code == 404


def test_a_table_opens_in_place_or_as_a_page(full_project, release, client):
    client.force_login(full_project.gun)
    address = reverse("results_table", args=[full_project.project.code, 1, "volumes"])
    page, part = client.get(address), client.get(address, headers={"hx-request": "true"})
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "<table" in part.content.decode()


def test_pictures_have_the_colours_of_the_theme():
    theme = (ROOT / "stegvis/web/shared/static/stegvis/theme.css").read_text()
    told = re.findall(r"--sv-([\w-]+): light-dark\((#\w+), (#\w+)\)", theme)
    values = {name: (light, dark) for name, light, dark in reversed(told)}  # the first is for everyday contrast
    assert {name: (LIGHT[name], DARK[name]) for name in LIGHT} == {name: values[name] for name in LIGHT}

"""The results page stays light and asks as few questions however much there is to show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stegvis.programme.models import ComparisonShare
from stegvis.reporting.models import Extract, Release, Run
from tests.factories import viewer

HEAVIEST = 60_000
BASES = ("ended", "enrolled", "ended_not_transferred")
CODES = ("work", "studies", "internship", "job_seeking", "other")


def _row(by, numerator, denominator=None, destination=None):
    value = numerator / denominator if denominator else numerator
    interval = [max(0.0, value - 0.1), min(1.0, value + 0.1)] if denominator else None
    row = {"by": by, "numerator": numerator, "denominator": denominator, "value": value, "interval": interval}
    return row | {"suppressed": False} | ({"destination": destination} if destination else {})


def _tables(municipalities):
    """The tables a results page reads, as a release freezes them."""
    splits = {
        (): [{}],
        ("municipality",): [{"municipality": place} for place in municipalities],
        ("sex",): [{"sex": sex} for sex in "FM"],
        ("municipality", "sex"): [{"municipality": place, "sex": sex} for place in municipalities for sex in "FM"],
    }
    for by, groups in splits.items():
        for indicator in ("participants", "ended"):
            rows = [_row(group, 987) for group in groups]
            yield {"indicator": indicator, "definition": "d", "base": None, "by": list(by), "rows": rows}
        for base in BASES:
            rows = [_row(group, 512, 987) for group in groups]
            yield {"indicator": "work_or_studies", "definition": "d", "base": base, "by": list(by), "rows": rows}
            codes = (*CODES, "still_enrolled") if base == "enrolled" else CODES
            rows = [_row(group, 123, 987, code) for group in groups for code in codes]
            yield {"indicator": "exit_destination", "definition": "d", "base": base, "by": list(by), "rows": rows}


def a_release(everyone, number=1, municipalities=("Mönsterås",)):
    """A frozen release without the work of computing one."""
    at = dt.date(2022, 1, 31) + dt.timedelta(days=number)
    extract = Extract.objects.create(
        project=everyone.project, at=at, digest=f"{number}", people=1, content=b"", taken_by="t"
    )
    run = Run.objects.create(
        extract=extract, code_version="1+0", engine="duckdb 1", small_count=5, definitions={"participants": "d"}
    )
    return Release.objects.create(
        project=everyone.project,
        number=number,
        at=at,
        run=run,
        results=list(_tables(municipalities)),
        published="{}",
        released_by="t",
        released_by_name="Eva",
    )


def places(count):
    """Names as long as municipalities have them."""
    return [f"Västra Tjurbygda {number:02}" for number in range(count)]


@pytest.fixture
def reader(everyone, client):
    """Gun of the steering group, signed in."""
    client.force_login(everyone.gun)
    assert not viewer(everyone.gun).needs_second_factor
    return client


def page(everyone):
    return reverse("results_project", args=[everyone.project.code])


def queries(reader, address):
    """How many the page takes; the first visit, which also writes the session down, is not counted."""
    assert reader.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        assert reader.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("count", [9, 60])
def test_the_page_is_light_however_many_municipalities(everyone, reader, count, base):
    a_release(everyone, municipalities=places(count))
    content = reader.get(page(everyone), {"base": base}).content
    assert len(content) < HEAVIEST
    assert content.count(b"<picture") == 3


def test_the_page_is_light_with_years_of_releases(everyone, reader):
    for number in range(1, 37):
        a_release(everyone, number, places(60))
    content = reader.get(page(everyone)).content
    assert len(content) < HEAVIEST
    assert [number for number in range(1, 37) if f'release={number}"' not in content.decode()] == []


@pytest.mark.parametrize("count", [9, 60])
@pytest.mark.parametrize("name", ["destinations", "volumes", "comparison"])
def test_a_table_of_its_own_is_light_too(everyone, reader, name, count):
    a_release(everyone, municipalities=places(count))
    content = reader.get(reverse("results_table", args=[everyone.project.code, 1, name])).content
    assert len(content) < HEAVIEST
    assert content.count(b"<tr>") >= 4


def test_more_municipalities_cost_no_more_queries(everyone, reader):
    counted = []
    for number, count in enumerate((1, 3, 30), start=1):
        a_release(everyone, number, places(count))
        counted.append(queries(reader, f"{page(everyone)}?release={number}"))
    assert counted[0] == counted[1] == counted[2]


def test_more_releases_cost_no_more_queries(everyone, reader):
    counted, made = [], 0
    for count in (1, 3, 30):
        while made < count:
            made += 1
            a_release(everyone, made)
        counted.append(queries(reader, page(everyone)))
    assert len(set(counted[1:])) == 1  # the first release has none before it to ask for
    assert counted[0] <= counted[1]


@pytest.mark.parametrize("name", ["results_picture", "results_table"])
def test_pictures_and_tables_cost_no_more_queries_either(everyone, reader, name):
    counted = []
    for number, count in enumerate((1, 3, 30), start=1):
        a_release(everyone, number, places(count))
        counted.append(queries(reader, reverse(name, args=[everyone.project.code, number, "destinations"])))
    assert counted[1] == counted[2]


def test_more_shares_to_compare_with_cost_no_more_queries(everyone, reader):
    a_release(everyone)
    counted, made = [], 0
    for count in (1, 3, 30):
        while made < count:
            made += 1
            ComparisonShare.objects.create(
                project=everyone.project, indicator="work_or_studies", share="0.3", name_sv=f"P{made}", name_en="P"
            )
        counted.append(queries(reader, page(everyone)))
    assert counted[0] == counted[1] == counted[2]

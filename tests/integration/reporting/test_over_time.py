"""How long it takes until people leave, group by group, by half-year of start, and with equal ages."""

import pytest
from django.urls import reverse
from django.utils import translation

from stegvis.reporting.closer import pictures
from stegvis.reporting.closer.cohorts import cohorts
from stegvis.reporting.closer.leaving import leaving
from stegvis.reporting.closer.mix import mix
from stegvis.reporting.closer.within_a_year import within_a_year
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.models import Release
from tests.integration.reporting.test_page_weight import _row, a_release

TIMES = {
    "0_6": (100, 80, 20),
    "6_9": (100, 90, 50),
    "9_12": (100, 90, 40),
    "12_18": (60, 60, 30),
    "18_24": (40, 40, 10),
}
HALVES = {"0_6": (50, 40, 10), "6_12": (100, 90, 45), "12_more": (50, 50, 20)}
CODES = ("work", "studies", "internship", "job_seeking", "other")
NOBODY = {"numerator": None, "denominator": None, "value": None, "interval": None, "suppressed": True}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def _table(indicator, by, rows, base=None):
    return {"indicator": indicator, "definition": "d", "base": base, "by": list(by), "rows": rows}


def _numbers(by, groups, share="work_or_studies"):
    """Sizes, ended and work or studies of groups: `by` → (people, ended, reached)."""
    for indicator, place in (("participants", 0), ("ended", 1)):
        yield _table(indicator, by, [_row(group, numbers[place]) for group, numbers in groups])
    rows = [_row(group, numbers[2], numbers[1]) for group, numbers in groups]
    yield _table(share, by, rows, "ended")


def tables(hide=lambda row: False):
    """The tables of a release of 400 people that the pages on time and equal ages read."""
    time, age, place, sex, half = "time_in_project", "age_group", "municipality", "sex", "half_years_in_project"
    everybody = (400, 360, 150)
    found = [
        *_numbers((), [({}, everybody)]),
        *_numbers((sex,), [({sex: one}, (200, 180, 75)) for one in "FM"]),
        *_numbers((time,), [({time: value}, numbers) for value, numbers in TIMES.items()]),
        *_numbers((age,), [({age: one}, (200, 180, 75)) for one in ("under_30", "30_and_over")]),
        *_numbers((place,), [({place: one}, (200, 180, 75)) for one in ("Kalmar", "Torsås")]),
    ]
    halved = [
        ({time: value, sex: one}, tuple(n // 2 for n in numbers)) for value, numbers in TIMES.items() for one in "FM"
    ]
    found += _numbers((time, sex), halved)
    crossed = "work_or_studies_crossed"
    for name, values in ((age, ("under_30", "30_and_over")), (place, ("Kalmar", "Torsås"))):
        groups = [({name: one, half: value}, numbers) for one in values for value, numbers in HALVES.items()]
        found += _numbers((name, half), groups, crossed)
    ages = {
        ("Kalmar", "under_30"): 27,
        ("Kalmar", "30_and_over"): 45,
        ("Torsås", "under_30"): 18,
        ("Torsås", "30_and_over"): 60,
    }
    reached = {"Kalmar": (90, 90), "Torsås": (60, 120)}
    groups = [
        ({place: one, age: years}, (0, reached[one][years != "under_30"], number))
        for (one, years), number in ages.items()
    ]
    found += _numbers((place, age), groups, crossed)
    rows = [
        _row({time: value}, numbers[2] if code == "work" else (numbers[1] - numbers[2]) // 4, numbers[1], code)
        for value, numbers in TIMES.items()
        for code in CODES
    ]
    found.append(_table("exit_destination", (time,), rows, "ended"))
    starts = [
        ({"start_half_year": one}, numbers) for one, numbers in (("2021-h1", (90, 90, 40)), ("2021-h2", (90, 70, 30)))
    ]
    found += _numbers(("start_half_year",), starts)
    rows = [_row(group, 18, numbers[0], code) for group, numbers in starts for code in (*CODES, "still_enrolled")]
    found.append(_table("exit_destination", ("start_half_year",), rows, "enrolled"))
    for table in found:
        table["rows"] = [row | NOBODY if hide({**row, "table": table}) else row for row in table["rows"]]
    return found


def results(hide=lambda row: False):
    return FrozenResults(tables(hide))


@pytest.mark.need("EXT-19", where="results page: how long it takes")
class TestLeaving:
    def test_the_sentence_tells_a_year_by_those_followed_so_far(self):
        """At risk 400, 390 (20 of 100 followed no further count half), …: 20/390, then 300 − 5, then 200 − 5."""
        found = leaving(results())
        to = 20 / 390 + (1 - 80 / 390) * 50 / 295 + (1 - 80 / 390) * (1 - 90 / 295) * 40 / 195
        assert f"One year after the start {round(to * 100)} of 100 had gone to work or studies" in found.says
        assert [layer.group for layer in found.layers] == list(CODES)
        assert "months in the project on average (chance: between" in found.also

    def test_who_is_still_there_is_counted_and_said(self):
        assert "40 are still there" in leaving(results()).caution
        assert "up to four people each" in leaving(results(), held=True).caution

    def test_where_an_outcome_is_hidden_two_ways_out_are_drawn(self):
        found = leaving(results(lambda row: row.get("destination") == "internship" and row["numerator"] == 10))
        assert [layer.group for layer in found.layers] == ["work", "other"]

    @pytest.mark.parametrize(
        "hide, said",
        [
            (lambda row: row["table"]["by"] == [] and row["table"]["indicator"] == "participants", "too few to show"),
            (lambda row: row["by"].get("time_in_project") == "0_6", "Too few people have left"),
        ],
    )
    def test_what_cannot_be_drawn_is_said(self, hide, said):
        found = leaving(results(hide))
        assert said in found.says
        assert not found.drawn

    def test_a_release_without_time_says_that_the_next_has_it(self):
        assert "The next one will" in leaving(FrozenResults([])).says
        assert "The next one will" in cohorts(FrozenResults([])).says
        assert within_a_year(FrozenResults([])).table is None


@pytest.mark.need("EXT-20", where="results page: how long it takes")
class TestGroups:
    def test_groups_stand_in_their_order_with_all_together_first(self):
        found = within_a_year(results())
        assert [dot.label for dot in found.dots] == [
            "All", "Women", "Men", "Under 30 years", "30 years and over", "Kalmar", "Torsås",
        ]  # fmt: skip
        assert all(dot.share is not None for dot in found.dots)

    def test_a_hidden_stretch_hides_the_group_and_no_other(self):
        found = within_a_year(
            results(lambda row: row["by"] == {"municipality": "Torsås", "half_years_in_project": "6_12"})
        )
        assert [dot.label for dot in found.dots if dot.share is None] == ["Torsås"]
        assert "Torsås" in found.hidden

    def test_half_years_of_start_are_compared_when_nobody_is_left(self):
        found = cohorts(results())
        assert "Nobody who started in the Jan–Jun 2021 is still there" in found.says
        assert "40 of 90" in found.says


@pytest.mark.need("EXT-04", where="results page: municipalities with equal ages")
class TestEqualAges:
    def test_a_difference_that_is_age_disappears(self):
        """Young 30 %, others 50 % everywhere; Kalmar has as many of both, Torsås twice as many others."""
        found = mix(results(), "ended")
        assert "no municipality changes by more than three percentage points" in found.says
        kalmar, torsas = found.table.rows
        assert kalmar[2] == torsas[2]
        assert kalmar[4] == torsas[4]

    def test_the_model_goes_on_where_an_age_is_hidden(self):
        hidden = {"municipality": "Torsås", "age_group": "under_30"}
        found = mix(results(lambda row: row["by"] == hidden), "ended")
        torsas = found.table.rows[1]
        assert torsas[2] == "–"
        assert torsas[4] != "–"
        assert (
            mix(results(lambda row: "age_group" in row["by"] and "municipality" in row["by"]), "ended").drawn is False
        )
        assert "not counted" in mix(results(), "ended_not_transferred").says


class TestPage:
    def test_the_page_and_its_pictures_answer_and_say_nothing_hidden(self, everyone, client):
        client.force_login(everyone.gun)
        release = a_release(everyone, municipalities=("Kalmar", "Torsås"))
        old = [one for one in release.results if one["by"] not in ([], ["sex"], ["municipality"])]
        kept = [one for one in release.results if one not in old and one["indicator"] != "participants"]
        Release.objects.filter(pk=release.pk).update(results=[*old, *kept, *tables()])
        page = client.get(reverse("results_over_time", args=[everyone.project.code, 1]))
        assert page.content.count(b"<picture") == len(pictures.OVER_TIME)
        for name in pictures.OVER_TIME:
            for place in ("page", "phone"):
                address = reverse("results_picture", args=[everyone.project.code, 1, name])
                assert client.get(address, {"place": place}).status_code == 200
            table = client.get(reverse("results_table", args=[everyone.project.code, 1, name]))
            assert table.status_code == 200
            assert reverse("results_over_time", args=[everyone.project.code, 1]) in table.content.decode()

    def test_a_release_made_before_says_so(self, everyone, client):
        client.force_login(everyone.gun)
        a_release(everyone)
        page = client.get(reverse("results_over_time", args=[everyone.project.code, 1]))
        assert b"<picture" not in page.content
        assert "Nästa får det" in page.content.decode()

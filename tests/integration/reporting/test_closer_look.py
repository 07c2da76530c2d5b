"""The closer look at a release: municipalities and chance, each by itself, and the way from inflow to outcome."""

import re
from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from stegvis.evaluation.codes import AFTER_INCOME_SUPPORT, LIFE_TABLES, STEPS_TOWARDS, SUPPORT_AND_RESULT
from stegvis.evaluation.income import GROUPS
from stegvis.programme.models import ComparisonShare
from stegvis.reporting import story
from stegvis.reporting.closer import pictures
from stegvis.reporting.closer.flows import flow
from stegvis.reporting.closer.income import income
from stegvis.reporting.closer.life import life
from stegvis.reporting.closer.municipalities import municipalities
from stegvis.reporting.closer.steps import steps
from stegvis.reporting.closer.support import support
from stegvis.reporting.closer.what_works import what_works
from stegvis.reporting.frozen import FrozenResults
from tests.integration.reporting.test_page_weight import HEAVIEST, a_release, places, queries

BASE = "ended"
SIZES = {"Borgholm": (None, None), "Kalmar": (60, 100), "Mönsterås": (24, 50), "Torsås": (0, 0), "Vimmerby": (16, 50)}


def _row(by, reached, people, destination=None):
    value = reached / people if people else None
    row = {"by": by, "numerator": reached, "denominator": people, "value": value, "interval": None}
    return row | {"suppressed": reached is None, "destination": destination}


def _table(indicator, by, rows):
    return {"indicator": indicator, "definition": "d", "base": BASE, "by": list(by), "rows": rows}


def frozen(sizes=None, whole=(100, 200), by_sex=None):
    """The gated tables of a release in which the municipalities have these (reached, people)."""
    sizes = SIZES if sizes is None else sizes
    cells = (
        [({"municipality": name, "sex": sex}, *by_sex(name, sex)) for name in sizes for sex in "FM"] if by_sex else []
    )
    return FrozenResults(
        [
            _table("work_or_studies", (), [_row({}, *whole)]),
            _table("work_or_studies", ("municipality",), [_row({"municipality": n}, *s) for n, s in sizes.items()]),
            _table("work_or_studies", ("sex",), [_row({"sex": sex}, 50, 100) for sex in "FM"]),
            _table("work_or_studies", ("municipality", "sex"), [_row(*cell) for cell in cells]),
        ]
    )


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.need("EXT-04", where="results page: a closer look")
class TestMunicipalities:
    def test_differences_within_chance_are_said_to_be_none(self):
        found = municipalities(frozen({"Kalmar": (52, 100), "Mönsterås": (24, 50)}), BASE)
        assert "no larger than chance" in found.says
        assert "10" in found.caution  # 1 − 0.95²: 9.75 %

    def test_who_may_differ_and_who_does(self):
        assert "Kalmar and Vimmerby may differ" in municipalities(frozen(), BASE).says
        surely = municipalities(frozen({"Kalmar": (75, 100), "Vimmerby": (10, 50)}), BASE).says
        assert "higher than all together in Kalmar" in surely
        assert "lower than all together in Vimmerby" in surely
        assert surely.endswith("not why.")

    def test_the_hidden_are_named_and_have_no_number_anywhere(self):
        found = municipalities(frozen(), BASE)
        assert "Borgholm" in found.hidden
        line = next(row for row in found.table.rows if row[0] == "Borgholm")
        assert not re.search(r"\d", "".join(line[1:]))
        assert "Nobody is counted yet in Torsås" in found.hidden

    @pytest.mark.parametrize(
        "sizes, whole, said",
        [
            (SIZES, (None, None), "is hidden"),
            (SIZES, (0, 0), "Nobody is counted"),
            ({"Kalmar": (100, 200)}, (100, 200), "one municipality"),
            ({"Kalmar": (None, None), "Torsås": (None, None)}, (100, 200), "Every municipality has too few"),
            ({"Kalmar": (20, 20), "Torsås": (30, 30)}, (50, 50), "no difference"),
            ({"Kalmar": (20, 40), "Torsås": (None, None)}, (30, 60), "Only Kalmar"),
        ],
    )
    def test_what_cannot_be_compared_is_said(self, sizes, whole, said):
        found = municipalities(frozen(sizes, whole), BASE)
        assert said in found.says
        assert found.caution == ""

    def test_the_mix_of_women_and_men_is_made_equal(self):
        """Women 90 %, men 10 % everywhere; Kalmar has three women for each man. With an equal mix it has half."""
        cells = {
            ("Kalmar", "F"): (54, 60),
            ("Kalmar", "M"): (2, 20),
            ("Torsås", "F"): (9, 10),
            ("Torsås", "M"): (None, None),
        }
        found = municipalities(
            frozen({"Kalmar": (56, 80), "Torsås": (9, 30)}, by_sex=lambda name, sex: cells[name, sex]), BASE
        )
        kalmar, torsas = found.table.rows
        assert (kalmar[2], kalmar[6]) == ("70\N{NO-BREAK SPACE}%", "50\N{NO-BREAK SPACE}%")
        assert torsas[6:] == ("–", "–")


@pytest.mark.need("EXT-18", where="results page: a closer look")
@pytest.mark.parametrize(
    "base, share, people, said",
    [
        ("", 0.34, None, "How theirs was counted is not known"),
        ("enrolled", 0.34, 500, "do not compare"),
        (BASE, 0.34, None, "theirs is not known"),
        (BASE, 0.48, None, "even if theirs were exact"),
        (BASE, 0.40, 20, "can be chance alone"),
        (BASE, 0.34, 500, "more than chance gives"),
    ],
)
def test_a_printed_share_is_compared_with_the_uncertainty_of_both(base, share, people, said):
    reference = ComparisonShare(name_sv="Andra", name_en="Others", share=share, people=people, base=base)
    assert said in municipalities(frozen(), BASE, reference).against


@pytest.mark.need("EXT-20", where="results page: a closer look")
class TestFlow:
    ROWS = (
        ("income_support", "work", 30, 100),
        ("income_support", "other", 70, 100),
        ("school", "work", None, None),
        ("school", "other", None, None),
        ("health_care", "work", 12, 40),
        ("health_care", "other", None, None),
    )

    def _results(self, rows=ROWS):
        rows = [_row({"inflow_channel": way}, n, people, code) for way, code, n, people in rows]
        sizes = [_row({"inflow_channel": way}, None, None) for way in dict.fromkeys(row[0] for row in self.ROWS)]
        ended = {"indicator": "ended", "definition": "d", "base": None, "by": ["inflow_channel"], "rows": sizes}
        return FrozenResults([_table("exit_destination", ("inflow_channel",), rows), ended])

    def test_bands_are_published_cells_and_no_others(self):
        found = flow(self._results(), BASE)
        assert [(s.people, s.went) for s in found.sources] == [
            (100, {"work": 30, "other": 70}), (None, {}), (40, {"work": 12}),
        ]  # fmt: skip
        assert "100 people" in found.says
        assert "School" in found.hidden

    def test_a_hidden_way_is_drawn_without_a_size(self):
        told = SimpleNamespace(release=SimpleNamespace(results=None), base=BASE)
        found = self._results()
        drawn = pictures._flow(found, told.base, 1160)
        said = {int(n) for word in drawn.words for n in re.findall(r"\d+", word["text"])}
        assert said == {100, 40}
        assert len(drawn.bands) == 3

    def test_nothing_shown_and_nothing_held_are_said(self):
        hidden = flow(self._results([("school", "work", None, None), ("school", "other", None, None)]), BASE)
        assert not hidden.drawn
        assert "Too few" in hidden.says
        assert "next one will" in flow(FrozenResults([]), BASE).says


def _incomes(people, **groups):
    """The table of what people live on; None is hidden."""
    rows = [_row({}, groups.get(code, 0), people if groups.get(code, 0) is not None else None, code) for code in GROUPS]
    for row in rows:
        row["interval"] = None if row["suppressed"] else [0.1, 0.4]
    return _table(AFTER_INCOME_SUPPORT, (), rows)


@pytest.mark.need("EXT-21", where="results page: a closer look")
class TestIncome:
    def test_the_sentence_counts_people_and_says_what_is_not_known(self):
        found = income(
            FrozenResults([_incomes(80, own=24, income_support=30, none=None, other_support=None, unknown=9)])
        )
        assert "80 people lived on income support" in found.says
        assert "24 live on a wage" in found.says
        assert "30 live on income support still" in found.says
        assert "between 10 and 40" in found.says
        assert "about 9 of them" in found.caution
        hidden = [row for row in found.table.rows if row[1] == "–"]
        assert len(hidden) == 2
        assert not any(re.search(r"\d", cell) for row in hidden for cell in row)

    def test_what_is_hidden_or_not_held_is_said(self):
        assert "too few to show" in income(FrozenResults([_incomes(80, own=None, none=None)])).says
        hidden = income(FrozenResults([_incomes(None, **dict.fromkeys(GROUPS))]))
        assert not hidden.drawn
        assert "too few" in hidden.says
        assert "next one will" in income(FrozenResults([])).says

    def test_the_page_and_its_picture_answer(self, everyone, client):
        client.force_login(everyone.gun)
        release = a_release(everyone, municipalities=places(3))
        wheels = _wheels(60, 0.84, [0.3, 1.2], better=30, same=20, worse=10)[:-1]
        release.results = [*release.results, _incomes(80, own=24, income_support=30, unknown=26), *wheels]
        release.save()
        page = client.get(reverse("results_closer", args=[everyone.project.code, 1])).content.decode()
        assert "80 personer" in page
        assert "Ekonomi" in page or "ekonomi" in page
        for name, picture in product(("results_picture", "results_table"), ("income", "life")):
            assert client.get(reverse(name, args=[everyone.project.code, 1, picture])).status_code == 200


def _wheels(pairs, mean, interval, **groups):
    """The tables of the life wheel, all areas alike; None is hidden."""
    tables = []
    for name in LIFE_TABLES.values():
        rows = [_row({}, number, None if number is None else pairs, group) for group, number in groups.items()]
        rows.append(
            _row({}, 0, pairs, "mean_change") | {"value": mean, "interval": interval, "suppressed": mean is None}
        )
        tables.append(_table(name, (), rows) | {"base": "enrolled"})
    return [*tables, _table("participants", (), [_row({}, 90, None)]) | {"base": None}]


class TestLife:
    def test_pairs_and_those_without_are_said_and_areas_that_chance_does_not_explain(self):
        found = life(FrozenResults(_wheels(60, 0.84, [0.3, 1.2], better=30, same=20, worse=10)))
        assert "60 of 90 people" in found.says
        assert "the other 30 nobody knows" in found.says
        assert "score higher than at first in: work and studies, economy" in found.says
        assert found.table.rows[0][1:] == ("30 (50\u00a0%)", "20 (33\u00a0%)", "10 (17\u00a0%)", "+0.8", "+0.3 to +1.2")

    def test_what_chance_can_explain_and_what_is_hidden_is_said(self):
        unsure = life(FrozenResults(_wheels(60, -0.1, [-0.4, 0.2], better=20, same=18, worse=22)))
        assert "no area has changed by more than chance" in unsure.says
        hidden = life(FrozenResults(_wheels(60, None, None, better=40, same=None, worse=None)))
        assert "Hatched" in hidden.hidden
        assert hidden.table.rows[0][2:] == ("too few to show", "too few to show", "–", "–")
        assert "Too few" in life(FrozenResults(_wheels(None, None, None, better=None, same=None, worse=None))).says
        assert "next one will" in life(FrozenResults([])).says


def _support(**bands):
    """The table of support and result: (to work or studies, people) by band; None is hidden."""
    rows = [_row({}, *(bands.get(band, (0, 0)) or (None, None)), band) for band in ("none", "few", "some", "many")]
    for row in rows:
        row["interval"] = [0.2, 0.5] if row["denominator"] else None
    return _table(SUPPORT_AND_RESULT, (), rows)


@pytest.mark.need("EXT-27", where="results page: a closer look")
class TestSupport:
    def test_each_band_is_told_with_its_people_and_what_is_hidden_is_not(self):
        found = support(FrozenResults([_support(few=(12, 21), some=None, many=None)]))
        assert found.says == "1–5 contacts: 12 of 21 went to work or studies."
        assert [dot.label for dot in found.dots] == ["1–5 contacts", "6–20 contacts", "21 contacts or more"]
        assert all(row[1:] == ("–", "–", "too few to show", "–") for row in found.table.rows[2:])
        hidden = support(FrozenResults([_support(none=None, few=None, some=None, many=None)]))
        assert not hidden.drawn
        assert "Too few" in hidden.says
        assert "next one will" in support(FrozenResults([])).says

    def test_the_page_says_that_support_need_not_be_the_reason(self, everyone, client):
        client.force_login(everyone.gun)
        release = a_release(everyone, municipalities=places(3))
        release.results = [*release.results, _support(few=(12, 21), many=(8, 38))]
        release.save()
        page = client.get(reverse("results_closer", args=[everyone.project.code, 1])).content.decode()
        assert "12 av 21" in page
        assert "inte att stödet är orsaken" in page
        for name in ("results_picture", "results_table"):
            assert client.get(reverse(name, args=[everyone.project.code, 1, "support"])).status_code == 200


@pytest.mark.need("EXT-04", where="results page: a closer look")
class TestPage:
    @pytest.fixture
    def reader(self, everyone, client):
        client.force_login(everyone.gun)
        return client

    def _page(self, everyone, number=1):
        return reverse("results_closer", args=[everyone.project.code, number])

    @pytest.mark.parametrize("base", ["ended", "enrolled", "ended_not_transferred"])
    def test_the_page_is_light_and_its_pictures_answer(self, everyone, reader, base):
        a_release(everyone, municipalities=places(60))
        content = reader.get(self._page(everyone), {"base": base}).content
        assert len(content) < HEAVIEST
        assert content.count(b"<picture") == 2  # a release made by hand here holds no ways in
        for name in ("funnel", "patterns"):
            for place in ("page", "phone"):
                address = reverse("results_picture", args=[everyone.project.code, 1, name])
                assert reader.get(address, {"base": base, "place": place}).status_code == 200
            table = reader.get(reverse("results_table", args=[everyone.project.code, 1, name]), {"base": base})
            assert len(table.content) < HEAVIEST
        assert reader.get(reverse("results_picture", args=[everyone.project.code, 1, "flow"])).status_code == 404
        assert reader.get(reverse("results_table", args=[everyone.project.code, 1, "flow"])).status_code == 404

    @pytest.mark.parametrize("count", [0, 1])
    def test_a_release_of_nobody_or_of_one_municipality_says_so(self, everyone, reader, count):
        release = a_release(everyone, municipalities=places(count))
        if not count:
            nobody = {"numerator": 0, "denominator": 0, "value": None, "interval": None}
            for table in release.results:
                table["rows"] = [row | nobody for row in table["rows"]]
            release.save()
        content = reader.get(self._page(everyone)).content.decode()
        assert content.count("<picture") == count
        assert ("Ingen räknas än, så" if not count else "Projektet har en kommun") in content

    def test_more_municipalities_cost_no_more_queries(self, everyone, reader):
        counted = []
        for number, count in enumerate((2, 3, 30), start=1):
            a_release(everyone, number, places(count))
            counted.append(queries(reader, self._page(everyone, number)))
        assert counted[1] == counted[2]

    def test_the_results_lead_here_and_a_wrong_base_is_not_found(self, everyone, reader):
        a_release(everyone, municipalities=places(2))
        assert (
            self._page(everyone)
            in reader.get(reverse("results_project", args=[everyone.project.code])).content.decode()
        )
        assert reader.get(self._page(everyone), {"base": "moon"}).status_code == 404


@pytest.mark.need("PRV-04", where="results page: a closer look")
@pytest.mark.parametrize("name", ["funnel", "patterns", "flow", "leaving"])  # what so small a project can show
def test_a_picture_says_no_number_that_its_table_does_not(told_release, name):
    told = story.tell(told_release)
    drawn, table = pictures.draw(told, name, "page"), pictures.table_of(told, name)
    said = {int(number) for word in drawn.words for number in re.findall(r"\d+", word["text"])}
    in_table = {int(number) for row in table.rows for cell in row for number in re.findall(r"\d+", cell)}
    scale = {*range(0, 101, 10), 95, 998, 1000} if name in ("funnel", "leaving") else set()
    whole = FrozenResults(told_release.results).one("work_or_studies", BASE)
    assert said - in_table - scale - ({round(100 * whole.value)} if name == "funnel" else set()) == set()


@pytest.mark.need("PLN-08", where="results page: a closer look")
class TestSteps:
    def test_who_took_a_step_is_told_of_those_who_ended_elsewhere(self, everyone, client):
        rows = [
            _row({}, *numbers, band)
            for band, numbers in zip(
                ("none", "few", "some", "many"), [(6, 26), (12, 26), (0, 26), (8, 26)], strict=True
            )
        ]
        release = a_release(everyone, municipalities=places(3))
        release.results = [*release.results, _table(STEPS_TOWARDS, (), rows)]
        release.save()
        assert "20 of them carried out at least one step" in steps(FrozenResults(release.results)).says
        client.force_login(everyone.gun)
        page = client.get(reverse("results_closer", args=[everyone.project.code, 1])).content.decode()
        assert "20 av dem genomförde minst ett steg" in page
        for name in ("results_picture", "results_table"):
            assert client.get(reverse(name, args=[everyone.project.code, 1, "steps"])).status_code == 200

    def test_what_is_hidden_is_not_told(self):
        rows = [_row({}, None, None, band) for band in ("none", "few", "some", "many")]
        hidden = steps(FrozenResults([_table(STEPS_TOWARDS, (), rows)]))
        assert not hidden.drawn
        assert "Too few" in hidden.says
        assert "next one will" in steps(FrozenResults([])).says


@pytest.mark.need("EVL-14", where="results page: a closer look")
class TestWhatGoesWell:
    def test_groups_above_all_together_are_named_with_their_uncertainty(self):
        results = frozen({"Kalmar": (75, 100), "Mönsterås": (24, 50), "Vimmerby": (10, 50)})
        interval = {"Kalmar": (0.66, 0.82), "Mönsterås": (0.35, 0.61), "Vimmerby": (0.11, 0.33)}
        for row in results._tables["work_or_studies", BASE, ("municipality",)]["rows"]:
            row["interval"] = interval[row["by"]["municipality"]]
        found = what_works(results, BASE)
        assert [(one.panel, "Kalmar" in one.says, "between 66 and 82" in one.says) for one in found.strengths] == [
            ("municipalities", True, True)
        ]
        assert "Of 3 groups" in found.caution
        assert "does not say why" in found.caution

    def test_within_chance_nothing_is_praised(self):
        found = what_works(frozen(), BASE)
        assert (found.strengths, found.caution) == ((), "")
        assert "Nothing stands out" in found.says

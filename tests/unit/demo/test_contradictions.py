"""Printed figures that cannot hold together: which are set aside, and why."""

from stegvis.demo.synthesiser import Figures, solve
from stegvis.demo.synthesiser.conflicts import contradictions


def test_the_three_contradictions_of_the_printed_report(synthesis):
    assert [(s.figure_id, s.printed, s.achieved) for s in synthesis.set_aside] == [
        ("participants_summary", 422, 437),
        ("share_men", 47, 48),
        ("ended_total", 404, 414),
    ]


def test_each_is_explained_by_the_figures_it_contradicts(synthesis):
    assert {s.figure_id: s.contradicts for s in synthesis.set_aside} == {
        "participants_summary": ("participants_total",),
        "share_men": ("participants_total", "participants_men"),
        "ended_total": ("ended_women", "ended_men"),
    }


def test_the_reasons_are_sentences_in_both_languages(synthesis):
    reasons = {s.figure_id: s for s in synthesis.set_aside}
    assert reasons["ended_total"].reason_sv == (
        "404 är tryckt, men Avslutade kvinnor (219) och Avslutade män (195) ger tillsammans 414."
    )
    assert reasons["share_men"].reason_sv.startswith("47 % är tryckt, men 209 av 437 är 47,8 %, avrundat 48 %.")
    assert reasons["share_men"].reason_en.startswith("47 % is printed, but 209 of 437 is 47.8 %, rounded 48 %.")


def test_without_the_three_nothing_is_set_aside(fsla):
    wrong = {"participants_summary", "share_men", "ended_total"}
    rest = fsla.model_copy(update={"figures": tuple(f for f in fsla.figures if f.id not in wrong)})
    assert contradictions(rest) == {}


def _project(*figures) -> Figures:
    return Figures.model_validate(
        {
            "project": {
                "code": "small",
                "number": "1",
                "name": "Small",
                "start_on": "2020-01-01",
                "end_on": "2022-12-31",
                "outcomes_at": "2022-10-31",
                "municipalities": [{"code": "0861", "name": "Mönsterås"}, {"code": "0883", "name": "Västervik"}],
            },
            "figures": [
                {
                    "group": "volumes",
                    "label": {"sv": f["id"], "en": f["id"]},
                    "unit": "percent" if "base" in f else "persons",
                    "rounding": "half_up" if "base" in f else "exact",
                    "date": "2022-12-31",
                }
                | f
                for f in figures
            ],
        }
    )


def test_the_less_trusted_of_two_counts_is_set_aside():
    total = {"id": "total", "printed": 10, "count": {}, "priority": 1}
    other = {"id": "elsewhere", "printed": 12, "count": {}, "priority": 3}
    assert [s.figure_id for s in solve(_project(total, other)).set_aside] == ["total"]


def test_of_two_equally_trusted_the_first_printed_is_kept():
    first = {"id": "first", "printed": 10, "count": {}}
    second = {"id": "second", "printed": 12, "count": {}}
    assert [s.figure_id for s in solve(_project(first, second)).set_aside] == ["second"]


def test_as_few_as_possible_are_set_aside_even_if_the_one_is_trusted_most():
    one = {"id": "one", "printed": 10, "count": {}, "priority": 3}
    two = {"id": "two", "printed": 12, "count": {}, "priority": 1}
    three = {"id": "three", "printed": 12, "count": {}, "priority": 1}
    assert [s.figure_id for s in solve(_project(one, two, three)).set_aside] == ["one"]


def test_a_share_that_no_whole_number_of_people_has_is_named_with_its_base():
    base = {"id": "women_and_men", "printed": 7, "count": {}, "priority": 3}
    share = {"id": "women", "printed": 50, "count": {"sex": "F"}, "base": {}}
    solution = solve(_project(base, share))
    assert [(s.figure_id, s.contradicts) for s in solution.set_aside] == [("women", ("women_and_men",))]


def test_a_share_that_contradicts_its_own_numerator_is_named():
    base = {"id": "everybody", "printed": 10, "count": {}}
    share = {"id": "women", "printed": 50, "count": {"sex": "F"}, "base": {}, "numerator": 6}
    assert [s.figure_id for s in solve(_project(base, share)).set_aside] == ["women"]


def test_a_share_above_everybody_is_impossible_by_itself():
    share = {"id": "too_many", "printed": 120, "count": {"sex": "F"}, "base": {}}
    assert [(s.figure_id, s.contradicts) for s in solve(_project(share)).set_aside] == [("too_many", ())]

"""The checker of printed figures: each rule, and what generated reports say of it."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.demo.synthesiser.figures import PROJECTS
from stegvis.evaluation.printed import Document, check
from stegvis.evaluation.printed.rounding import counts, decimals_of, rounded

REAL = PROJECTS.parent / "printed_figures"


def found(*figures, claims=(), **more):
    """The rules that find something, each with its figures."""
    document = Document.checked({"figures": list(figures), "claims": list(claims), **more})
    return [(one.rule, one.figures) for one in check(document)]


def figure(name, value, **more):
    return {"id": name, "label": name, "value": value, **more}


def share(name, value, **more):
    return figure(name, value, unit="percent", **more)


# --- each rule ----------------------------------------------------------------------------------------------------
def test_parts_that_make_more_or_less_than_their_whole():
    whole = figure("all", 404)
    parts = [figure("women", 219, part_of="all", split="sex"), figure("men", 195, part_of="all", split="sex")]
    assert found(whole, *parts) == [("parts_do_not_sum", ("all", "women", "men"))]


def test_parts_of_which_some_are_not_printed_may_make_less_and_never_more():
    parts = [figure("a", 40, part_of=100, split="place"), figure("b", 50, part_of=100, split="place")]
    assert found(*parts, incomplete=["place"]) == []
    more = [*parts, figure("c", 20, part_of=100, split="place")]
    assert found(*more, incomplete=["place"]) == [("parts_do_not_sum", ("a", "b", "c"))]


def test_parts_of_another_day_are_not_added():
    parts = [
        figure("women", 219, part_of="all", date="2022-10-31"),
        figure("men", 195, part_of="all", date="2022-10-31"),
    ]
    assert found(figure("all", 437, date="2022-12-31"), *parts) == []


def test_a_share_is_compared_with_its_own_counts():
    assert found(figure("all", 437), share("men", 47, base="all", numerator=209)) == [
        ("share_recounted", ("men", "all"))
    ]
    assert found(figure("all", 437), share("men", 47, base="all", numerator=209, rounding="down")) == []


def test_a_share_no_whole_number_gives_is_named_with_the_nearest():
    document = Document.checked({"figures": [share("other", 12, base=64)]})
    (one,) = check(document)
    assert one.rule == "share_impossible"
    assert "7 är 10,9 % och 8 är 12,5 %" in one.explanation.sv
    assert "halves to the even neighbour" in one.explanation.en


def test_a_stated_rounding_is_taken_at_its_word():
    assert found(share("other", 12, base=64), rounding="half_even") == []
    (one,) = check(Document.checked({"figures": [share("other", 12, base=64)], "rounding": "half_up"}))
    assert "annan avrundning" not in one.explanation.sv


def test_percentages_must_make_a_hundred_within_their_rounding():
    three = [share(name, 33, split="s", base="all") for name in "abc"]
    assert found(figure("all", 200), *three) == [("percentages_not_100", ("a", "b", "c"))]
    assert found(figure("all", 3), *three) == []
    assert found(*[share(name, 40, split="s") for name in "abc"]) == [("percentages_not_100", ("a", "b", "c"))]
    assert found(*[share(name, 20, split="s") for name in "abc"], incomplete=["s"]) == []


def test_two_values_for_one_quantity():
    one, other = figure("summary", 422, quantity="all"), figure("total", 437, quantity="all")
    assert found(one, other) == [("two_values", ("summary", "total"))]
    assert found(one | {"date": "2022-09-01"}, other | {"date": "2022-12-31"}) == []
    assert found(figure("a", 3, label="Kvinnor", part_of=9), figure("b", 4, label="Kvinnor", part_of=8)) == []


def test_a_rounded_and_a_finer_share_of_one_quantity_can_agree():
    assert found(share("a", 48, quantity="q"), share("b", "47.8", quantity="q")) == []
    assert found(share("a", 48, quantity="q"), share("b", "47.4", quantity="q")) == [("two_values", ("a", "b"))]


def test_counts_and_shares_larger_than_their_base():
    assert found(figure("part", 12, part_of=9)) == [("count_exceeds_base", ("part",))]
    assert found(share("a", 120, base=50)) == [("count_exceeds_base", ("a",))]
    assert found(share("grown", 120)) == []


def test_shares_that_are_compared_must_be_of_the_same_kind_of_group():
    claim = {"id": "better", "text": "Bättre", "compares": ["ours", "theirs"]}
    ours, theirs = share("ours", 50, base=414), share("theirs", 34)
    assert found(ours, theirs, claims=[claim]) == [("bases_differ", ("ours", "theirs"))]
    assert found(ours, share("theirs", 35, base=414), claims=[claim]) == []
    men, women = (figure(n, 200, part_of=400, split="sex") for n in ("m", "w"))
    pair = [share("ours", 50, base="m"), share("theirs", 34, base="w")]
    assert found(men, women, *pair, claims=[claim]) == []


def test_a_goal_that_holds_only_when_something_else_counts_too():
    goal = {"id": "g", "text": "Mål", "goal": 60, "readings": [["work"], ["work", "internship"]]}
    figures = [share("work", 49, base=414), share("internship", 12, base=414)]
    assert found(*figures, claims=[goal]) == [("goal_depends_on_reading", ("work", "internship"))]
    assert found(*figures, claims=[goal | {"goal": 40}]) == []
    assert found(*figures, claims=[goal | {"goal": 70}]) == []


@pytest.mark.need("GOL-03", "EXT-05", where="stegvis check-figures")
def test_a_goal_is_tried_on_the_larger_group_that_the_base_is_part_of():
    figures = [figure("all", 64), figure("ended", 38, part_of="all"), share("work", 63, base="ended", claim="g")]
    goal = {"id": "g", "text": "Mål", "goal": 60}
    assert found(*figures, claims=[goal]) == [("goal_depends_on_reading", ("work", "all"))]


# --- the real files ------------------------------------------------------------------------------------------------
def findings(name):
    return {(one.rule, one.figures) for one in check(Document.from_yaml((REAL / name).read_text(encoding="utf-8")))}


@pytest.mark.need("REP-02", where="stegvis check-figures")
def test_the_nine_municipalities():
    assert findings("fsla.yaml") == {
        ("share_recounted", ("volumes.share_men", "volumes.participants_total")),
        ("parts_do_not_sum", ("outcomes.ended_total_printed", "outcomes.ended_women", "outcomes.ended_men")),
        ("two_values", ("volumes.participants_summary", "volumes.participants_total")),
        ("bases_differ", ("outcomes.work", "benchmark.mal23_work")),
        ("bases_differ", ("outcomes.studies", "benchmark.mal23_education")),
        ("bases_differ", ("outcomes.work_or_studies", "benchmark.mal23_total")),
        ("goal_depends_on_reading", ("outcomes.work_or_studies", "outcomes.internship")),
    }


def test_kristinehamn():
    reading = ("outcomes.work_or_studies_cutoff", "exit_reasons.jobb", "exit_reasons.studier")
    assert findings("va2-kristinehamn.yaml") == {
        ("share_impossible", ("exit_reasons.annan_insats",)),
        ("bases_differ", ("outcomes.work_or_studies_cutoff", "outcomes.whole_project")),
        ("goal_depends_on_reading", reading),
    }


def test_each_finding_has_an_id_of_its_own():
    for name in ("fsla.yaml", "va2-kristinehamn.yaml"):
        ids = [one.id for one in check(Document.from_yaml(Path(REAL / name).read_text(encoding="utf-8")))]
        assert len(set(ids)) == len(ids)


# --- generated reports ----------------------------------------------------------------------------------------------
RULES = st.sampled_from(["half_up", "half_even", "down"])
TABLES = st.lists(st.integers(0, 60), min_size=2, max_size=6).filter(lambda people: sum(people) > 0)


def report(people: list[int], decimals: int, rule: str) -> list[dict]:
    """What would be printed of these groups: all, each group, and each group's share."""
    total = sum(people)
    figures = [figure("all", total)]
    for number, count in enumerate(people):
        figures.append(figure(f"n{number}", count, part_of="all", split="groups"))
        value = str(rounded(count, total, decimals, rule))
        figures.append(share(f"p{number}", value, base="all", split="shares"))
        figures.append(share(f"q{number}", value, base="all", numerator=f"n{number}"))
        figures.append(share(f"unbased{number}", value, split="unbased"))
    return figures


@given(people=TABLES, decimals=st.integers(0, 2), rule=RULES)
def test_figures_made_from_true_counts_give_nothing(people, decimals, rule):
    assert found(*report(people, decimals, rule), rounding=rule) == []


@given(people=TABLES, rule=RULES, which=st.integers(0, 5), error=st.integers(-40, 40).filter(bool))
def test_a_wrong_part_is_always_found(people, rule, which, error):
    figures = report(people, 0, rule)
    part = figures[1 + 4 * (which % len(people))]
    part["value"] = max(0, part["value"] + error) if part["value"] + error >= 0 else part["value"] + 1
    assert ("parts_do_not_sum" in dict(found(*figures, rounding=rule))) or (
        "count_exceeds_base" in dict(found(*figures, rounding=rule))
    )


@given(people=TABLES, rule=RULES, which=st.integers(0, 5), error=st.integers(1, 50))
def test_a_wrong_share_beside_its_counts_is_always_found(people, rule, which, error):
    figures = report(people, 0, rule)
    wrong = figures[3 + 4 * (which % len(people))]
    value = int(wrong["value"])
    wrong["value"] = value + error if value + error <= 100 else value - error if value >= error else (value + 1) % 101
    assert ("share_recounted", wrong["id"]) in {(r, names[0]) for r, names in found(*figures, rounding=rule)}


@given(total=st.integers(101, 5000), other=st.integers(1, 400))
def test_two_values_are_always_found(total, other):
    pair = [figure("a", total, quantity="q"), figure("b", total + other, quantity="q")]
    assert found(*pair) == [("two_values", ("a", "b"))]


@given(base=st.integers(1, 300), percent=st.integers(0, 100), rule=RULES)
def test_a_share_is_impossible_exactly_when_no_count_is_rounded_to_it(base, percent, rule):
    by_hand = [n for n in range(base + 1) if rounded(n, base, 0, rule) == percent]
    assert list(counts(Decimal(percent), base, rule)) == by_hand
    assert bool(by_hand) == (found(share("s", percent, base=base), rounding=rule) == [])


@given(numerator=st.integers(0, 500), more=st.integers(1, 500), decimals=st.integers(0, 3), rule=RULES)
def test_rounding_is_undone_by_the_counts_it_allows(numerator, more, decimals, rule):
    base = numerator + more
    value = rounded(numerator, base, decimals, rule)
    assert decimals_of(value) == decimals
    assert numerator in counts(value, base, rule)

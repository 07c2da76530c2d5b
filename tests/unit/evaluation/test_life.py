"""What changed between people's first and last life wheel: engine and twin agree, and the mean of few stays hidden."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.evaluation import gate, life, twin
from stegvis.evaluation.codes import LIFE_AREAS, LIFE_TABLES
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.definitions import DefinitionError
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, persons

FIRST = LIFE_AREAS[0]


def changed(*steps):
    """A person for each change; None has made the wheel once or never."""
    return [(Stay(change=step),) for step in steps]


@settings(max_examples=15, deadline=None)
@given(st.lists(persons, max_size=12), st.sampled_from([DAY, SPRING + timedelta(61)]), st.sampled_from(LIFE_AREAS[:2]))
def test_engine_and_twin_agree(people, at, area):
    extract = extract_of([*people, *changed(2)])
    slow = Counter(person.changes.get(area) for person in twin.persons_at(extract, at))
    assert life.changes(extract, area, at) == slow


def tables(extract, **more):
    """Table → row → the row as it is shown, None when it is hidden."""
    found = life.gated_tables(extract, **{"at": DAY, "threshold": 5, **more})
    return {t["indicator"]: {r["destination"]: None if r["suppressed"] else r for r in t["rows"]} for t in found}


def test_pairs_are_counted_and_their_mean_change_has_an_interval():
    people = changed(*[2] * 12, *[0] * 8, *[-1] * 6, *[None] * 14)
    found = tables(extract_of(people))[LIFE_TABLES[FIRST]]
    assert [(found[group]["numerator"], found[group]["denominator"]) for group in life.GROUPS] == [
        (12, 26), (8, 26), (6, 26),
    ]  # fmt: skip
    low, high = found[life.MEAN]["interval"]
    assert found[life.MEAN]["value"] == pytest.approx(18 / 26)
    # 1.96 standard errors of 26 changes with a standard deviation of 1.20
    assert (low, high) == pytest.approx((18 / 26 - 0.46, 18 / 26 + 0.46), abs=0.06)


@pytest.mark.need("PRV-04", where="life wheels from first to last")
@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 3, 5, 9, 14]), min_size=4, max_size=4))
def test_nobody_works_out_a_small_group(sizes):
    better, same, worse, without = sizes
    extract = extract_of(changed(*[3] * better, *[0] * same, *[-1] * worse, *[None] * without, 1))
    all_tables = tables(extract)
    found = all_tables[LIFE_TABLES[FIRST]]
    true = dict(zip(life.GROUPS, (better + 1, same, worse), strict=True))
    shown = {group: found[group]["numerator"] for group in life.GROUPS if found[group]}
    pairs = sum(true.values())
    assert all(true[group] == number for group, number in shown.items())
    assert not any(0 < number < 5 or 0 < pairs - number < 5 for number in shown.values())
    assert len(shown) != 2
    if found[life.MEAN]:
        assert pairs >= 10 and len(shown) == 3
    if 0 < without < 5:
        assert not any(row for table in all_tables.values() for row in table.values())


def test_a_mean_that_alone_has_moved_since_a_release_is_hidden():
    before = extract_of(changed(*[2] * 12, *[0] * 8, *[-1] * 6, *[None] * 14))
    after = extract_of(changed(5, *[2] * 11, *[0] * 8, *[-1] * 6, *[None] * 14))
    earlier = [gate.published_set(before, at=DAY)]
    assert tables(before, earlier=earlier)[LIFE_TABLES[FIRST]][life.MEAN]["value"] == pytest.approx(18 / 26)
    found = tables(after, earlier=earlier)[LIFE_TABLES[FIRST]]
    assert found["better"]["numerator"] == 12
    assert found[life.MEAN] is None


def test_without_wheels_it_is_refused_and_so_are_impossible_steps():
    with pytest.raises(DefinitionError, match="life wheels"):
        life.changes(extract_of(crowd(work=9)), FIRST, DAY)
    with pytest.raises(ExtractError, match="life_changes"):
        extract_of(changed(10))

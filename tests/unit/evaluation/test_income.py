"""What those who lived on income support live on after the exit: engine, twin and the protection of small groups."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.evaluation import gate, twin
from stegvis.evaluation.codes import INCOMES
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.definitions import DefinitionError
from stegvis.evaluation.income import GROUPS, OUTSIDE, UNKNOWN, gated_table, income_after
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, persons

pytestmark = pytest.mark.need("EXT-21", where="results page: a closer look; release results")


def after_support(start="income_support", exit_to="moved", **lives_on):
    """So many people who came from `start` and live on each."""
    end = SPRING + timedelta(90)
    return [
        (Stay(end_on=end, exits=(exit_to,), incomes=(start, None if word == UNKNOWN else word)),)
        for word, people in lives_on.items()
        for _number in range(people)
    ]


def by_the_twin(extract, at):
    found = Counter()
    for person in twin.persons_at(extract, at):
        if person.ended:
            found[OUTSIDE if person.lived_on != "income_support" else person.lives_on or UNKNOWN] += 1
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(persons, max_size=15), st.sampled_from([DAY, DAY - timedelta(60)]))
def test_engine_and_twin_agree(people, at):
    extract = extract_of([*people, *after_support(own=1)])
    assert income_after(extract, at) == by_the_twin(extract, at)


def shown(extract, **more):
    """Group → number, of what is shown."""
    rows = gated_table(extract, **{"at": DAY, "threshold": 5, **more})["rows"]
    return {row["destination"]: row["numerator"] for row in rows if not row["suppressed"]}


def test_the_start_is_that_of_the_first_enrolment_and_the_rest_of_the_last():
    first = Stay(end_on=SPRING + timedelta(30), exits=("moved",), incomes=("income_support", "none"))
    again = Stay(start_on=SPRING + timedelta(60), end_on=DAY, exits=("work",), incomes=("none", "own"))
    still = Stay(start_on=SPRING + timedelta(60))
    assert income_after(extract_of([(first, again), (first, still)]), DAY) == {"own": 1}


def test_of_all_who_came_from_support_every_group_is_shown_when_none_is_small():
    people = after_support(own=12, study_support=9, income_support=20, unknown=7) + after_support("own", own=30)
    found = shown(extract_of([*people, *crowd(work=40, studies=25)]))
    assert found == {**dict.fromkeys(GROUPS, 0), "own": 12, "study_support": 9, "income_support": 20, "unknown": 7}


@pytest.mark.need("PRV-04", where="what people live on after the exit")
@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([0, 0, 1, 3, 5, 8, 14]), min_size=7, max_size=7), st.integers(0, 30))
def test_nobody_works_out_a_small_group(sizes, at_work):
    groups = dict(zip(GROUPS, sizes, strict=False))
    people = after_support(**groups) + after_support("none", own=sizes[-1]) + crowd(work=at_work)
    found = shown(extract_of([*people, *after_support("own", none=1)]))
    true = {group: groups[group] for group in found}
    assert found == true
    due, ended = sum(sizes[:-1]), sum(sizes) + at_work + 1
    assert not any(0 < number < 5 or 0 < due - number < 5 for number in found.values() if due)
    if found:
        assert due == 0 or not 0 < ended - due < 5
        assert len(GROUPS) - len(found) != 1
        if "own" in found:
            assert not 0 < abs(found["own"] - at_work) < 5


def test_a_few_who_left_since_the_last_release_stay_hidden():
    people = [*after_support(own=12, income_support=20), *crowd(work=40)]
    earlier = gate.published_set(extract_of(people), at=DAY)
    later = DAY + timedelta(30)
    found = shown(extract_of([*people, *after_support(own=2)], at=later), at=later, earlier=[earlier])
    assert "own" not in found


def test_without_the_facts_it_is_refused_and_unknown_words_too():
    with pytest.raises(DefinitionError, match="what people live on"):
        income_after(extract_of(crowd(work=9)), DAY)
    with pytest.raises(ExtractError, match="incomes"):
        extract_of(after_support("lottery", own=1))
    assert set(INCOMES) < set(GROUPS)

"""The engine agrees with its slow twin on generated projects, cell by cell, and answers only what it can."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stegvis.evaluation import engine, twin
from stegvis.evaluation.catalogue import (
    DURATION,
    ENDED,
    EXIT_DESTINATION,
    INDICATORS,
    PARTICIPANTS,
    WORK_OR_STUDIES,
)
from stegvis.evaluation.codes import STILL_ENROLLED
from stegvis.evaluation.definitions import DefinitionError
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, persons

QUESTIONS = [
    (definition, base, by)
    for definition in INDICATORS.values()
    for base in definition.bases or (None,)
    for by in definition.breakdowns
]


@settings(max_examples=15)
@given(st.lists(persons, max_size=15), st.sampled_from([DAY, DAY - timedelta(60)]), st.data())
@example([], DAY, None)
def test_engine_and_twin_agree(people, at, draws):
    extract = extract_of(people)
    some = st.lists(st.sampled_from(QUESTIONS), min_size=4, max_size=4)
    asked = QUESTIONS[::9] if draws is None else draws.draw(some)
    for definition, base, by in asked:
        fast = engine.compute(definition, extract, at=at, base=base, by=by)
        slow = twin.compute(definition, extract, at=at, base=base, by=by)
        assert fast == slow, (definition.id, base, by)


@pytest.mark.parametrize("definition, base, by", QUESTIONS, ids=lambda value: str(getattr(value, "id", value)))
def test_engine_and_twin_agree_on_every_question(definition, base, by, project):
    fast = engine.compute(definition, project, at=DAY, base=base, by=by)
    assert fast == twin.compute(definition, project, at=DAY, base=base, by=by)


@pytest.fixture(scope="module")
def project():
    """A project in which everything happens: re-entry, several exits, several labels, late starts and ends."""
    back_again = (
        Stay(end_on=SPRING + timedelta(30), exits=("studies",), target_groups=("youth", "disability")),
        Stay(start_on=SPRING + timedelta(60), municipality="Åseda", sex="M", inflow_channel="school"),
    )
    out_twice = (
        Stay(end_on=SPRING + timedelta(30), exits=("moved",), target_groups=("youth",)),
        Stay(start_on=SPRING + timedelta(60), end_on=SPRING + timedelta(90), exits=("internship", "work")),
    )
    late = (Stay(start_on=DAY + timedelta(1)),)
    late_out = (Stay(end_on=DAY + timedelta(1), exits=("work",)),)
    return extract_of(
        [
            back_again,
            out_twice,
            late,
            late_out,
            *crowd(work=7, transferred=2),
            *crowd("Ödeshög", "M", still=3, pension=8),
        ],
        at=DAY + timedelta(30),
    )


def _only(definition, extract, at=DAY, **question):
    (row,) = engine.compute(definition, extract, at=at, **question).rows
    return row


def test_a_person_who_comes_back_is_one_participant_and_has_not_ended(project):
    came_back = extract_of(
        [(Stay(end_on=SPRING + timedelta(9), exits=("work",)), Stay(start_on=SPRING + timedelta(20)))]
    )
    assert _only(PARTICIPANTS, came_back).numerator == 1
    assert _only(ENDED, came_back).numerator == 0
    assert _only(WORK_OR_STUDIES, came_back, base="enrolled").numerator == 0


def test_the_end_day_itself_is_an_end():
    out = extract_of([(Stay(end_on=DAY, exits=("work",)),)], at=DAY + timedelta(5))
    assert _only(ENDED, out, at=DAY).numerator == 1
    assert _only(ENDED, out, at=DAY - timedelta(1)).numerator == 0


@pytest.mark.need("EXT-10", where="stegvis indicators")
def test_work_beside_another_headline_counts_as_work_or_studies():
    extract = extract_of([(Stay(end_on=DAY, exits=("internship", "work")),), (Stay(end_on=DAY, exits=("moved",)),)])
    assert _only(WORK_OR_STUDIES, extract).numerator == 1
    headline = engine.compute(EXIT_DESTINATION, extract, at=DAY).rows
    assert {row.destination: row.numerator for row in headline if row.numerator} == {"internship": 1, "other": 1}


@pytest.mark.need("EXT-05", "EXT-06", where="stegvis indicators --base")
def test_each_base_has_its_own_denominator_and_sums_to_it():
    extract = extract_of(crowd(work=4, transferred=3, still=2))
    sums = {}
    for base in EXIT_DESTINATION.bases:
        rows = engine.compute(EXIT_DESTINATION, extract, at=DAY, base=base).rows
        assert {row.denominator for row in rows} == {sum(row.numerator for row in rows)}
        sums[str(base)] = rows[0].denominator
        assert (rows[-1].destination == STILL_ENROLLED) == (base == "enrolled")
    assert sums == {"ended": 7, "enrolled": 9, "ended_not_transferred": 4}


def test_groups_stand_in_swedish_order_and_empty_ones_are_there():
    extract = extract_of(crowd("Ödeshög", work=1) + crowd("Åseda", "M", work=1) + crowd("Ärla", work=1))
    rows = engine.compute(PARTICIPANTS, extract, at=DAY, by=("sex", "municipality")).rows
    assert [(row.by["municipality"], row.by["sex"], row.numerator) for row in rows] == [
        ("Åseda", "F", 0),
        ("Åseda", "M", 1),
        ("Ärla", "F", 1),
        ("Ärla", "M", 0),
        ("Ödeshög", "F", 1),
        ("Ödeshög", "M", 0),
    ]


def test_median_of_an_even_crowd_lies_between_the_middle_two():
    extract = extract_of([(Stay(end_on=SPRING + timedelta(days), exits=("work",)),) for days in (10, 20, 30, 41)])
    row = _only(DURATION, extract)
    assert (row.denominator, row.value, row.interval) == (4, 25.0, None)


@pytest.mark.parametrize(
    "question, complaint",
    [
        ({"definition": PARTICIPANTS, "base": "ended"}, "has no base"),
        ({"definition": EXIT_DESTINATION, "base": "everybody"}, "Choose among: ended, enrolled"),
        ({"definition": EXIT_DESTINATION, "by": ("month", "municipality")}, "cannot be split"),
        ({"definition": EXIT_DESTINATION, "by": ("sex", "sex")}, "cannot be split"),
        ({"definition": EXIT_DESTINATION, "at": date(2023, 1, 1)}, "not later"),
    ],
    ids=["no base", "unknown base", "undeclared split", "a dimension twice", "the future"],
)
@pytest.mark.parametrize("compute", [engine.compute, twin.compute], ids=["engine", "twin"])
def test_a_question_the_definition_does_not_answer_is_refused(compute, question, complaint):
    asked = {"extract": extract_of(crowd(work=1)), "at": DAY} | question
    with pytest.raises(DefinitionError, match=complaint):
        compute(asked.pop("definition"), asked.pop("extract"), **asked)

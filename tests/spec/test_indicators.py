"""What the manual says of eleven invented people is what the engine says, and what its slow twin says."""

import pytest

from stegvis.evaluation import engine, twin
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import Kind
from stegvis.evaluation.examples import AT, EXAMPLES, PEOPLE, extract_of

COMPUTERS = pytest.mark.parametrize("compute", [engine.compute, twin.compute], ids=["engine", "twin"])
BY_NAME = {person.name: person for person in PEOPLE}
ONE_PERSON = [
    pytest.param(INDICATORS[name], person, answer.counts, id=f"{name}-{person}")
    for name, example in EXAMPLES.items()
    for person, answer in example.answers.items()
]
ALL = [
    pytest.param(
        INDICATORS[name], total, id="-".join(filter(None, (name, total.base, *total.by.values(), total.destination)))
    )
    for name, example in EXAMPLES.items()
    for total in example.totals
]


@pytest.mark.need("GOL-03", where="manual: indicators")
def test_every_indicator_has_an_example_that_speaks_of_everybody():
    assert list(EXAMPLES) == list(INDICATORS)
    for example in EXAMPLES.values():
        assert set(example.answers) == set(BY_NAME)


@COMPUTERS
@pytest.mark.parametrize("definition, person, counts", ONE_PERSON)
def test_one_person_alone_counts_as_the_manual_says(compute, definition, person, counts):
    """A yes is one, a no is none; a destination holds the person and no other does; days are days."""
    base = definition.bases and ("enrolled" if definition.kind == Kind.DISTRIBUTION else "ended")
    rows = compute(definition, extract_of(BY_NAME[person]), at=AT, base=base or None).rows
    if definition.kind == Kind.MEDIAN_DURATION:
        assert [row.value for row in rows] == [counts or None]
    elif definition.kind == Kind.DISTRIBUTION:
        assert [row.destination for row in rows if row.numerator] == ([counts] if counts else [])
    else:
        assert [row.numerator for row in rows] == [int(counts)]


@COMPUTERS
@pytest.mark.need("GOL-03", "EXT-05", "EXT-06", where="manual: indicators")
@pytest.mark.parametrize("definition, total", ALL)
def test_all_together_count_as_the_manual_says(compute, definition, total):
    rows = compute(definition, extract_of(*PEOPLE), at=AT, base=total.base, by=tuple(total.by)).rows
    wanted = {str(name): value for name, value in total.by.items()}
    (row,) = [row for row in rows if row.by == wanted and row.destination == total.destination]
    value = total.numerator if total.value is None else total.value
    assert (row.numerator, row.denominator, row.value) == (total.numerator, total.denominator, value)

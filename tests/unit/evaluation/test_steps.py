"""How far those came who ended without work or studies: engine, twin and the protection of small groups."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.evaluation import twin
from stegvis.evaluation.codes import STEP_BANDS
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.definitions import DefinitionError
from stegvis.evaluation.steps import gated_table, noted, people_by_steps
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, persons

pytestmark = pytest.mark.need("PLN-08", where="results page: a closer look; release results")


def walked(reached=9, **sizes):
    """So many people with so many steps each who went elsewhere, beside `reached` who went to work."""
    end = SPRING + timedelta(90)
    stays = [
        Stay(end_on=end, exits=("job_seeking",), steps=STEP_BANDS[band]) for band in sizes for _ in range(sizes[band])
    ]
    return [*((stay,) for stay in stays), *crowd(work=reached)]


def by_the_twin(extract, at):
    found = Counter()
    for person in twin.persons_at(extract, at):
        if person.ended:
            had = person.steps or 0
            band = "none" if had == 0 else "few" if had < 3 else "some" if had < 6 else "many"
            found["reached" if person.headline in ("work", "studies") else band] += 1
    return found


@settings(max_examples=12, deadline=None)
@given(st.lists(persons, max_size=15), st.sampled_from([DAY, DAY - timedelta(60)]))
def test_engine_and_twin_agree(people, at):
    extract = extract_of([*people, *walked(few=1)])
    assert people_by_steps(extract, at) == by_the_twin(extract, at)


def shown(extract):
    """Band → people, of what is shown."""
    rows = gated_table(extract, at=DAY, threshold=5)["rows"]
    return {row["destination"]: (row["numerator"], row["denominator"]) for row in rows if not row["suppressed"]}


def test_of_all_who_ended_without_work_or_studies_every_band_is_shown_when_none_is_small():
    extract = extract_of(walked(none=6, few=12, some=0, many=8))
    assert shown(extract) == {"none": (6, 26), "few": (12, 26), "some": (0, 26), "many": (8, 26)}


@pytest.mark.need("PRV-04", where="steps on the way")
@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 3, 5, 8, 14]), min_size=4, max_size=4).filter(any), st.sampled_from([0, 2, 9]))
def test_nobody_works_out_a_small_group(sizes, reached):
    true = dict(zip(STEP_BANDS, sizes, strict=True))
    found = shown(extract_of(walked(reached, **true)))
    if found:
        assert not 0 < reached < 5
        assert not any(0 < number < 5 or number == sum(sizes) for number, _people in found.values())
        left = sum(sizes) - sum(number for number, _people in found.values())
        assert not 0 < left < 5


def test_without_the_facts_it_is_refused_and_numbers_below_zero_too():
    with pytest.raises(DefinitionError, match="how many steps"):
        people_by_steps(extract_of(crowd(work=9)), DAY)
    with pytest.raises(ExtractError, match="steps"):
        extract_of([(Stay(end_on=DAY, exits=("work",), steps=-1),)])
    assert not noted(extract_of(walked(none=9)))

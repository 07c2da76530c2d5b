"""How it went for people with more or fewer contacts: engine, twin and the protection of small groups."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.evaluation import gate, twin
from stegvis.evaluation.codes import SUPPORT_BANDS
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.definitions import DefinitionError
from stegvis.evaluation.support import gated_table, noted, people_by_support
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, persons

pytestmark = pytest.mark.need("EXT-27", where="results page: a closer look; release results")


def supported(**sizes):
    """So many people with so many contacts each who went to work, and to the employment service."""
    end = SPRING + timedelta(90)
    return [
        (Stay(end_on=end, exits=(exit_to,), contacts=SUPPORT_BANDS[band]),)
        for band, numbers in sizes.items()
        for exit_to, people in zip(("work", "employment_service"), numbers, strict=True)
        for _number in range(people)
    ]


def by_the_twin(extract, at):
    found = Counter()
    for person in twin.persons_at(extract, at):
        if person.ended:
            had = person.contacts or 0
            band = "none" if had == 0 else "few" if had <= 5 else "some" if had <= 20 else "many"
            found[band, "reached" if person.headline in ("work", "studies") else "elsewhere"] += 1
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(persons, max_size=15), st.sampled_from([DAY, DAY - timedelta(60)]))
def test_engine_and_twin_agree(people, at):
    extract = extract_of([*people, *supported(few=(1, 0))])
    assert people_by_support(extract, at) == by_the_twin(extract, at)


def shown(extract, **more):
    """Band → (to work or studies, people), of what is shown."""
    rows = gated_table(extract, **{"at": DAY, "threshold": 5, **more})["rows"]
    assert all(row["value"] is row["interval"] is row["denominator"] is None for row in rows if row["suppressed"])
    return {row["destination"]: (row["numerator"], row["denominator"]) for row in rows if not row["suppressed"]}


def test_of_all_who_have_ended_every_band_is_shown_when_none_is_small():
    people = supported(few=(12, 9), some=(20, 15), many=(8, 30))
    assert shown(extract_of(people)) == {"none": (0, 0), "few": (12, 21), "some": (20, 35), "many": (8, 38)}


def test_a_band_where_it_went_the_same_way_for_all_hides_the_whole():
    assert shown(extract_of(supported(few=(12, 0), some=(20, 15), many=(8, 30)))) == {}


@pytest.mark.need("PRV-04", where="support and result")
@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 3, 5, 8, 14]), min_size=8, max_size=8).filter(any))
def test_nobody_works_out_a_small_group(sizes):
    true = dict(zip(SUPPORT_BANDS, zip(sizes[::2], sizes[1::2], strict=True), strict=True))
    found = shown(extract_of(supported(**true)))
    assert found == {band: (true[band][0], sum(true[band])) for band in found}
    sums = [sum(sizes[::2]), sum(sizes[1::2])]
    for reached, people in found.values():
        for number, whole in zip((reached, people - reached), sums, strict=True):
            assert number == 0 or (number >= 5 and not 0 < whole - number < 5)
    hidden = set(SUPPORT_BANDS) - set(found)
    assert len(hidden) != 1
    if found:  # what is left of the two sums is no small group either
        left = [total - sum(true[band][place] for band in found) for place, total in enumerate(sums)]
        assert not any(0 < number < 5 for number in left)
        assert not any(0 in pair and any(pair) for pair in true.values())


def test_a_few_who_left_since_the_last_release_stay_hidden():
    people = supported(few=(12, 9), some=(20, 15), many=(8, 30))
    earlier = gate.published_set(extract_of(people), at=DAY)
    later = DAY + timedelta(30)
    found = shown(extract_of([*people, *supported(few=(2, 0))], at=later), at=later, earlier=[earlier])
    assert "few" not in found
    assert len(found) < 3


def test_when_the_release_hides_how_many_went_to_work_or_studies_this_does_not_tell_it():
    people = supported(few=(12, 9), some=(20, 15), many=(8, 30))
    assert shown(extract_of([*people, *crowd(studies=2)])) == {}


def test_without_the_facts_it_is_refused_and_numbers_below_zero_too():
    with pytest.raises(DefinitionError, match="how many contacts"):
        people_by_support(extract_of(crowd(work=9)), DAY)
    with pytest.raises(ExtractError, match="contacts"):
        extract_of([(Stay(end_on=DAY, exits=("work",), contacts=-1),)])
    assert not noted(extract_of(supported(none=(9, 9))))

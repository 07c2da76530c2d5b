"""Properties of the intervals, and values known from print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.intervals import median_and_interval, median_ranks, wilson

shares = st.integers(0, 500).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@pytest.mark.parametrize(
    "numerator, denominator, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_values_printed_by_newcombe(numerator, denominator, low, high):
    assert wilson(numerator, denominator) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(shares)
def test_wilson_holds_the_share_and_stays_between_none_and_all(share):
    numerator, denominator = share
    interval = wilson(numerator, denominator)
    if denominator == 0:
        assert interval is None
    else:
        low, high = interval
        assert 0 <= low <= numerator / denominator <= high <= 1


@given(shares)
def test_wilson_of_the_others_is_its_mirror(share):
    numerator, denominator = share
    if denominator:
        low, high = wilson(numerator, denominator)
        assert wilson(denominator - numerator, denominator) == (pytest.approx(1 - high), pytest.approx(1 - low))


@given(shares, st.integers(2, 20))
def test_wilson_narrows_as_the_group_grows(share, times):
    numerator, denominator = share
    if denominator:
        low, high = wilson(numerator, denominator)
        narrow_low, narrow_high = wilson(times * numerator, times * denominator)
        assert narrow_high - narrow_low < high - low


@pytest.mark.parametrize("numerator, denominator", [(-1, 5), (6, 5), (0, -1)])
def test_what_is_no_share_has_no_interval(numerator, denominator):
    with pytest.raises(ValueError, match="not a share"):
        wilson(numerator, denominator)


@pytest.mark.parametrize(
    "count, ranks", [(0, None), (5, None), (6, (1, 6)), (8, (1, 8)), (10, (2, 9)), (20, (6, 15)), (100, (40, 61))]
)
def test_ranks_around_the_median_are_those_of_the_sign_test_table(count, ranks):
    assert median_ranks(count) == ranks


@pytest.mark.parametrize("count", [1000, 1001, 1002])
def test_long_lists_go_on_where_the_exact_ranks_end(count):
    low, high = median_ranks(count)
    assert (low, high) == (pytest.approx(count / 2 - 30.5, abs=1), count + 1 - low)


@given(st.lists(st.integers(0, 900), max_size=60))
def test_the_median_lies_in_its_interval(values):
    ordered = sorted(values)
    median, interval = median_and_interval(len(ordered), lambda rank: ordered[rank - 1])
    assert (median is None) == (not values)
    if interval:
        assert interval[0] <= median <= interval[1]

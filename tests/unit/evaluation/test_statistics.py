"""Funnel limits and equal mix: properties, and values worked out another way."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stegvis.evaluation.statistics.funnel import (
    INNER,
    OUTER,
    Counted,
    Funnel,
    Lacking,
    Standing,
    chance_of_any_outside,
    curve,
    funnel,
    limits,
)
from stegvis.evaluation.statistics.standardisation import Stratum, difference, standardised

pytestmark = pytest.mark.need("EXT-20", where="results page: municipalities and chance")
shares = st.floats(0.001, 0.999)
sizes = st.integers(1, 3000)
counted = st.integers(0, 200).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@given(shares, sizes)
@example(0.5, 1)
def test_limits_enclose_the_share_and_the_outer_the_inner(share, people):
    inner, outer = limits(share, people, INNER), limits(share, people, OUTER)
    assert 0 <= outer[0] <= inner[0] <= inner[1] <= outer[1] <= 1
    assert outer[0] - 1 / people <= share <= outer[1] + 1 / people


@given(shares, sizes, st.sampled_from([INNER, OUTER]))
def test_limits_lie_within_one_person_of_the_librarys_exact_ones(share, people, coverage):
    from scipy.stats import binom

    low, high = limits(share, people, coverage)
    tail = (1 - coverage) / 2
    assert binom.ppf(tail, people, share) - 1 - 1e-6 <= low * people <= max(0, binom.ppf(tail, people, share)) + 1e-6
    assert binom.ppf(1 - tail, people, share) - 1 - 1e-6 <= high * people <= binom.ppf(1 - tail, people, share) + 1e-6


@given(shares, st.integers(1, 400))
def test_no_more_than_allowed_lie_outside_by_chance(share, people):
    """Counts strictly outside the interpolated limits have together no more than 5 % and one count's probability."""
    from scipy.stats import binom

    low, high = limits(share, people, INNER)
    likely = binom.pmf(range(people + 1), people, share)
    outside = sum(chance for count, chance in enumerate(likely) if not low <= count / people <= high)
    assert outside <= 0.05 + 2 * max(likely)


def test_a_value_worked_out_by_hand():
    """Ten people, half: F(1) = 11/1024, F(2) = 56/1024, so r = 2 and the limit is (2 − (56 − 25.6)/45)/10."""
    low, high = limits(0.5, 10, 0.95)
    assert low == pytest.approx((2 - (56 - 25.6) / 45) / 10)
    assert high == pytest.approx((8 - (1013 / 1024 - 0.975) / (45 / 1024)) / 10)


@pytest.mark.parametrize("wrong", [(0.5, 0, 0.95), (1.1, 5, 0.95), (0.5, 5, 1.0)])
def test_what_has_no_limits_is_refused(wrong):
    with pytest.raises(ValueError, match="no limits"):
        limits(*wrong)


WHOLE = Counted("all", 200, 400)


@pytest.mark.parametrize(
    "whole, groups, why",
    [
        (Counted("all", None, None), [WHOLE, WHOLE], Lacking.HIDDEN_WHOLE),
        (Counted("all", 0, 0), [WHOLE, WHOLE], Lacking.NOBODY),
        (WHOLE, [WHOLE], Lacking.ONE_GROUP),
        (WHOLE, [], Lacking.ONE_GROUP),
        (WHOLE, [Counted("a", None, None), Counted("b", 0, 0)], Lacking.ALL_HIDDEN),
        (Counted("all", 0, 40), [Counted("a", 0, 20), Counted("b", 0, 20)], Lacking.NO_SPREAD),
        (Counted("all", 40, 40), [Counted("a", 20, 20), Counted("b", 20, 20)], Lacking.NO_SPREAD),
    ],
)
def test_what_cannot_be_drawn_says_why(whole, groups, why):
    assert funnel(whole, groups) == why


def test_a_hidden_group_is_named_and_not_placed():
    made = funnel(WHOLE, [Counted("Borgholm", None, None), Counted("Kalmar", 100, 200), Counted("Torsås", 0, 0)])
    assert isinstance(made, Funnel)
    assert [group.name for group in made.groups] == ["Kalmar"]
    assert (made.hidden, made.empty) == (("Borgholm",), ("Torsås",))


@pytest.mark.parametrize(
    "reached, people, standing",
    [
        (8, 13, Standing.WITHIN),  # 62 % of 13: a small group carries far
        (54, 88, Standing.UNUSUAL_HIGH),  # the same share of 88 does not
        (34, 88, Standing.UNUSUAL_LOW),
        (130, 200, Standing.FAR_HIGH),
        (70, 200, Standing.FAR_LOW),
    ],
)
def test_the_same_share_means_less_in_a_small_group(reached, people, standing):
    made = funnel(WHOLE, [Counted("a", reached, people), Counted("b", 1, 2)])
    assert made.groups[0].standing == standing


@given(shares, st.integers(1, 50), st.integers(50, 900))
def test_the_curve_runs_from_the_smallest_to_the_largest_group(share, smallest, largest):
    points = curve(share, smallest, largest, INNER)
    assert (points[0][0], points[-1][0]) == (smallest, largest)
    assert len(points) <= 42


def test_many_comparisons_find_something_by_chance():
    assert chance_of_any_outside(1) == pytest.approx(0.05)
    assert chance_of_any_outside(10) == pytest.approx(0.4013, abs=1e-4)
    assert chance_of_any_outside(0) == 0


@given(st.lists(counted, min_size=1, max_size=5))
def test_with_its_own_mix_a_group_keeps_its_share(cells):
    strata = [Stratum(reached, people, people) for reached, people in cells]
    made, people = standardised(strata), sum(people for _reached, people in cells)
    if not people:
        assert made is None
        return
    assert made.share == pytest.approx(sum(reached for reached, _people in cells) / people)
    assert 0 <= made.interval[0] <= made.share + 1e-9 <= made.interval[1] + 2e-9 <= 1 + 3e-9


def test_equal_shares_in_every_stratum_stay_whatever_the_mix():
    made = standardised([Stratum(10, 20, 900), Stratum(50, 100, 100)])
    assert made.share == pytest.approx(0.5)


def test_a_stratum_that_nobody_is_in_is_not_made_up():
    assert standardised([Stratum(10, 20, 50), Stratum(0, 0, 50)]) is None
    assert standardised([Stratum(10, 20, 50), Stratum(0, 0, 0)]).share == pytest.approx(0.5)
    assert standardised([]) is None


def test_one_stratum_has_wilsons_interval():
    assert standardised([Stratum(15, 148, 7)]).interval == pytest.approx((0.0624, 0.1605), abs=5e-5)


@pytest.mark.parametrize(
    "own, other, low, high",
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062)],
)
def test_differences_as_printed_by_newcombe(own, other, low, high):
    assert difference(own, other)[1:] == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_difference_needs_people():
    with pytest.raises(ValueError, match="both groups"):
        difference((0, 0), (1, 2))

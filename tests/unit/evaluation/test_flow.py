"""Customers before and after a change: the exact ratio of two rates, and what cannot be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.statistics.flow import Flow, compared, rate_ratio

pytestmark = pytest.mark.need("ACT-26", where="activity_shop_customers")
some = st.integers(1, 400)


def test_the_interval_of_a_ratio_is_that_of_the_exact_binomial():
    # 10 of 20 events: Clopper and Pearson give 0.2720–0.7280 for the share, hence 0.272/0.728 and 0.728/0.272
    ratio, low, high = rate_ratio((10, 5), (10, 5))
    assert (ratio, round(low, 3), round(high, 3)) == (1.0, 0.374, 2.677)


@given(here=some, there=some, here_time=some, there_time=some)
def test_turned_round_it_is_the_inverse(here, there, here_time, there_time):
    one = rate_ratio((here, here_time), (there, there_time))
    other = rate_ratio((there, there_time), (here, here_time))
    assert one[1] <= one[0] <= one[2]
    assert [1 / each for each in other] == pytest.approx([one[0], one[2], one[1]])


def test_without_customers_on_one_side_nothing_is_compared():
    told = compared(Flow(0, 0, 0), Flow(4, 30, 12))
    assert (told.visitors, told.buying) == (None, None)
    assert compared(Flow(4, 30, 6), Flow(4, 30, 12)).buying[0] == pytest.approx(0.2)

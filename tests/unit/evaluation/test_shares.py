"""Rounding rules by name, at the ties where they differ."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.shares import ROUNDING_RULES, percent, share


@pytest.mark.parametrize(
    "rule, of_eight, of_three_eighths, printed",
    [("percent_half_up", 13, 38, 48), ("percent_half_even", 12, 38, 48), ("percent_cut", 12, 37, 47)],
)
def test_rules_differ_where_they_should(rule, of_eight, of_three_eighths, printed):
    assert (percent(1, 8, rule), percent(3, 8, rule), percent(209, 437, rule)) == (of_eight, of_three_eighths, printed)


@given(st.integers(0, 2000).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))))
def test_half_up_is_the_decimal_rule(one):
    numerator, denominator = one
    if denominator:
        exact = Decimal(100 * numerator) / Decimal(denominator)
        assert percent(numerator, denominator) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize("rule", ROUNDING_RULES)
def test_nobody_has_no_percent(rule):
    assert percent(0, 0, rule) is None
    assert share(0, 0) is None


def test_more_than_all_is_no_share():
    with pytest.raises(ValueError, match="5 of 4"):
        percent(5, 4)

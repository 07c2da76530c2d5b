"""Printed percent as conditions on whole people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.demo.synthesiser import Figure
from stegvis.demo.synthesiser.rounding import rounded_percent, share_bounds


@pytest.mark.parametrize(
    ("numerator", "base", "rule", "percent"),
    [
        (14, 16, "half_up", 88),
        (209, 437, "half_up", 48),
        (209, 437, "down", 47),
        (1, 200, "half_up", 1),
        (0, 7, "down", 0),
    ],
)
def test_known_roundings(numerator, base, rule, percent):
    assert rounded_percent(numerator, base, rule) == percent


@given(
    base=st.integers(1, 400),
    share=st.integers(0, 400),
    percent=st.integers(0, 100),
    rule=st.sampled_from(["half_up", "down"]),
)
def test_bounds_and_rounding_agree(base, share, percent, rule):
    numerator = min(share, base)
    figure = Figure.model_validate(
        {
            "id": "f",
            "group": "volumes",
            "label": {"sv": "f", "en": "f"},
            "printed": percent,
            "unit": "percent",
            "rounding": rule,
            "date": "2022-01-01",
            "count": {"sex": "F"},
            "base": {},
        }
    )
    low, high = share_bounds(figure)
    assert (low * base <= 200 * numerator < high * base) == (rounded_percent(numerator, base, rule) == percent)

"""Periods: both ends belong to them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.periods import Period

days = st.dates(dt.date(2020, 1, 1), dt.date(2020, 2, 29))


@st.composite
def periods(draw):
    start = draw(days)
    end = draw(st.none() | st.dates(start, dt.date(2020, 3, 15)))
    return Period(start, end)


CALENDAR = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(90)]


@given(periods(), periods())
def test_two_overlap_when_they_share_a_day(one, other):
    assert one.overlaps(other) == any(one.contains(day) and other.contains(day) for day in CALENDAR)


@given(periods(), periods())
def test_overlapping_is_mutual(one, other):
    assert one.overlaps(other) == other.overlaps(one)


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="end before"):
        Period(dt.date(2020, 1, 2), dt.date(2020, 1, 1))


def test_days_are_counted_from_start_to_end():
    assert Period(dt.date(2020, 1, 1), dt.date(2020, 1, 1)).days == 0
    assert Period(dt.date(2020, 1, 1), dt.date(2020, 3, 1)).days == 60
    assert Period(dt.date(2020, 1, 1)).days is None

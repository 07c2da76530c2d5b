"""On which days a consent that lifts secrecy holds: its period, less the day it was taken back and all after."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.rules.team import consent_days, consent_state, holds, may_withdraw

pytestmark = pytest.mark.need("PRV-02", where="participant_sharing")
DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 1, 1)
offsets = st.integers(min_value=0, max_value=60)


@given(since=offsets, length=offsets, withdrawn=st.none() | offsets, asked=st.integers(min_value=-5, max_value=130))
def test_it_holds_on_the_days_of_its_period_before_it_was_taken_back_and_on_no_other(since, length, withdrawn, asked):
    since_on = FIRST + since * DAY
    days = {since_on + number * DAY for number in range(length + 1)}
    taken = None if withdrawn is None else FIRST + withdrawn * DAY
    left = {day for day in days if taken is None or day < taken}
    on = FIRST + asked * DAY
    assert holds(since_on, since_on + length * DAY, taken, on) == (on in left)


@given(since=offsets, length=offsets, withdrawn=offsets, later=offsets)
def test_once_taken_back_it_never_holds_again(since, length, withdrawn, later):
    since_on, taken = FIRST + since * DAY, FIRST + withdrawn * DAY
    assert consent_state(since_on, since_on + length * DAY, taken, taken + later * DAY) == "withdrawn"


@given(since=offsets, length=offsets, asked=offsets)
def test_an_untouched_one_goes_from_coming_to_valid_to_ended(since, length, asked):
    order = ("coming", "valid", "ended")
    since_on, on = FIRST + since * DAY, FIRST + asked * DAY
    states = [order.index(consent_state(since_on, since_on + length * DAY, None, day)) for day in (on, on + DAY)]
    assert states[0] <= states[1]


@pytest.mark.parametrize(
    ("given_on", "since_on", "until_on", "code"),
    [
        (1, 1, 1, ""),
        (1, 0, 5, "before_given"),
        (0, 5, 4, "ends_before_start"),
        (0, 0, 733, "too_long_a_time"),
        (11, 11, 12, "in_the_future"),
    ],
)
def test_the_days_of_a_consent_are_in_order(given_on, since_on, until_on, code):
    ruling = consent_days(*(FIRST + each * DAY for each in (given_on, since_on, until_on)), today=FIRST + 10 * DAY)
    assert (ruling.allowed, ruling.code) == (not code, code)


@pytest.mark.parametrize(
    ("before", "on", "code"),
    [(None, 5, ""), (3, 5, "already_withdrawn"), (None, 11, "in_the_future"), (None, -1, "before_given")],
)
def test_it_is_taken_back_once_between_the_day_it_was_given_and_today(before, on, code):
    taken = None if before is None else FIRST + before * DAY
    ruling = may_withdraw(taken, FIRST + on * DAY, given_on=FIRST, today=FIRST + 10 * DAY)
    assert (ruling.allowed, ruling.code) == (not code, code)

"""Dates, times, shares and counts in both languages."""

import datetime as dt

import pytest
from django.utils import translation

from stegvis.web.shared import words

DAY = dt.date(2026, 11, 23)
# 23.30 in Greenwich is half past midnight the day after in Sweden
LATE = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (words.day(DAY), "23 november 2026"),
        (words.day(LATE), "24 november 2026"),
        (words.day(None), ""),
        (words.day_full(DAY), "måndag 23 november 2026"),
        (words.day_short(DAY, today=DAY), f"23{NBSP}nov"),
        (words.day_short(dt.date(2025, 9, 1), today=DAY), f"1{NBSP}sep{NBSP}2025"),
        (words.day_short(None), ""),
        (words.clock(dt.time(9, 5)), "09.05"),
        (words.clock(LATE), "00.30"),
        (words.whole(1234567), f"1{NBSP}234{NBSP}567"),
        (words.whole(-12), "−12"),
        (words.whole(0), "0"),
        (words.whole(None), ""),
        (words.decimal(3.94), "3,9"),
        (words.decimal(-0.04), "0,0"),
        (words.percent(0.49), f"49{NBSP}%"),
        (words.percent(0.0), f"0{NBSP}%"),
        (words.percent(None), ""),
        (words.percent_range((0.44, 0.54)), f"44–54{NBSP}%"),
        (words.percent_range(None), ""),
    ],
)
def test_swedish(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (lambda: words.day(DAY), "23 November 2026"),
        (lambda: words.day_full(DAY), "Monday 23 November 2026"),
        (lambda: words.clock(dt.time(9, 5)), "09:05"),
        (lambda: words.whole(12345), "12,345"),
        (lambda: words.decimal(3.94), "3.9"),
        (lambda: words.percent(0.49), "49%"),
        (lambda: words.percent_range((0.44, 0.54)), "44–54%"),
    ],
)
def test_english(write, expected):
    with translation.override("en"):
        assert write() == expected


def test_moment_says_day_and_clock():
    assert words.day(LATE) in words.moment(LATE)
    assert words.clock(LATE) in words.moment(LATE)

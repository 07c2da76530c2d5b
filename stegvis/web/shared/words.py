"""Dates, clock times, shares and counts in words, by the language of the person at the screen.

Swedish follows the Swedish language council's writing rules (Svenska skrivregler): day before month without a
full stop, a full stop between hours and minutes, a non-breaking space before the percent sign and between thousands.
"""

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

NBSP = "\u00a0"
MINUS = "\u2212"


def _swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def _local_day(when: dt.date | dt.datetime) -> dt.date:
    if isinstance(when, dt.datetime):
        return (timezone.localtime(when) if timezone.is_aware(when) else when).date()
    return when


def day(when: dt.date | dt.datetime | None) -> str:
    """A day written out: "23 november 2026". Empty when there is none. Instants are read in the site's time zone."""
    return _written(when, "j F Y") if when else ""


def _written(when: dt.date | dt.datetime, pattern: str) -> str:
    return _in_words(_local_day(when), pattern, get_language())


@lru_cache(maxsize=4096)
def _in_words(on: dt.date, pattern: str, language: str | None) -> str:
    words = date_format(on, pattern)
    return words.lower() if _swedish() else words


def day_short(when: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """A day for tight places: "23 nov"; with the year when it is not this year: "23 nov 2025"."""
    if not when:
        return ""
    on = _local_day(when)
    return _short(on, on.year == (today or timezone.localdate()).year, get_language())


@lru_cache(maxsize=4096)
def _short(on: dt.date, this_year: bool, language: str | None) -> str:
    # the first three letters of the month: Django's own short Swedish months differ in length
    words = f"{on.day}{NBSP}{_written(on, 'F')[:3]}"
    return words if this_year else f"{words}{NBSP}{on.year}"


def day_full(when: dt.date | dt.datetime | None) -> str:
    """A day with its weekday: "måndag 23 november 2026"."""
    return _written(when, "l j F Y") if when else ""


def clock(when: dt.datetime | dt.time | None) -> str:
    """A time of day: "09.12" in Swedish, "09:12" in English."""
    if when is None:
        return ""
    at = timezone.localtime(when) if isinstance(when, dt.datetime) and timezone.is_aware(when) else when
    return f"{at.hour:02d}{'.' if _swedish() else ':'}{at.minute:02d}"


def moment(when: dt.datetime | None) -> str:
    """An instant: "23 november 2026 kl. 09.12"."""
    if when is None:
        return ""
    return gettext("%(day)s at %(clock)s") % {"day": day(when), "clock": clock(when)}


def whole(number: int | None) -> str:
    """A count with its thousands apart: "12 345" in Swedish, "12,345" in English. Empty when there is none."""
    if number is None:
        return ""
    words = f"{abs(int(number)):,}"
    if _swedish():
        words = words.replace(",", NBSP)
    return f"{MINUS}{words}" if number < 0 else words


def decimal(number: float | None, places: int = 1) -> str:
    """A number with decimals: "3,9" in Swedish, "3.9" in English. Empty when there is none."""
    if number is None:
        return ""
    words = f"{abs(number):,.{places}f}"
    if _swedish():
        words = words.replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{words}" if round(number, places) < 0 else words


def percent(share: float | None, places: int = 0) -> str:
    """A share of 0–1 in per cent: 0.49 becomes "49 %" in Swedish, "49%" in English. Empty when there is none.

    Python's own rounding of the shown digits is used; results that must follow a report's rounding rule come
    rounded from the evaluation.
    """
    if share is None:
        return ""
    return decimal(share * 100, places) + (f"{NBSP}%" if _swedish() else "%")


def percent_range(interval: tuple[float, float] | None) -> str:
    """The two ends of an interval of shares: (0.44, 0.54) becomes "44–54 %"."""
    if not interval:
        return ""
    low, high = interval
    return f"{decimal(low * 100, 0)}–{percent(high)}"

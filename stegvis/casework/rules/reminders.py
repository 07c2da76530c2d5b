"""When may a message go out, to which of the person's ways, and with which words?"""

import datetime as dt
import re
from collections.abc import Iterable

from django.utils import timezone

from stegvis.casework.vocabulary.reminders import TEXTS

#: Nothing is sent from eight in the evening to eight in the morning, local time.
QUIET_FROM, QUIET_TO = dt.time(20), dt.time(8)


def loud(at: dt.datetime) -> dt.datetime:
    """The instant itself, or the morning after when it lies in the quiet hours."""
    here = timezone.localtime(at)
    if QUIET_TO <= here.time() < QUIET_FROM:
        return at
    on = here.date() + dt.timedelta(days=1 if here.time() >= QUIET_FROM else 0)
    return timezone.make_aware(dt.datetime.combine(on, QUIET_TO))


def way_to(ways: Iterable) -> tuple[str, str] | None:
    """(channel, address) of the first contact way where a message may be left: a mobile, else mail; None without."""
    ways = [way for way in ways if way.may_leave_message]
    numbers = [number for way in ways if way.kind == "phone" and (number := _mobile(way.value))]
    if numbers:
        return "sms", numbers[0]
    return next((("email", way.value.strip()) for way in ways if way.kind == "email"), None)


def _mobile(text: str) -> str:
    """The number with country code, if it is a Swedish mobile or one written with its country code; else empty."""
    number = re.sub(r"[^\d+]", "", text)
    number = "+" + number[2:] if number.startswith("00") else number
    number = "+46" + number[1:] if re.fullmatch(r"07\d{8}", number) else number
    return number if re.fullmatch(r"\+[1-9]\d{6,14}", number) else ""


def text_of(kind: str, language: str, at: dt.datetime) -> str:
    """The words: the time, and that somebody from the municipality expects the person. Never where, why or who."""
    here = timezone.localtime(at)
    told = f"{here:%Y-%m-%d} {here:%H:%M}"
    languages = (language,) if language in TEXTS else ("sv", "en")
    return "\n".join(TEXTS[each][kind].format(at=told) for each in languages)

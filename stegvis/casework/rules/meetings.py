"""May this meeting be booked, moved, or said to have been held?"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling, known
from stegvis.casework.vocabulary import LANGUAGES
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES

LONGEST_MINUTES = 480
#: How far back a meeting may be put in afterwards, and how far ahead one may be booked, in days.
BACK, AHEAD = 31, 366


def words_known(kind: str, mode: str, language: str) -> Ruling:
    """Kind and mode are words of their lists; the interpreter's language is one of the languages, or none."""
    for code, words, field, empty in (
        (kind, MEETING_KINDS, "kind", False),
        (mode, MEETING_MODES, "mode", False),
        (language, LANGUAGES, "interpreter_language", True),
    ):
        if not (ruling := known(code, words, field, empty=empty)):
            return ruling
    return YES


def time_in_reach(starts_at: dt.datetime, minutes: int, *, now: dt.datetime) -> Ruling:
    """From a month back to a year ahead, and one minute to eight hours long."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        words = _("Write how long it lasts, from 1 to %(most)s minutes.") % {"most": LONGEST_MINUTES}
        return Ruling(False, words, "minutes", "minutes")
    if not now - dt.timedelta(days=BACK) <= starts_at <= now + dt.timedelta(days=AHEAD):
        words = _("Choose a day from a month back to a year ahead.")
        return Ruling(False, words, "on", "far_away")
    return YES


def no_clash(others: Iterable[tuple[dt.datetime, dt.datetime, str]]) -> Ruling:
    """Nothing else is there at that time. `others`: start, end and what it is, in words that name nobody."""
    told = [
        _("%(from)s–%(to)s %(what)s") % {"from": _clock(starts), "to": _clock(ends), "what": what}
        for starts, ends, what in others
    ]
    if not told:
        return YES
    words = _("Something else is there at that time: %(others)s. Choose another time, or tick “Book anyway”.")
    return Ruling(False, words % {"others": "; ".join(told)}, "anyway", "clash")


def may_settle(state: str, target: str, *, starts_at: dt.datetime, now: dt.datetime) -> Ruling:
    """A booked meeting may be held, missed or cancelled; held and missed may be corrected into each other.

    Held or missed only on its day or later.
    """
    allowed = {"planned": ("held", "no_show", "cancelled"), "held": ("no_show",), "no_show": ("held",)}
    if target not in allowed.get(state, ()):
        return Ruling(False, _("The meeting has been taken care of already."), None, "already_settled")
    if target != "cancelled" and timezone.localdate(starts_at) > timezone.localdate(now):
        return Ruling(False, _("The day of the meeting has not come yet."), None, "in_future")
    return YES


def _clock(when: dt.datetime) -> str:
    return date_format(timezone.localtime(when), "H.i")

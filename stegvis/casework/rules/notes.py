"""May this be noted? Rules of contacts and notes."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling, known
from stegvis.casework.vocabulary.notes import (
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    COACHING_METHODS,
    COMPARTMENTS,
    NOTE_KINDS,
    NOTE_MODES,
)

#: A day's work, in minutes: longer is a slip of the finger.
MOST_MINUTES = 600


def of_kind(kind: str, result: str, party: str) -> Ruling:
    """A kind of the list; an attempt says how it ended and who tried, nothing else does."""
    if not (ruling := known(kind, NOTE_KINDS, "kind", empty=False)):
        return ruling
    if kind != "attempt":
        return YES
    if not (ruling := known(result, ATTEMPT_RESULTS, "attempt_result", empty=False)):
        return ruling
    return known(party, ATTEMPT_PARTIES, "attempt_party", empty=False)


def happened(at: dt.datetime, now: dt.datetime) -> Ruling:
    """What is noted has happened: at most an hour ahead, so that a clock that is a little fast does no harm."""
    if at > now + dt.timedelta(hours=1):
        return Ruling(
            False,
            _("Write when it happened: this time has not come yet. What is planned goes under next step."),
            "happened_at",
            "in_future",
        )
    return YES


def minutes(given: int | None) -> Ruling:
    """Whole minutes up to MOST_MINUTES, or not said."""
    if given is not None and not 0 < given <= MOST_MINUTES:
        return Ruling(
            False,
            _("Write the time in minutes, from 1 to %(most)s.") % {"most": MOST_MINUTES},
            "minutes",
            "minutes",
        )
    return YES


def words(mode: str, methods: Iterable[str], compartment: str, sensitive: bool) -> Ruling:
    """Mode and methods are of their lists; a sensitive note says what it is about."""
    if not (ruling := known(mode, NOTE_MODES, "mode")):
        return ruling
    for code in methods:
        if not (ruling := known(code, COACHING_METHODS, "methods", empty=False)):
            return ruling
    return known(compartment, COMPARTMENTS, "compartment", empty=False) if sensitive else YES


def has_content(kind: str, text: str) -> Ruling:
    """An attempt may stand without words; everything else says something."""
    if text or kind == "attempt":
        return YES
    return Ruling(False, _("Write a few words."), "text", "required")

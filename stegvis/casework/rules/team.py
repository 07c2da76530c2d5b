"""Rules of the team, of consents that lift secrecy, and of what may be handed out.

Source: Offentlighets- och sekretesslagen (2009:400) 10 kap. 1 §, 12 kap. 2 §.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from stegvis.base.vocabulary import Vocabulary
from stegvis.casework.rules import YES, Ruling


def consent_state(since_on: dt.date, until_on: dt.date, withdrawn_on: dt.date | None, on: dt.date) -> str:
    """How a consent stands on a day: `coming`, `valid`, `ended` or `withdrawn`.

    Both days of the period belong to it; the day it is taken back does not.
    """
    if withdrawn_on is not None and withdrawn_on <= on:
        return "withdrawn"
    if on < since_on:
        return "coming"
    return "valid" if on <= until_on else "ended"


def holds(since_on: dt.date, until_on: dt.date, withdrawn_on: dt.date | None, on: dt.date) -> bool:
    """Does the consent lift secrecy on that day?"""
    return consent_state(since_on, until_on, withdrawn_on, on) == "valid"


def consent_days(given_on: dt.date, since_on: dt.date, until_on: dt.date, *, today: dt.date) -> Ruling:
    """A consent has been given, holds from that day at the earliest, and has a last day."""
    if given_on > today:
        return Ruling(False, _("The day has not come yet."), "given_on", "in_the_future")
    if since_on < given_on:
        return Ruling(False, _("A consent cannot hold before it was given."), "since_on", "before_given")
    if until_on < since_on:
        return Ruling(False, _("The end comes before the start."), "until_on", "ends_before_start")
    if until_on - since_on > dt.timedelta(days=366 * 2):
        return Ruling(
            False,
            _("A consent holds for two years at most. Ask again after that."),
            "until_on",
            "too_long_a_time",
        )
    return YES


def may_withdraw(withdrawn_on: dt.date | None, on: dt.date, *, given_on: dt.date, today: dt.date) -> Ruling:
    """A consent is taken back once, on a day between the one it was given and today."""
    if withdrawn_on is not None:
        return Ruling(False, _("The consent has been taken back already."), None, "already_withdrawn")
    if on > today:
        return Ruling(False, _("The day has not come yet."), "withdrawn_on", "in_the_future")
    if on < given_on:
        return Ruling(False, _("The day comes before the consent was given."), "withdrawn_on", "before_given")
    return YES


def codes_known(codes: Iterable[str], vocabulary: Vocabulary, field: str) -> Ruling:
    """At least one word, and each of the list."""
    chosen = list(codes)
    if not chosen:
        return Ruling(False, _("Choose at least one."), field, "required")
    if any(code not in vocabulary for code in chosen):
        return Ruling(False, _("Choose one of the words in the list."), field, "unknown_word")
    return YES


def covered(found: bool, on: dt.date, words: str) -> Ruling:
    """Is there a consent that lifts secrecy that day for all that was handed out?"""
    if found:
        return YES
    reason = _(
        "There is no consent that holds on %(day)s for: %(kinds)s. Note the consent first, or another legal ground."
    )
    return Ruling(False, reason % {"day": on, "kinds": words}, "ground", "no_consent")


def ground_told(ground: str, text: str) -> Ruling:
    """Without a consent the legal ground is told in words: which law, which assessment."""
    if ground == "consent" or text:
        return YES
    return Ruling(False, _("Write which rule and why, in a sentence."), "ground_text", "required")


#: The contents a coordinated plan must have when it has been held, by field.
SIP_CONTENTS = ("needed", "municipality_does", "region_does", "others_do", "leading")


def sip_complete(kind: str, told: Mapping[str, str]) -> Ruling:
    """A coordinated plan says what is needed, who does what, what others do, and who has the overall responsibility.

    Source: Socialtjänstlagen (2025:400) 10 kap. 8–9 §§, Hälso- och sjukvårdslagen (2017:30) 16 kap. 4 §.
    """
    missing = next((field for field in SIP_CONTENTS if kind == "sip" and not told[field]), None)
    if missing is None:
        return YES
    return Ruling(False, _("A SIP must have this. Write “nothing” if so it is."), missing, "required")

"""May a project or unit be as described? Objects and values are passed in; nothing is read or written here."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from stegvis.base.decision import ALLOWED, Decision

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def may_be_code(code: str) -> Decision:
    """A project's code stands in addresses, commands and file names: small letters a–z, digits, - and _."""
    if CODE.fullmatch(code):
        return ALLOWED
    return Decision(False, _("Write the code with small letters a–z, digits, - or _, at most 40 of them."))


def may_be_period(starts_on: dt.date, ends_on: dt.date) -> Decision:
    """A project ends on or after the day it starts."""
    if ends_on >= starts_on:
        return ALLOWED
    return Decision(False, _("The project ends before it starts. Check the two dates."))


def may_be_ages(youngest: int | None, oldest: int | None) -> Decision:
    """An age rule is a range of whole years, 0 to 120, either end open (INT-03)."""
    given = [age for age in (youngest, oldest) if age is not None]
    if all(0 <= age <= 120 for age in given) and given == sorted(given):
        return ALLOWED
    return Decision(False, _("Write the ages from the lower to the higher, such as 15-64."))


def municipality_name(place: str) -> str:
    """ "Västerviks kommun", "Nybro kommun": the genitive s is left out after a vowel or a hissing sound."""
    return f"{place} kommun" if place[-1].lower() in "aeiouyåäösxz" else f"{place}s kommun"

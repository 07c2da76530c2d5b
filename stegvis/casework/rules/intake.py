"""May this be decided or noted about an intake?"""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling

#: A day further away than this is a slip of the finger.
MOST_DAYS = 366 * 60


def _no(code: str, field: str, words: str) -> Ruling:
    return Ruling(False, words, field, code)


def believable(on: dt.date, field: str, today: dt.date) -> Ruling:
    """A day of this age, neither long gone nor far ahead."""
    if abs((on - today).days) > MOST_DAYS:
        return _no("unbelievable", field, _("Check the day: it lies more than sixty years away."))
    return YES


def has_been(on: dt.date, field: str, today: dt.date) -> Ruling:
    """What is noted has happened."""
    if not (ruling := believable(on, field, today)):
        return ruling
    return YES if on <= today else _no("in_future", field, _("This day has not come yet."))


def in_order(since_on: dt.date, until_on: dt.date | None) -> Ruling:
    """The end does not come before the beginning."""
    if until_on is None or until_on >= since_on:
        return YES
    return _no("ends_before_start", "until_on", _("The last day comes before the first."))


def fits_groups(groups: tuple[str, ...], chosen: set[str], exception: str) -> Ruling:
    """One of the person's target groups is one the unit has chosen, or it is said why not (INT-07, INT-23).

    Without any group the fact is a gap to fill, and a unit that has chosen none takes all.
    """
    if not chosen or not groups or exception or chosen & set(groups):
        return YES
    return _no(
        "outside_groups",
        "group_exception",
        _("None of these target groups is one the unit has chosen. Write why the person takes part all the same."),
    )


def sentence(text: str) -> str:
    """The text with a full stop, so that another sentence can follow."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def may_enrol_in_spite(stop: str, exception: str) -> Ruling:
    """No stop of new enrolments holds that day (`stop`: its reason, empty without one), or it is said why (DIS-05)."""
    if not stop or exception:
        return YES
    return _no(
        "stopped",
        "stop_exception",
        _("The unit takes nobody new into the project just now: %(reason)s Write why this person is enrolled.")
        % {"reason": sentence(stop)},
    )

"""May this be followed up? When, and what an answer says."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling, job_known, known
from stegvis.casework.vocabulary import DESTINATIONS, INCOME_SOURCES
from stegvis.casework.vocabulary.follow_up import FOLLOW_UP_RESULTS, OCCASIONS


def due_on(ended_on: dt.date, occasion: str) -> dt.date:
    """The day from which the person is asked: the last day in the project and the occasion's time after it."""
    return ended_on + OCCASIONS[occasion].after


def may_ask(occasion: str, *, state: str, ended_on: dt.date | None, asked_on: dt.date, today: dt.date) -> Ruling:
    """Only somebody whose time has ended, not before the occasion's day, and not on a day to come."""
    if not (ruling := known(occasion, OCCASIONS, "occasion", empty=False)):
        return ruling
    if state != "closed" or ended_on is None:
        return Ruling(False, _("Only a time that is closed is followed up."), None, "not_closed")
    if asked_on > today:
        return Ruling(False, _("The day has not come yet."), "asked_on", "in_future")
    first = due_on(ended_on, occasion)
    if asked_on < first:
        words = _("Too early for this follow-up: it is asked from %(day)s. Choose another occasion, or wait.")
        return Ruling(False, words % {"day": first}, "asked_on", "too_early")
    return YES


def answer(result: str, destination: str, income: str, occupation: str = "", industry: str = "") -> Ruling:
    """An answer says where the person is and, of a job, what it is; nothing else does."""
    if not (ruling := known(result, FOLLOW_UP_RESULTS, "result", empty=False)):
        return ruling
    if result != "answered":
        return YES
    if not (ruling := known(destination, DESTINATIONS, "destination", empty=False)):
        return ruling
    if DESTINATIONS[destination].sensitive:
        words = _("This is not noted at a follow-up, since only few may see it. Choose what comes closest.")
        return Ruling(False, words, "destination", "sensitive")
    if not (ruling := known(income, INCOME_SOURCES, "income")):
        return ruling
    return job_known(occupation, industry, DESTINATIONS[destination])

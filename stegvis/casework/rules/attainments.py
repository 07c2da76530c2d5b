"""Rules of what a participant does and gets on the way."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling
from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS, ATTAINMENT_RESULTS, OPEN_RESULTS

#: A practice drive is at most a day.
MOST_MINUTES = 720


def fits(kind: str, result: str) -> Ruling:
    """A result belongs to the kind: nobody is admitted to a driving test."""
    if kind not in ATTAINMENT_KINDS:
        return Ruling(False, _("Choose one of the words in the list."), "kind", "unknown_word")
    term = ATTAINMENT_KINDS[kind]
    if result in term.results:
        return YES
    words = ", ".join(ATTAINMENT_RESULTS.label(each).lower() for each in term.results)
    reason = _("%(kind)s can be: %(results)s.") % {"kind": ATTAINMENT_KINDS.label(kind), "results": words}
    return Ruling(False, reason, "result", "wrong_result")


def told(kind: str, result: str, *, minutes: int | None, learnt: str, next_step: str) -> Ruling:
    """Driving practice has minutes, a stay abroad says what was learnt, and who left early has a next step."""
    term = ATTAINMENT_KINDS[kind]
    if term.timed and not minutes:
        return Ruling(False, _("Write how many minutes."), "minutes", "required")
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        reason = _("Between 1 and %(most)s minutes.") % {"most": MOST_MINUTES}
        return Ruling(False, reason, "minutes", "minutes")
    if term.learnt and result not in OPEN_RESULTS and not learnt:
        return Ruling(False, _("Write what was learnt, in a few words."), "learnt", "required")
    if result == "left_early" and not next_step:
        return Ruling(False, _("Write what comes next instead."), "next_step", "required")
    return YES


def may_answer(result: str, happened_on: dt.date, on: dt.date) -> Ruling:
    """Only what is not over yet comes to something, and not before it began."""
    if result not in OPEN_RESULTS:
        return Ruling(False, _("This is over already. Note something new instead."), "result", "wrong_state")
    if on < happened_on:
        reason = _("The day comes before %(day)s, when it began.")
        return Ruling(False, reason % {"day": happened_on}, "on", "before_start")
    return YES

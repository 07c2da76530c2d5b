"""May this be done with a referral? Rules of what comes in before anybody is enrolled."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.casework.rules import YES, Ruling, known
from stegvis.casework.vocabulary import ADVICE_KINDS, INFLOW_CHANNELS, NO_ENROLMENT, OUTSIDE_REASONS, WAIT_REASONS

#: So many attempts stand there before somebody may be called impossible to reach.
LEAST_ATTEMPTS = 3
#: Nobody stands in line longer than this without somebody looking again.
MOST_WAITING_DAYS = 366


def _no(code: str, field: str | None, words: str) -> Ruling:
    return Ruling(False, words, field, code)


def received(on: dt.date, channel: str, today: dt.date) -> Ruling:
    """It has come, by a way of the list."""
    if on > today:
        return _no("in_future", "received_on", _("The day it came cannot lie ahead."))
    if on < today - dt.timedelta(days=366 * 5):
        return _no("too_old", "received_on", _("This is more than five years ago. Check the day."))
    return known(channel, INFLOW_CHANNELS, "channel", empty=False)


def is_open(state_open: bool) -> Ruling:
    """Only what is open can be worked with."""
    if state_open:
        return YES
    return _no("settled", None, _("This has been settled already. Look at what came of it."))


def free(taken_by: str, over: bool) -> Ruling:
    """Nobody else has undertaken to get in touch, or one takes over knowingly."""
    if not taken_by or over:
        return YES
    return _no(
        "taken", None, _("%(who)s has taken this already. Take over if you have agreed on it.") % {"who": taken_by}
    )


def start_meeting(at: dt.datetime, now: dt.datetime) -> Ruling:
    """A booked start lies ahead, within a year."""
    if at < now:
        return _no("in_past", "start_on", _("The start meeting has to lie ahead."))
    if at > now + dt.timedelta(days=366):
        return _no("too_far", "start_on", _("This is more than a year ahead. Check the day."))
    return YES


def waiting(reason: str, review_on: dt.date, today: dt.date) -> Ruling:
    """Whoever waits does so for a reason, and somebody looks again on a day."""
    if not (ruling := known(reason, WAIT_REASONS, "wait_reason", empty=False)):
        return ruling
    if review_on < today:
        return _no("in_past", "review_on", _("The day to look again has to lie ahead."))
    if review_on > today + dt.timedelta(days=MOST_WAITING_DAYS):
        return _no("too_far", "review_on", _("Look again within a year."))
    return YES


def settled(outcome: str, advice_kind: str, outside_reason: str, guided_to: str, attempts: int) -> Ruling:
    """What came of it, said well enough that nobody is left at home (INT-32)."""
    if outcome not in NO_ENROLMENT:
        return _no("unknown_word", "outcome", _("Choose one of the words in the list."))
    if outcome == "advised":
        for code, words, field in (
            (advice_kind, ADVICE_KINDS, "advice_kind"),
            (outside_reason, OUTSIDE_REASONS, "outside_reason"),
        ):
            if not (ruling := known(code, words, field, empty=False)):
                return ruling
    if outcome == "unreachable" and attempts < LEAST_ATTEMPTS:
        return _no("too_few_attempts", "outcome", _few(LEAST_ATTEMPTS - attempts))
    if outcome != "declined" and not guided_to:
        return _no("required", "guided_to", _("Write where the person was shown to, or who goes on trying."))
    return YES


def _few(missing: int) -> str:
    return ngettext(
        "%(count)s more attempt is needed before somebody counts as impossible to reach.",
        "%(count)s more attempts are needed before somebody counts as impossible to reach.",
        missing,
    ) % {"count": missing}

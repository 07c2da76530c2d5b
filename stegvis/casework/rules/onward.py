"""Rules of referring onward. What may be handed out is judged in `rules.team`."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling
from stegvis.casework.vocabulary.onward import ONWARD_MOVES, ONWARD_STATES


def takes_the_plan_along(wish: str, kinds: Collection[str]) -> Ruling:
    """Whoever takes over gets the plan, so it must be among what is handed out."""
    if wish != "hand_over" or "plan" in kinds:
        return YES
    reason = _("Whoever takes over gets the plan. Choose “The plan” among what is handed out.")
    return Ruling(False, reason, "kinds", "plan_missing")


def may_move(source: str, target: str, *, outcome: str) -> Ruling:
    """May a referral go from one state to the other? How it ended is told in words."""
    if target not in ONWARD_STATES:
        return Ruling(False, _("Choose one of the words in the list."), "state", "unknown_word")
    if target not in ONWARD_MOVES[source]:
        words = {"source": ONWARD_STATES.label(source).lower(), "target": ONWARD_STATES.label(target).lower()}
        reason = _("A referral that is %(source)s cannot become %(target)s.") % words
        return Ruling(False, reason, "state", "wrong_state")
    if not ONWARD_MOVES[target] and not outcome:
        return Ruling(False, _("Write in a few words what came of it."), "outcome", "required")
    return YES


def in_order(earlier: dt.date, later: dt.date, field: str) -> Ruling:
    """Nothing is answered before it was sent, and the latest step is the latest."""
    if later >= earlier:
        return YES
    reason = _("The day comes before %(day)s, the day of the step before.")
    return Ruling(False, reason % {"day": earlier}, field, "before_the_last")

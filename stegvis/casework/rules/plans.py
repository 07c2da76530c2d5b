"""May this happen to a plan or a step? No queries and no writes: what they judge is passed in."""

import datetime as dt
import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.casework.rules import YES, Ruling, cleaned
from stegvis.casework.vocabulary.plan import FRAMES_THAT_END, NEXT_STATES, STEP_MOVES, STEP_STATES

#: Longest texts, in characters.
LINE, PARAGRAPH = 500, 4000
#: A plan does not reach further than this from today, either way.
FARTHEST = dt.timedelta(days=366 * 10)


def written(text: str, field: str, most: int = PARAGRAPH, *, required: bool = False) -> str:
    """A text of several lines as it is stored: as `rules.cleaned`, with its line breaks kept.

    Raises NotPossible when it is empty though required, or longer than `most` characters.
    """
    lines = re.split(r"\r\n|\r|\n", str(text or "")[: most * 4 + 1])
    plain = "\n".join(cleaned(line, field, most) for line in lines)
    plain = re.sub(r"\n{3,}", "\n\n", plain).strip()
    if len(plain) > most:
        return cleaned(plain, field, most)  # says how long it may be
    return plain or cleaned(plain, field, most, required=required)


def may_settle(source: str, target: str, *, learnt: str = "") -> Ruling:
    """May a step go from one state to the other? What was learnt must be said for `learnt`."""
    if target not in STEP_STATES:
        return Ruling(False, _("Choose one of the words in the list."), "state", "unknown_word")
    if target not in STEP_MOVES[source]:
        words = {"source": STEP_STATES.label(source).lower(), "target": STEP_STATES.label(target).lower()}
        return Ruling(False, _("A step that is %(source)s cannot become %(target)s.") % words, "state", "wrong_state")
    if target == "learnt" and not learnt:
        return Ruling(False, _("Write what was learnt, in a few words."), "learnt", "required")
    return YES


def may_change_step(state: str) -> Ruling:
    """A settled step stays as it was; it can be taken up again, or a new one added."""
    if state in (*NEXT_STATES, "paused"):
        return YES
    return Ruling(False, _("The step is settled. Take it up again to change it."), "state", "wrong_state")


def day_in_reach(day: dt.date | None, field: str, *, today: dt.date) -> Ruling:
    """Is the day within ten years of today? An empty one is fine."""
    if day is None or abs(day - today) <= FARTHEST:
        return YES
    return Ruling(False, _("The date is more than ten years away. Is the year right?"), field, "far_away")


def not_to_come(day: dt.date | None, field: str, *, today: dt.date) -> Ruling:
    """Has the day come? For what has happened."""
    if day is None or day <= today:
        return day_in_reach(day, field, today=today)
    return Ruling(False, _("The day has not come yet."), field, "in_the_future")


def not_before_enrolment(day: dt.date | None, started_on: dt.date | None, field: str) -> Ruling:
    """Does the day come on or after the start of the enrolment it belongs to?"""
    if day is None or started_on is None or day >= started_on:
        return YES
    reason = _("The day comes before the enrolment began (%(day)s).") % {"day": date_format(started_on, "j F Y")}
    return Ruling(False, reason, field, "before_enrolment")


def ends_after_start(since: dt.date | None, until: dt.date | None, field: str) -> Ruling:
    """Does the end come on or after the start? Open ends are fine."""
    if since is None or until is None or since <= until:
        return YES
    return Ruling(False, _("The end comes before the start."), field, "ends_before_start")


def frame_ends(kind: str, until_on: dt.date | None) -> Ruling:
    """A course with kept benefit and a temporary job have a last day: it must be known (PLN-21, PLN-22)."""
    if until_on is not None or kind not in FRAMES_THAT_END:
        return YES
    return Ruling(False, _("Write the last day: this frame has an end."), "until_on", "required")


def share_fits(share: int | None, others: int) -> Ruling:
    """A step's share of full time in percent (1 to 100); with the other steps going on it is at most 100."""
    if share is None:
        return YES
    if not 1 <= share <= 100:
        return Ruling(False, _("Write a share between 1 and 100 percent."), "share", "out_of_range")
    if others + share > 100:
        words = {"others": others, "most": 100 - others}
        reason = _("Together with the other open steps (%(others)s %%) it would be more than 100 %%.") % words
        return Ruling(False, reason, "share", "over_full_time")
    return YES


def whole_number(number: int | str | None, field: str) -> int | None:
    """A whole number or None. Raises NotPossible for anything else."""
    if number in (None, ""):
        return None
    try:
        return int(number)
    except (TypeError, ValueError):
        raise NotPossible(_("Write a whole number."), field=field, code="not_a_number") from None

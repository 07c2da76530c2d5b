"""The log of what was tried with a participant and how it went (PLN-11)."""

import datetime as dt

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.actions.plan_writing import locked
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, Tried
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary.plan import TRACKS, TRIED_RESULTS


def note(
    *,
    participant: Participant,
    text: str,
    track: str,
    result: str,
    since_on: dt.date,
    until_on: dt.date | None = None,
    what_worked: str = "",
    by: Viewer,
) -> Tried:
    """Write a line. The same line twice is one.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `unknown_word`, `too_long`, `in_the_future`,
    `ends_before_start`.
    """
    with whole():
        person = locked(by, participant)
        known(track, TRACKS, "track", empty=False).require()
        known(result, TRIED_RESULTS, "result", empty=False).require()
        today = timezone.localdate()
        day = since_on or today
        plan_rules.not_to_come(day, "since_on", today=today).require()
        plan_rules.day_in_reach(until_on, "until_on", today=today).require()
        plan_rules.ends_after_start(day, until_on, "until_on").require()
        told = {
            "track": track,
            "text": cleaned(text, "text", 300, required=True),
            "result": result,
            "since_on": day,
            "until_on": until_on,
            "what_worked": written(what_worked, "what_worked"),
        }
        if same := Tried.objects.filter(participant=person, taken_back_at=None, **told).first():
            return same
        line = Tried.objects.create(participant=person, made_by=by.name[:200], **told)
        log_about(by, "create", "tried", line.pk, person, {"track": track})
    return line


def take_back(*, line: Tried, by: Viewer) -> None:
    """The line was wrong: it is shown no longer. Raises NotFound, NotAllowed."""
    with whole():
        person = locked(by, line.participant)
        if Tried.objects.filter(pk=line.pk, taken_back_at=None).update(taken_back_at=timezone.now()):
            log_about(by, "take_back", "tried", line.pk, person, {})

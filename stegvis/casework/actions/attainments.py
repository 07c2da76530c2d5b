"""Noting what a participant does and gets on the way."""

import datetime as dt

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Attainment, Participant
from stegvis.casework.queries import sight
from stegvis.casework.rules import attainments as rules
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import plans as plan_rules


def note(
    *,
    participant: Participant,
    kind: str,
    text: str,
    result: str,
    on: dt.date | None = None,
    minutes: int | None = None,
    learnt: str = "",
    next_step: str = "",
    by: Viewer,
) -> Attainment:
    """Note something, as it stands on a day (today). The same line twice the same day is one.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `wrong_result`, `required`, `minutes`,
    `too_long`, `in_the_future`, `far_away`.
    """
    today = timezone.localdate()
    day = on or today
    with whole():
        person = _locked(by, participant)
        rules.fits(kind, result).require()
        plan_rules.not_to_come(day, "on", today=today).require()
        facts = {
            "kind": kind, "text": cleaned(text, "text", 200, required=True), "since_on": day, "on": day,
            "result": result, "minutes": minutes, "learnt": cleaned(learnt, "learnt", plan_rules.LINE),
            "next_step": cleaned(next_step, "next_step", 200),
        }  # fmt: skip
        told = {name: facts[name] for name in ("minutes", "learnt", "next_step")}
        rules.told(kind, result, **told).require()
        same = Attainment.objects.filter(participant=person, struck_at=None, **facts).first()
        if same:
            return same
        made = Attainment.objects.create(participant=person, noted_by=by.name[:200], **facts)
        log_about(by, "create", "attainment", made.pk, person, {"kind": kind, "result": result})
    return made


def answer(
    *,
    attainment: Attainment,
    result: str,
    on: dt.date | None = None,
    learnt: str = "",
    next_step: str = "",
    by: Viewer,
) -> Attainment:
    """What it came to, on a day (today): an answer, a course completed. What was told before stays unless told anew.

    Raises as `note`; NotPossible also with `wrong_state`, `before_start`.
    """
    today = timezone.localdate()
    day = on or today
    with whole():
        person = _locked(by, attainment.participant)
        found = Attainment.objects.get(pk=attainment.pk)
        rules.fits(found.kind, result).require()
        plan_rules.not_to_come(day, "on", today=today).require()
        rules.may_answer(found.result, found.since_on, day).require()
        found.learnt = cleaned(learnt, "learnt", plan_rules.LINE) or found.learnt
        found.next_step = cleaned(next_step, "next_step", 200) or found.next_step
        rules.told(found.kind, result, minutes=found.minutes, learnt=found.learnt, next_step=found.next_step).require()
        found.result, found.on = result, day
        found.save(update_fields=["result", "on", "learnt", "next_step"])
        log_about(by, "change", "attainment", found.pk, person, {"kind": found.kind, "result": result})
    return found


def strike(*, attainment: Attainment, by: Viewer) -> None:
    """Strike a line that was noted by mistake. Twice is once. Raises NotFound, NotAllowed."""
    with whole():
        person = _locked(by, attainment.participant)
        if Attainment.objects.filter(pk=attainment.pk, struck_at=None).update(struck_at=timezone.now()):
            log_about(by, "strike", "attainment", attainment.pk, person, {})


def _locked(by: Viewer, participant: Participant) -> Participant:
    sight.check_participant(by, "plan", "change", participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)

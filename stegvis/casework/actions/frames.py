"""Frames of a plan: what others have decided or demand, and until when."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.actions.plan_writing import locked
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, PlanFrame
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import LINE
from stegvis.casework.vocabulary.plan import FRAME_KINDS


def add(
    *,
    participant: Participant,
    kind: str,
    text: str,
    set_by: str = "",
    since_on: dt.date | None = None,
    until_on: dt.date | None = None,
    by: Viewer,
) -> PlanFrame:
    """Note a frame. It is not part of what the person agrees to. The same frame twice is one.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `required`, `too_long`, `far_away`,
    `ends_before_start`, and `required` on `until_on` for a course with kept benefit and a temporary job, which end.
    """
    with whole():
        person = locked(by, participant)
        told = _checked(kind, text, set_by, since_on, until_on)
        if same := PlanFrame.objects.filter(participant=person, ended_at=None, **told).first():
            return same
        frame = PlanFrame.objects.create(participant=person, **told)
        log_about(by, "create", "frame", frame.pk, person, {"kind": kind})
    return frame


def change(*, frame: PlanFrame, version: int | None = None, by: Viewer, **fields) -> PlanFrame:
    """Correct a frame's words or days. Raises as `add`, and ChangedMeanwhile when it has another version by now."""
    with whole():
        person = locked(by, frame.participant)
        frame = PlanFrame.objects.get(pk=frame.pk)
        if version is not None and frame.version != version:
            raise ChangedMeanwhile
        present = {name: getattr(frame, name) for name in ("kind", "text", "set_by", "since_on", "until_on")}
        new = _checked(**(present | fields))
        changed = sorted(name for name, value in new.items() if present[name] != value)
        if changed:
            PlanFrame.objects.filter(pk=frame.pk).update(version=F("version") + 1, **new)
            frame.refresh_from_db()
            log_about(by, "change", "frame", frame.pk, person, {"fields": changed, "version": frame.version})
    return frame


def end(*, frame: PlanFrame, by: Viewer) -> None:
    """The frame holds no longer. Kept versions of the plan still show it. Raises NotFound, NotAllowed."""
    with whole():
        person = locked(by, frame.participant)
        if PlanFrame.objects.filter(pk=frame.pk, ended_at=None).update(ended_at=timezone.now()):
            log_about(by, "end", "frame", frame.pk, person, {})


def _checked(kind: str, text: str, set_by: str, since_on: dt.date | None, until_on: dt.date | None) -> dict:
    today = timezone.localdate()
    known(kind, FRAME_KINDS, "kind", empty=False).require()
    plan_rules.frame_ends(kind, until_on).require()
    for name, day in (("since_on", since_on), ("until_on", until_on)):
        plan_rules.day_in_reach(day, name, today=today).require()
    plan_rules.ends_after_start(since_on, until_on, "until_on").require()
    return {
        "kind": kind,
        "text": cleaned(text, "text", LINE, required=True),
        "set_by": cleaned(set_by, "set_by", 200),
        "since_on": since_on,
        "until_on": until_on,
    }

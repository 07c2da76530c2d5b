"""Talks on the plan (genomförandesamtal): booked, held, and the next one booked at once."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework import plan_rules
from stegvis.casework.actions.plan_writing import locked
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, PlanTalk
from stegvis.casework.plan_rules import written


def book(*, participant: Participant, on: dt.date, by: Viewer) -> PlanTalk:
    """Book the next talk for a day. The same day twice is one talk.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `far_away`.
    """
    with whole():
        return _book(locked(by, participant), on, by)


def hold(
    *, talk: PlanTalk, text: str, on: dt.date | None = None, next_on: dt.date | None = None, by: Viewer
) -> PlanTalk:
    """The talk was held on that day (today unless said): what was said, and the day of the next one, if known.

    Raises NotFound, NotAllowed; NotPossible with code `required` (what was said), `in_the_future`, `too_long`,
    `already_held`, `far_away`.
    """
    with whole():
        person = locked(by, talk.participant)
        talk = PlanTalk.objects.get(pk=talk.pk)
        if talk.held_on or talk.dropped_at:
            raise NotPossible(_("The talk has been taken care of already."), code="already_held")
        today = timezone.localdate()
        plan_rules.not_to_come(on, "held_on", today=today).require()
        talk.text = written(text, "text", required=True)
        talk.held_on, talk.made_by = on or today, by.name[:200]
        talk.save(update_fields=["text", "held_on", "made_by"])
        log_about(by, "hold", "plan_talk", talk.pk, person, {})
        if next_on:
            _book(person, next_on, by)
    return talk


def drop(*, talk: PlanTalk, by: Viewer) -> None:
    """The booked talk will not be held. Raises NotFound, NotAllowed; NotPossible (`already_held`)."""
    with whole():
        person = locked(by, talk.participant)
        if not PlanTalk.objects.filter(pk=talk.pk, held_on=None, dropped_at=None).update(dropped_at=timezone.now()):
            raise NotPossible(_("The talk has been taken care of already."), code="already_held")
        log_about(by, "drop", "plan_talk", talk.pk, person, {})


def _book(person: Participant, on: dt.date | None, by: Viewer) -> PlanTalk:
    if on is None:
        raise NotPossible(_("This is needed."), field="planned_on", code="required")
    plan_rules.day_in_reach(on, "planned_on", today=timezone.localdate()).require()
    booked = PlanTalk.objects.filter(participant=person, planned_on=on, held_on=None, dropped_at=None)
    if same := booked.first():
        return same
    talk = PlanTalk.objects.create(participant=person, planned_on=on, made_by=by.name[:200])
    log_about(by, "create", "plan_talk", talk.pk, person, {})
    return talk

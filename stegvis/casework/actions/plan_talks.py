"""Talks on the plan (genomförandesamtal): booked, held, and the next one booked at once."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.plan_writing import locked, within_reach
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Enrolment, Participant, PlanTalk
from stegvis.casework.queries import open_matters, plans
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import written

#: A talk that is held this much before its day is that talk and no other.
EARLY_DAYS = dt.timedelta(days=7)


def book(*, participant: Participant, on: dt.date, by: Viewer) -> PlanTalk:
    """Book the next talk for a day. The same day twice is one talk.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `far_away`, `before_enrolment`.
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


def move(*, talk: PlanTalk, on: dt.date, by: Viewer) -> PlanTalk:
    """Hold the booked talk on another day. When one is booked for that day already the two become one.

    Raises NotFound, NotAllowed; NotPossible with code `already_held`, `far_away`, `before_enrolment`.
    """
    with whole():
        person = locked(by, talk.participant)
        talk = PlanTalk.objects.get(pk=talk.pk)
        if talk.held_on or talk.dropped_at:
            raise NotPossible(_("The talk has been taken care of already."), code="already_held")
        if talk.planned_on == on:
            return talk
        within_reach(person, on, "planned_on")
        same = PlanTalk.objects.filter(participant=person, planned_on=on, held_on=None, dropped_at=None).first()
        if same:
            talk.dropped_at = timezone.now()
        else:
            talk.planned_on = on
        talk.save(update_fields=["dropped_at", "planned_on"])
        log_about(by, "move", "plan_talk", talk.pk, person, {})
    return same or talk


def took_place(*, participant: Participant, on: dt.date, by: Viewer) -> PlanTalk | None:
    """A meeting or note says that the plan was talked about that day: the booked talk that comes nearest is held.

    Inside the transaction of the caller; what was said stands in the note. A talk booked for more than EARLY_DAYS later
    is another one. None when there is none, when one is held that day already, or when the plan is not the viewer's to
    change.
    """
    if not plans.may(by, "change", participant) or participant.plan_talks.filter(held_on=on).exists():
        return None
    booked = participant.plan_talks.filter(held_on=None, dropped_at=None, planned_on__lte=on + EARLY_DAYS)
    talk = min(booked, key=lambda each: abs(each.planned_on - on), default=None)
    if talk is not None:
        talk.held_on, talk.made_by = on, by.name[:200]
        talk.save(update_fields=["held_on", "made_by"])
        log_about(by, "hold", "plan_talk", talk.pk, participant, {})
    return talk


def did_not_take_place(*, participant: Participant, on: dt.date, by: Viewer) -> None:
    """The meeting was not held after all: a talk that was held by it alone is booked still."""
    held = participant.plan_talks.filter(held_on=on, text="").first()
    if held and plans.may(by, "change", participant):
        held.held_on = None
        held.save(update_fields=["held_on"])
        log_about(by, "reopen", "plan_talk", held.pk, participant, {})


def end_with(*, enrolment: Enrolment, by: Viewer) -> int:
    """Cancel the booked talks with a closing, as long as no other time goes on; return how many.

    Inside the transaction of the caller, who closed it. `come_back` knows them by the instant of the closing.
    """
    found = open_matters.booked_talks(by, enrolment, "change")
    for talk in found:
        talk.dropped_at = enrolment.closed_at
        talk.save(update_fields=["dropped_at"])
        log_about(by, "drop", "plan_talk", talk.pk, enrolment.participant, {})
    return len(found)


def come_back(*, enrolment: Enrolment, closed_at: dt.datetime, by: Viewer) -> int:
    """Book the talks again that were cancelled with the closing of that instant; return how many."""
    if not plans.may(by, "change", enrolment.participant):
        return 0
    found = list(PlanTalk.objects.filter(participant=enrolment.participant, dropped_at=closed_at, held_on=None))
    for talk in found:
        talk.dropped_at = None
        talk.save(update_fields=["dropped_at"])
        log_about(by, "reopen", "plan_talk", talk.pk, enrolment.participant, {})
    return len(found)


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
    within_reach(person, on, "planned_on")
    booked = PlanTalk.objects.filter(participant=person, planned_on=on, held_on=None, dropped_at=None)
    if same := booked.first():
        return same
    talk = PlanTalk.objects.create(participant=person, planned_on=on, made_by=by.name[:200])
    log_about(by, "create", "plan_talk", talk.pk, person, {})
    return talk

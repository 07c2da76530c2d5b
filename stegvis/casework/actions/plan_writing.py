"""How the actions on a plan lock, look at days, and count its versions."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, Plan
from stegvis.casework.queries import sight
from stegvis.casework.rules import plans as rules


def locked(by: Viewer, participant: Participant) -> Participant:
    """The participant, locked, after the check that the viewer may change the plan. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "plan", "change", participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def plan_of(by: Viewer, person: Participant, version: int | None = None) -> Plan:
    """The plan in use of a locked participant; begun now when there is none.

    `version`: what the asker has seen (0: that there was none). Raises ChangedMeanwhile when it is another by now.
    """
    plan = Plan.objects.filter(participant=person).first()
    if version is not None and version != (plan.version if plan else 0):
        raise ChangedMeanwhile
    if plan is None:
        now = timezone.now()
        plan = Plan.objects.create(participant=person, changed_at=now, begun_by=by.name[:200])
        log_about(by, "create", "plan", plan.pk, person, {})
    return plan


def within_reach(person: Participant, day: dt.date | None, field: str) -> None:
    """A day to come of a plan: within ten years, and not before the person's first enrolment began.

    Raises NotPossible with code `far_away`, `before_enrolment`.
    """
    if day is None:
        return
    rules.day_in_reach(day, field, today=timezone.localdate()).require()
    begun = person.enrolments.exclude(state="void").order_by("started_on").values_list("started_on", flat=True).first()
    rules.not_before_enrolment(day, begun, field).require()


def plan_changed(person: Participant) -> None:
    """Count a change of the plan in use, if there is one: the participant has not agreed to all of it any longer."""
    latest = Plan.objects.filter(participant=person).values_list("pk", flat=True).first()
    Plan.objects.filter(pk=latest).update(version=F("version") + 1, changed_at=timezone.now())

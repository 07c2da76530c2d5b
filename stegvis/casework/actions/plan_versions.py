"""Keep the plan as it stands, whole: when the participant agrees to it, and on demand."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.plan_writing import locked, plan_of
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, Plan, PlanVersion
from stegvis.casework.queries import plan_content
from stegvis.casework.rules import known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.vocabulary.plan import AGREED_HOW


def agree(
    *, participant: Participant, how: str, on: dt.date | None = None, version: int | None = None, by: Viewer
) -> PlanVersion:
    """The participant agrees to the plan as it stands, on that day (today unless said); it is kept as a version.

    `version` is the version of the plan that was agreed on. Agreeing twice to the same is once. Raises NotFound,
    NotAllowed, ChangedMeanwhile; NotPossible with code `unknown_word`, `in_the_future`, `empty_plan`.
    """
    with whole():
        person = locked(by, participant)
        known(how, AGREED_HOW, "how", empty=False).require()
        today = timezone.localdate()
        plan_rules.not_to_come(on, "agreed_on", today=today).require()
        plan = plan_of(by, person, version)
        day = on or today
        last = PlanVersion.objects.filter(plan=plan).first()
        if last and plan.agreed and (last.agreed_on, last.agreed_how) == (day, how):
            return last
        kept = _keep(plan, by, agreed_on=day, agreed_how=how)
        Plan.objects.filter(pk=plan.pk).update(agreed_version=plan.version)
        log_about(by, "agree", "plan", plan.pk, person, {"number": kept.number, "version": plan.version})
    return kept


def keep(*, participant: Participant, by: Viewer) -> PlanVersion:
    """Keep the plan as it stands, for comparing later. Raises NotFound, NotAllowed; NotPossible (`empty_plan`)."""
    with whole():
        person = locked(by, participant)
        plan = plan_of(by, person)
        kept = _keep(plan, by)
        log_about(by, "keep", "plan", plan.pk, person, {"number": kept.number})
    return kept


def keep_if_any(person: Participant, by: Viewer) -> PlanVersion | None:
    """Keep the plan of a locked participant as it stands when it says something, on behalf of another action.

    The caller has checked its own right; a version that says the same already is not kept twice.
    """
    plan = Plan.objects.filter(participant=person).first()
    content = plan_content.of(plan) if plan else {}
    if not (content.get("goal") or content.get("steps") or content.get("goals")):
        return None
    last = PlanVersion.objects.filter(plan=plan).first()
    if last and last.content == content:
        return last
    kept = _keep(plan, by)
    log_about(by, "keep", "plan", plan.pk, person, {"number": kept.number})
    return kept


def note_fetched(*, participant: Participant, form: str, by: Viewer) -> None:
    """Log that the plan was fetched as a file. The caller has checked that the plan may be read."""
    log_about(by, "export", "plan", participant.pk, participant, {"form": form})


def _keep(plan: Plan, by: Viewer, **agreement) -> PlanVersion:
    content = plan_content.of(plan)
    if not (content["goal"] or content["steps"] or content["goals"]):
        raise NotPossible(_("Write a goal or a step first."), code="empty_plan")
    number = PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan,
        participant_id=plan.participant_id,
        number=number + 1,
        plan_version=plan.version,
        kept_at=timezone.now(),
        made_by=by.name[:200],
        content=content,
        **agreement,
    )

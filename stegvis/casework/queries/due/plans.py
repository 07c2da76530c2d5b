"""What the plans ask for: people without a plan, reviews and talks past their day, frames that end."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant, Plan, PlanFrame, PlanTalk, Step
from stegvis.casework.queries import caseload, sight
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said
from stegvis.casework.vocabulary.plan import FRAMES_THAT_END, NEXT_STATES, OPEN_STEP_STATES

#: How long after the start a person may be without a plan before it shows.
PLAN_WITHIN_DAYS = 14
#: How long before its last day a frame shows: an application takes weeks.
FRAME_AHEAD_DAYS = 45
#: So many days late is serious.
SERIOUS_DAYS = 14


def without_plan(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """People of the caseload with no plan two weeks after they began."""
    given = (today, today - dt.timedelta(days=PLAN_WITHIN_DAYS))
    found = caseload.first(viewer, _without_plan, most * 3, given=given, order=caseload.by_start)
    words = _("Has no plan yet.")
    rows = {one.participant_id: Due("no_plan", one.participant, words, one.started_on, "info") for one in found}
    return list(rows.values())[:most]


def _without_plan(
    viewer: Viewer, by: str, most: int, today: dt.date, begun: dt.date, strand: int
) -> QuerySet[Enrolment]:
    theirs = Plan.objects.filter(participant=OuterRef("participant"))
    readable = caseload.in_time(viewer, today).filter(sight.of_enrolments(viewer, "plan", "read"))
    found = caseload.along(readable, by, strand).filter(~Exists(theirs), started_on__lte=begun)
    return found.order_by("started_on", "pk")[:most]


def _step_reviews(today: dt.date) -> QuerySet[Step]:
    late = Q(state__in=NEXT_STATES, due_on__lt=today)
    found = Step.objects.filter(~late, state__in=OPEN_STEP_STATES, review_on__lt=today)
    return found.select_related("participant").order_by("review_on", "pk")


def _told_step_review(step: Step, today: dt.date) -> Due:
    words = _("“%(step)s” was to be followed up %(day)s.") % {"step": step.text[:80], "day": said(step.review_on)}
    return _late("step_review", step.participant, words, step.review_on, today, str(step.pk))


def _late_reviews(today: dt.date) -> QuerySet[Plan]:
    newer = Plan.objects.filter(participant=OuterRef("participant"), begun_at__gt=OuterRef("begun_at"))
    found = Plan.objects.filter(~Exists(newer), review_on__lt=today)
    return found.select_related("participant").order_by("review_on", "pk")


def _told_late_review(plan: Plan, today: dt.date) -> Due:
    words = _("The plan was to be looked at again %(day)s.") % {"day": said(plan.review_on)}
    return _late("plan_review", plan.participant, words, plan.review_on, today)


def _talks(today: dt.date) -> QuerySet[PlanTalk]:
    found = PlanTalk.objects.filter(held_on=None, dropped_at=None, planned_on__lte=today)
    return found.select_related("participant").order_by("planned_on", "pk")


def _told_talk(talk: PlanTalk, today: dt.date) -> Due:
    if talk.planned_on == today:
        words, tone = _("Plan talk today."), "accent"
    else:
        words, tone = _("The plan talk is not noted."), "warning"
    return Due("plan_talk", talk.participant, words, talk.planned_on, tone, str(talk.pk))


def _ending_frames(last: dt.date) -> QuerySet[PlanFrame]:
    kinds = (*FRAMES_THAT_END, "agency_decision", "income_support")
    found = PlanFrame.objects.filter(ended_at=None, kind__in=kinds, until_on__lte=last)
    return found.select_related("participant").order_by("until_on", "pk")


def _told_ending_frame(frame: PlanFrame, today: dt.date) -> Due:
    words = (
        _("The temporary job ends %(day)s. Tell in good time, and plan what comes next.")
        if frame.kind == "temporary_job"
        else _("A decision ends %(day)s: %(frame)s")
    )
    told = words % {"day": said(frame.until_on), "frame": frame.text[:80]}
    tone = "warning" if frame.until_on <= today + dt.timedelta(days=SERIOUS_DAYS) else "accent"
    return Due("frame_ends", frame.participant, told, frame.until_on, tone, str(frame.pk))


def _today(today: dt.date) -> tuple[dt.date]:
    return (today,)


def _soon(today: dt.date) -> tuple[dt.date]:
    return (today + dt.timedelta(days=FRAME_AHEAD_DAYS),)


_MAY = ("plan", "read")
RECORDS = {
    # open steps that were to be followed up before today and are not late themselves; the longest wait first
    "step_review": Records(Step, _MAY, _today, _step_reviews, _told_step_review, readers=True),
    # plans that were to be looked at again before today
    "plan_review": Records(Plan, _MAY, _today, _late_reviews, _told_late_review, readers=True),
    # plan talks that are today, or were and are not noted
    "plan_talk": Records(PlanTalk, _MAY, _today, _talks, _told_talk, readers=True),
    # decisions and temporary jobs that end soon, or have ended and still stand in the plan (PLN-21, PLN-22)
    "frame_ends": Records(PlanFrame, _MAY, _soon, _ending_frames, _told_ending_frame, readers=True),
}


def _late(kind: str, person: Participant, words: str, day: dt.date, today: dt.date, record_id: str = "") -> Due:
    tone = "danger" if (today - day).days > SERIOUS_DAYS else "warning"
    return Due(kind, person, words, day, tone, record_id)

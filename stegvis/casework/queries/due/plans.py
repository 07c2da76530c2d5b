"""What the plans ask for: people without a plan, reviews and talks past their day, frames that end."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant, Plan, PlanFrame, PlanTalk, Step
from stegvis.casework.queries import caseload, sight
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


def step_reviews(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Open steps that were to be followed up before today and are not late themselves; the longest wait first."""
    words = _("“%(step)s” was to be followed up %(day)s.")
    return [
        _late(
            "step_review", step.participant, words % {"step": step.text[:80], "day": said(step.review_on)},
            step.review_on, today, str(step.pk),
        )
        for step in kept.rows(viewer, _step_reviews, most, given=(today,))
    ]  # fmt: skip


def _step_reviews(viewer: Viewer, most: int, today: dt.date) -> QuerySet[Step]:
    late = Q(state__in=NEXT_STATES, due_on__lt=today)
    found = Step.objects.filter(~late, participant__in=_people(viewer), state__in=OPEN_STEP_STATES, review_on__lt=today)
    return found.select_related("participant").order_by("review_on", "pk")[:most]


def late_reviews(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Plans that were to be looked at again before today."""
    words = _("The plan was to be looked at again %(day)s.")
    return [
        _late("plan_review", plan.participant, words % {"day": said(plan.review_on)}, plan.review_on, today)
        for plan in kept.rows(viewer, _late_reviews, most, given=(today,))
    ]


def _late_reviews(viewer: Viewer, most: int, today: dt.date) -> QuerySet[Plan]:
    newer = Plan.objects.filter(participant=OuterRef("participant"), begun_at__gt=OuterRef("begun_at"))
    found = Plan.objects.filter(~Exists(newer), participant__in=_people(viewer), review_on__lt=today)
    return found.select_related("participant").order_by("review_on", "pk")[:most]


def talks(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Plan talks that are today, or were and are not noted."""
    rows = []
    for talk in kept.rows(viewer, _talks, most, given=(today,)):
        if talk.planned_on == today:
            words, tone = _("Plan talk today."), "accent"
        else:
            words, tone = _("The plan talk is not noted."), "warning"
        rows.append(Due("plan_talk", talk.participant, words, talk.planned_on, tone, str(talk.pk)))
    return rows


def _talks(viewer: Viewer, most: int, today: dt.date) -> QuerySet[PlanTalk]:
    found = PlanTalk.objects.filter(
        participant__in=_people(viewer), held_on=None, dropped_at=None, planned_on__lte=today
    )
    return found.select_related("participant").order_by("planned_on", "pk")[:most]


def ending_frames(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Decisions and temporary jobs that end soon, or have ended and still stand in the plan (PLN-21, PLN-22)."""
    rows = []
    for frame in kept.rows(viewer, _ending_frames, most, given=(today + dt.timedelta(days=FRAME_AHEAD_DAYS),)):
        words = (
            _("The temporary job ends %(day)s. Tell in good time, and plan what comes next.")
            if frame.kind == "temporary_job"
            else _("A decision ends %(day)s: %(frame)s")
        )
        told = words % {"day": said(frame.until_on), "frame": frame.text[:80]}
        tone = "warning" if frame.until_on <= today + dt.timedelta(days=SERIOUS_DAYS) else "accent"
        rows.append(Due("frame_ends", frame.participant, told, frame.until_on, tone, str(frame.pk)))
    return rows


def _ending_frames(viewer: Viewer, most: int, last: dt.date) -> QuerySet[PlanFrame]:
    kinds = (*FRAMES_THAT_END, "agency_decision", "income_support")
    found = PlanFrame.objects.filter(participant__in=_people(viewer), ended_at=None, kind__in=kinds, until_on__lte=last)
    return found.select_related("participant").order_by("until_on", "pk")[:most]


SOURCES = {
    "step_review": step_reviews,
    "plan_review": late_reviews,
    "plan_talk": talks,
    "frame_ends": ending_frames,
    "no_plan": without_plan,
}


def _readable(viewer: Viewer):
    # judged by the enrolment: asked by the person, SQLite would go through everybody in the register
    return caseload.active(viewer).filter(sight.of_enrolments(viewer, "plan", "read"))


def _people(viewer: Viewer):
    """The ids of the caseload's people whose plan the viewer may read."""
    return _readable(viewer).order_by().values("participant_id")


def _late(kind: str, person: Participant, words: str, day: dt.date, today: dt.date, record_id: str = "") -> Due:
    tone = "danger" if (today - day).days > SERIOUS_DAYS else "warning"
    return Due(kind, person, words, day, tone, record_id)

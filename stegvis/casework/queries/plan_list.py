"""The plans of a whole caseload in a list: who lacks one, who lacks a next step, what is late. Counts, no shares."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant, Plan, Step
from stegvis.casework.queries import caseload, participants, sight
from stegvis.casework.vocabulary.plan import NEXT_STATES, OPEN_STEP_STATES

#: What the list can be narrowed to, each a boolean on the people of `people`.
WHICH = {
    "all": Q(),
    "without_plan": Q(has_plan=False),
    "without_step": Q(has_next=False),
    "late": Q(is_late=True),
    "not_agreed": Q(has_plan=True, is_agreed=False),
}
PER_PAGE = 50


@dataclass(frozen=True)
class PlanLine:
    """One person of the list: the plan in use, the next step, and what is late."""

    participant: Participant
    plan: Plan | None
    next_step: Step | None

    @property
    def late(self) -> bool:
        """Is a step, a review of one, or of the plan past its day?"""
        return self.participant.is_late


def people(viewer: Viewer, today: dt.date) -> QuerySet[Participant]:
    """The caseload's people with a going enrolment, each with `has_plan`, `has_next`, `is_late`, `is_agreed`."""
    theirs = caseload.of(viewer).filter(state="active").order_by().values("participant_id")
    mine = Participant.objects.filter(sight.of_participants(viewer, "plan", "read"), pk__in=theirs)
    plan = Plan.objects.filter(participant=OuterRef("pk"))
    newer = Plan.objects.filter(participant=OuterRef("participant"), begun_at__gt=OuterRef("begun_at"))
    in_use = plan.filter(~Exists(newer))
    step = Step.objects.filter(participant=OuterRef("pk"))
    overdue = step.filter(
        Q(state__in=NEXT_STATES, due_on__lt=today) | Q(state__in=OPEN_STEP_STATES, review_on__lt=today)
    )
    return participants.marked(mine).annotate(
        has_plan=Exists(plan),
        has_next=Exists(step.filter(state__in=NEXT_STATES)),
        is_agreed=Exists(in_use.filter(version=F("agreed_version"))),
        is_late=Q(Exists(overdue)) | Q(Exists(in_use.filter(review_on__lt=today))),
    )


def counts(found: QuerySet[Participant]) -> dict[str, int]:
    """How many there are of each of WHICH, in one query."""
    return found.aggregate(**{name: Count("pk", filter=rule or Q(pk__isnull=False)) for name, rule in WHICH.items()})


def lines(found: QuerySet[Participant], which: str, page: int) -> list[PlanLine]:
    """A page of the people that fit, by family name, with plan and next step: three queries, however many there are."""
    first = (page - 1) * PER_PAGE
    rows = list(found.filter(WHICH[which]).order_by("sort_key", "pk")[first : first + PER_PAGE])
    keys = [row.pk for row in rows]
    plans: dict = {}
    for plan in Plan.objects.filter(participant__in=keys):  # the latest first
        plans.setdefault(plan.participant_id, plan)
    steps: dict = {}
    waiting = Step.objects.filter(participant__in=keys, state__in=NEXT_STATES)
    for step in waiting.order_by(F("due_on").asc(nulls_last=True), "pk"):
        steps.setdefault(step.participant_id, step)
    return [PlanLine(row, plans.get(row.pk), steps.get(row.pk)) for row in rows]

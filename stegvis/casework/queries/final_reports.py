"""What a final report of one time in a project tells. Notes are never part of it, only how many there were."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Enrolment, FinalReport, Plan, ReadinessRecord, ReportHandOver, Step, Tried
from stegvis.casework.queries import dose, outcomes, plans, sight
from stegvis.casework.queries.dose import Dose
from stegvis.casework.queries.outcomes import OutcomeView
from stegvis.casework.vocabulary.plan import OPEN_STEP_STATES


@dataclass(frozen=True)
class Told:
    """Everything that is known for the report, before it is chosen among. Nothing of the plan without its right."""

    enrolment: Enrolment
    plan: Plan | None
    tried: tuple[Tried, ...]
    settled: tuple[Step, ...]
    remaining: tuple[Step, ...]
    ready: ReadinessRecord | None
    dose: Dose
    outcomes: tuple[OutcomeView, ...]


def of(viewer: Viewer, enrolment: Enrolment, verb: str = "read") -> FinalReport | None:
    """What the coach has written for it so far; None when nothing. Raises NotFound, NotAllowed."""
    sight.check_enrolment(viewer, "final_report", verb, enrolment)
    return FinalReport.objects.filter(enrolment=enrolment).first()


def hand_over(viewer: Viewer, enrolment: Enrolment, pk: UUID) -> ReportHandOver:
    """One of the times the report was given to somebody. Raises NotFound, NotAllowed."""
    report = of(viewer, enrolment)
    found = report.hand_overs.filter(pk=pk).first() if report else None
    if found is None:
        raise NotFound
    return found


def may_write(viewer: Viewer, enrolment: Enrolment) -> bool:
    """May the viewer write the report and note to whom it was given?"""
    return sight.has_right(viewer, "final_report", "write", enrolment)


def told(viewer: Viewer, enrolment: Enrolment) -> Told:
    """The facts, in a fixed number of queries. Raises NotFound, NotAllowed.

    What was tried and the steps are the person's own, as far as they were within this time or belong to none.
    """
    sight.check_enrolment(viewer, "final_report", "read", enrolment)
    person = enrolment.participant
    planned = plans.may(viewer, "read", person)
    steps = list(_steps(enrolment)) if planned else []
    until = {"since_on__lte": enrolment.ended_on} if enrolment.ended_on else {}
    within = Q(until_on=None) | Q(until_on__gte=enrolment.started_on)
    tried = Tried.objects.filter(within, participant=person, taken_back_at=None, **until) if planned else ()
    records = ReadinessRecord.objects.filter(participant=person, ended_at=None) if planned else None
    return Told(
        enrolment=enrolment,
        plan=plans.of(viewer, person),
        tried=tuple(tried),
        settled=tuple(step for step in steps if step.state in ("done", "learnt")),
        remaining=tuple(step for step in steps if step.state in OPEN_STEP_STATES),
        ready=records.first() if records is not None else None,
        dose=dose.of(enrolment),
        outcomes=outcomes.of(viewer, enrolment) if enrolment.state == "closed" else (),
    )


def _steps(enrolment: Enrolment):
    belongs = Q(enrolment=enrolment) | Q(enrolment=None)
    return Step.objects.filter(belongs, participant=enrolment.participant_id).order_by("done_on", "due_on", "id")

"""Find plans and what belongs to them. Nothing here is logged: the faces call `actions.looks` for what they show."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import (
    Participant,
    Plan,
    PlanFrame,
    PlanGoal,
    PlanRoute,
    PlanStatement,
    PlanTalk,
    PlanVersion,
    Step,
    Tried,
)
from stegvis.casework.queries import sight, steps
from stegvis.casework.queries.steps import CarriedOut


def people(viewer: Viewer) -> QuerySet[Participant]:
    """Those whose plan the viewer may read."""
    return Participant.objects.filter(sight.of_participants(viewer, "plan", "read"))


def visible_to(viewer: Viewer) -> QuerySet[Plan]:
    """Every plan of those people, also one that a later one has replaced."""
    return Plan.objects.filter(participant__in=people(viewer).order_by().values("pk"))


def of(viewer: Viewer, participant: Participant) -> Plan | None:
    """The plan in use; None when there is none or the viewer may not read it."""
    return next(iter(kept.rows(viewer, _in_use, given=(participant.pk,))), None)


def _in_use(viewer: Viewer, participant_id) -> QuerySet[Plan]:
    readable = people(viewer).filter(pk=participant_id).order_by().values("pk")
    return Plan.objects.filter(participant=participant_id, participant__in=readable)[:1]


def may(viewer: Viewer, verb: str, participant: Participant) -> bool:
    """May the viewer do `verb` (`read`, `change`) with the person's plan? For what a page offers."""
    return sight.reaches(viewer, "plan", verb, participant)


def without(viewer: Viewer, participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those of the people whose plan the viewer may read who have none (PLN-01: everybody has one)."""
    theirs = Plan.objects.filter(participant=OuterRef("pk"))
    return participants.filter(sight.of_participants(viewer, "plan", "read"), ~Exists(theirs))


def part(viewer: Viewer, model: type, participant: Participant, pk: UUID | str):
    """One goal, way, frame, talk or log line of the person. Raises NotFound, NotAllowed as the plan itself does."""
    sight.check_participant(viewer, "plan", "read", participant)
    through = "plan__participant" if model in (PlanGoal, PlanRoute) else "participant"
    found = model.objects.filter(pk=pk, **{through: participant}).first()
    if found is None:
        sight.refuse(viewer, None)
    return found


@dataclass(frozen=True)
class WholePlan:
    """A person's plan and all that belongs to it, each part read once."""

    participant: Participant
    plan: Plan | None
    steps: list[Step]
    count: CarriedOut
    goals: list[PlanGoal]
    routes: list[PlanRoute]
    statements: list[PlanStatement]
    frames: list[PlanFrame]
    talks: list[PlanTalk]
    versions: list[PlanVersion]
    tried: list[Tried]

    @property
    def agreed(self) -> PlanVersion | None:
        """The version the participant last agreed to."""
        return next((each for each in self.versions if each.agreed_on), None)

    @property
    def open_steps(self) -> list[Step]:
        """The steps that are not settled yet."""
        return [step for step in self.steps if step.open]

    def latest(self, kind: str) -> PlanStatement | None:
        """The answer that holds on pace, support or influence."""
        return next((each for each in self.statements if each.kind == kind), None)

    @property
    def next_talk(self) -> PlanTalk | None:
        """The next talk that is booked and not held."""
        booked = [talk for talk in self.talks if not talk.held_on]
        return min(booked, key=lambda talk: talk.planned_on, default=None)


def whole(viewer: Viewer, participant: Participant) -> WholePlan:
    """The plan with its parts, in a fixed number of queries. Raises NotFound, NotAllowed."""
    sight.check_participant(viewer, "plan", "read", participant)
    plan = Plan.objects.filter(participant=participant).first()
    every = list(steps.of(viewer, participant))
    return WholePlan(
        participant=participant,
        plan=plan,
        steps=every,
        count=steps.carried_out(every),
        goals=list(plan.goals.all()) if plan else [],
        routes=list(plan.routes.all()) if plan else [],
        statements=list(plan.statements.all()) if plan else [],
        frames=list(PlanFrame.objects.filter(participant=participant, ended_at=None)),
        talks=list(PlanTalk.objects.filter(participant=participant, dropped_at=None)),
        versions=list(PlanVersion.objects.filter(participant=participant).defer("content")),
        tried=list(Tried.objects.filter(participant=participant, taken_back_at=None)),
    )


def versions(viewer: Viewer, participant: Participant) -> QuerySet[PlanVersion]:
    """What was kept, the latest first. Raises NotFound, NotAllowed."""
    sight.check_participant(viewer, "plan", "read", participant)
    return PlanVersion.objects.filter(participant=participant)


def unreviewed(viewer: Viewer, participants: QuerySet[Participant], today: dt.date) -> QuerySet[Plan]:
    """Plans in use of these people whose review was due before today; the oldest day first."""
    newer = Plan.objects.filter(participant=OuterRef("participant"), begun_at__gt=OuterRef("begun_at"))
    of_them = visible_to(viewer).filter(~Exists(newer), participant__in=participants.order_by().values("pk"))
    return of_them.filter(review_on__lt=today).select_related("participant").order_by("review_on", "id")

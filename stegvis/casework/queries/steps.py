"""Steps of a participant's plan. Nothing here is logged: the faces call `actions.looks` for what they show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant, Step
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary.plan import NEXT_STATES, OPEN_STEP_STATES


def visible_to(viewer: Viewer) -> QuerySet[Step]:
    """Every step of the people whose plan the viewer may read."""
    people = Participant.objects.filter(sight.of_participants(viewer, "plan", "read"))
    return Step.objects.filter(participant__in=people.order_by().values("pk"))


def of_person(viewer: Viewer, participant_id: UUID) -> QuerySet[Step]:
    """Every step of one person; empty for who may not read the plan."""
    # judged of this one person: judged of everybody and then joined, a large register would be gone through
    people = Participant.objects.filter(sight.of_participants(viewer, "plan", "read"), pk=participant_id)
    return Step.objects.filter(participant__in=people.order_by().values("pk"))


def of(viewer: Viewer, participant: Participant) -> QuerySet[Step]:
    """All steps of one person: settled ones in the order of their days, then open ones as `open_of`.

    Empty for who may not read the plan.
    """
    order = Case(When(state__in=OPEN_STEP_STATES, then=Value(1)), default=Value(0))
    found = of_person(viewer, participant.pk).select_related("responsible_user", "goal")
    return found.annotate(rank=order).order_by("rank", F("done_on").asc(nulls_last=True), *_OPEN_ORDER)


_OPEN_ORDER = (
    Case(When(state="under_way", then=Value(0)), When(state="planned", then=Value(1)), default=Value(2)),
    F("due_on").asc(nulls_last=True),
    "id",
)


def open_of(viewer: Viewer, participant: Participant) -> list[Step]:
    """The open steps of one person: under way first, then planned by date, paused last."""
    return kept.rows(viewer, _open_of, given=(participant.pk,))


def _open_of(viewer: Viewer, participant_id) -> QuerySet[Step]:
    found = of_person(viewer, participant_id).filter(state__in=OPEN_STEP_STATES)
    return found.select_related("responsible_user", "goal").order_by(*_OPEN_ORDER)


def find(viewer: Viewer, step_id: UUID | str) -> Step:
    """Look up and access check in one. Raises NotFound outside one's organisations, NotAllowed inside them."""
    found = visible_to(viewer).filter(pk=step_id).select_related("participant", "responsible_user", "goal").first()
    if found is None:
        there = Step.objects.filter(pk=step_id).values_list("participant_id", flat=True).first()
        sight.refuse_about(viewer, there)
    return found


def participants_without(viewer: Viewer, participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those of the people whose plan the viewer may read who have no next step (planned or under way)."""
    theirs = Step.objects.filter(participant=OuterRef("pk"), state__in=NEXT_STATES)
    return participants.filter(sight.of_participants(viewer, "plan", "read"), ~Exists(theirs))


def late(viewer: Viewer, participants: QuerySet[Participant], today: dt.date) -> QuerySet[Step]:
    """Open steps of these people whose day, or whose review, is past; the oldest first."""
    of_them = visible_to(viewer).filter(participant__in=participants.order_by().values("pk"))
    overdue = of_them.filter(state__in=NEXT_STATES, due_on__lt=today)
    unreviewed = of_them.filter(state__in=OPEN_STEP_STATES, review_on__lt=today)
    return (overdue | unreviewed).select_related("participant").order_by("due_on", "review_on", "id")


@dataclass(frozen=True)
class CarriedOut:
    """How many of one person's planned steps were carried out: `done` and learnt from, of all but changed ones."""

    done: int
    planned: int


def carried_out(steps: Sequence[Step]) -> CarriedOut:
    """Count the steps of one person. A step that was changed is counted as what it was changed into."""
    counted = [step for step in steps if step.state != "changed"]
    return CarriedOut(sum(step.state in ("done", "learnt") for step in counted), len(counted))

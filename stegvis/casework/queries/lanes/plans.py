"""The plan along the years: kept versions and agreements, and the steps of each track."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant, PlanVersion, Step
from stegvis.casework.queries import plans, steps
from stegvis.casework.queries.lanes.lane import Lane, Point, Span


def versions(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """When the participant agreed to the plan; versions kept without an agreement are hollow."""
    points = tuple(
        Point(_("Agreed to the plan"), each.agreed_on)
        if each.agreed_on
        else Point(_("A version of the plan"), timezone.localdate(each.kept_at), hollow=True)
        for each in kept.rows(viewer, _versions, given=(person.pk,))
    )
    return [Lane("plan", _("The plan"), points=points[::-1])]


def _versions(viewer: Viewer, person_id) -> QuerySet[PlanVersion]:
    readable = plans.people(viewer).filter(pk=person_id).order_by().values("pk")
    return PlanVersion.objects.filter(participant__in=readable).defer("content")


def step_lanes(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """Steps that have a first day as spans, settled ones without as points."""
    spans, points = [], []
    for step in kept.rows(viewer, _steps, given=(person.pk,)):
        if step.starts_on:
            last = step.done_on or (step.due_on if step.state == "paused" else None)
            spans.append(Span(step.text[:60], step.starts_on, last and max(last, step.starts_on), step.track))
        elif step.done_on:
            points.append(Point(step.text[:60], step.done_on, hollow=step.state == "changed", tone=step.track))
    return [Lane("step", _("Steps"), tuple(spans), tuple(points))]


def _steps(viewer: Viewer, person_id) -> QuerySet[Step]:
    return steps.of_person(viewer, person_id).order_by("starts_on", "done_on", "id")

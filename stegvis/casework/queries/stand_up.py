"""Whom the team speaks of when it meets: those for whom nothing comes next."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Step
from stegvis.casework.queries import enrolments, sight
from stegvis.casework.vocabulary.plan import NEXT_STATES

#: More than a meeting can hold.
MOST = 100


def without_step(viewer: Viewer, today: dt.date) -> QuerySet[Enrolment]:
    """Active enrolments of everybody the viewer may list and write about who has no next step, the longest first.

    One row for each person: that of the latest start. Who is left in a project that has ended is to be closed or
    transferred first, and is not spoken of here.
    """
    steps = Step.objects.filter(participant=OuterRef("participant"), state__in=NEXT_STATES)
    later = Enrolment.objects.filter(
        Q(started_on__gt=OuterRef("started_on")) | Q(started_on=OuterRef("started_on"), pk__gt=OuterRef("pk")),
        participant=OuterRef("participant"),
        state="active",
    )
    found = enrolments.active_of(viewer).filter(
        sight.of_enrolments(viewer, "note", "write"), ~Exists(steps), project__ends_on__gte=today
    )
    return (
        found.filter(~Exists(later))
        .select_related(None)
        .select_related("participant", "project", "unit", "coach")
        .order_by("started_on", "pk")
    )

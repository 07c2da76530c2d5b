"""Evaluators' written assignments: shown to themselves, to data protection officers and to who manages users."""

import datetime as dt

from django.db.models import Q, QuerySet

from stegvis.access.models import Assignment, User
from stegvis.access.rules import Viewer


def visible_to(viewer: Viewer) -> QuerySet[Assignment]:
    """Those the viewer may read, the last to end first."""
    reach = viewer.reach("assignment", "read")
    rows = Assignment.objects.select_related("membership__user", "project").order_by("-membership__ends_on", "-pk")
    if reach.everything:
        return rows
    wanted = Q(project__owner_id__in=reach.project_organisation_ids) | Q(
        project__units__organisation_id__in=reach.project_organisation_ids
    )
    wanted |= Q(project__units__in=reach.project_unit_ids)
    return rows.filter(wanted | Q(membership__user_id=viewer.user_id) if reach.own else wanted).distinct()


def ended_of(user: User, today: dt.date) -> QuerySet[Assignment]:
    """The user's own assignments whose last day has passed, the latest first: for the page that says so."""
    rows = Assignment.objects.select_related("membership", "project").filter(membership__user=user)
    return rows.filter(membership__ends_on__lt=today).order_by("-membership__ends_on", "-pk")

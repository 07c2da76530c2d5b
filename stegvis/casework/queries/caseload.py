"""Whose work is it: the enrolments a viewer follows day by day."""

import datetime as dt

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import deputies, enrolments


def is_coach(viewer: Viewer) -> bool:
    """Does the viewer coach people (and see their own), rather than lead those who do?"""
    return any(grant.role == "coach" for grant in viewer.grants)


def of(viewer: Viewer) -> QuerySet[Enrolment]:
    """A coach's own enrolments, with those of whom they stand in for; for leaders all they may see. No void ones."""
    found = enrolments.visible_to(viewer).exclude(state="void")
    return found.filter(coach_id__in=deputies.coaches_of(viewer)) if is_coach(viewer) else found


def active(viewer: Viewer) -> QuerySet[Enrolment]:
    """Those of the caseload that are going on, with what a row of the first screen names: the person."""
    return of(viewer).filter(state="active").select_related(None).select_related("participant")


def in_time(viewer: Viewer, today: dt.date) -> QuerySet[Enrolment]:
    """As `active`, in projects that have not ended: who is left in one that has needs a closing or a transfer first."""
    return active(viewer).filter(project__ends_on__gte=today)


def coached(viewer: Viewer) -> QuerySet[Enrolment]:
    """Those going on whom the viewer, or somebody they stand in for, coaches: also for who leads the unit besides."""
    found = enrolments.visible_to(viewer).filter(state="active", coach_id__in=deputies.coaches_of(viewer))
    return found.select_related(None).order_by()

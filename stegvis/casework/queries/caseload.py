"""Whose work is it: the enrolments a viewer follows day by day."""

import datetime as dt
from collections.abc import Callable, Hashable, Sequence

from django.db.models import QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import deputies, enrolments, sight


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


# --- in order of a day --------------------------------------------------------------------------------------------
def first(
    viewer: Viewer, write: Callable[..., QuerySet], most: int, *form: Hashable, given: Sequence = (), order: Callable
) -> list[Enrolment]:
    """The first `most` of the caseload that `write(viewer, by, most, *form, *given, strand)` finds, in an order.

    A caseload consists of strands: the enrolments of one coach (for a coach and those they stand in for) or of one
    unit (for who leads several). `write` narrows its rows to one of them with `along` and gives at most `most`: each
    is then walked in the order of an index and left when enough is found, where all at once would be sorted first.
    """
    return first_along(viewer, strands(viewer), write, most, *form, given=given, order=order)


def first_along(
    viewer: Viewer,
    divided: tuple[str, list[int]],
    write: Callable[..., QuerySet],
    most: int,
    *form: Hashable,
    given: Sequence = (),
    order: Callable,
) -> list[Enrolment]:
    """As `first`, along other strands than those of the caseload."""
    by, ids = divided
    found = kept.rows_for_each(viewer, write, by, most, *form, given=given, each=[(one,) for one in ids])
    return sorted(found, key=order)[:most]


def by_start(enrolment: Enrolment) -> tuple:
    """The order in which those who began first stand first."""
    return enrolment.started_on, enrolment.pk


def along(found: QuerySet[Enrolment], by: str, strand: int) -> QuerySet[Enrolment]:
    """Those of one strand."""
    return found.filter(**{by: strand}) if by else found


def strands(viewer: Viewer) -> tuple[str, list[int]]:
    """By which column a caseload is divided, and its values; an empty column with one value when it is not divided."""
    return ("coach_id", deputies.coaches_of(viewer)) if is_coach(viewer) else sight.units(viewer, "participant", "list")

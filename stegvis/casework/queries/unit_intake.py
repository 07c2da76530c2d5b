"""Read what a unit has decided about its intake: target groups, delimitations, stops, exceptions to decide on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from django.db.models import Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import DelimitationRule, EnrolmentStop, EntryException, LocalTargetGroup
from stegvis.casework.queries import sight
from stegvis.organisation.models import Project, Unit


def units_for(viewer: Viewer, verb: str = "read") -> QuerySet[Unit]:
    """The units whose intake the viewer may read or change."""
    reach = viewer.reach("unit_intake", verb)
    units = Unit.objects.select_related("organisation")
    if reach.everything:
        return units
    return units.filter(Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids))


def find_unit(viewer: Viewer, unit_id: int, verb: str = "read") -> Unit:
    """One unit. Raises NotFound outside the viewer's organisations, NotAllowed inside them."""
    found = units_for(viewer, verb).filter(pk=unit_id).first()
    if found is None:
        sight.refuse(viewer, Unit.objects.filter(pk=unit_id).values_list("organisation_id", flat=True).first())
    return found


def _on(day: dt.date) -> Q:
    return Q(since_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def groups_on(unit: Unit | int, day: dt.date) -> set[str]:
    """The codes of the target groups the unit had chosen on a day; empty: it takes all."""
    return set(LocalTargetGroup.objects.filter(_on(day), unit=unit).values_list("code", flat=True))


def groups_of_units(units, day: dt.date) -> set[str]:
    """The codes that any of the units had chosen on a day."""
    return set(LocalTargetGroup.objects.filter(_on(day), unit__in=units).values_list("code", flat=True))


def groups_by_day(units) -> Callable[[int, dt.date], set[str]]:
    """As `groups_on`, for many days: everything about the units is fetched once."""
    kept: dict[int, list[LocalTargetGroup]] = defaultdict(list)
    for choice in LocalTargetGroup.objects.filter(unit__in=units):
        kept[choice.unit_id].append(choice)

    def on(unit_id: int, day: dt.date) -> set[str]:
        runs = (
            one for one in kept.get(unit_id, ()) if one.since_on <= day and not (one.until_on and one.until_on < day)
        )
        return {one.code for one in runs}

    return on


def stops_by_day(units, project: Project) -> Callable[[int, dt.date], str]:
    """Why a unit takes nobody new into the project on a day (empty without a stop), for many days; one query."""
    kept: dict[int, list[EnrolmentStop]] = defaultdict(list)
    for stop in EnrolmentStop.objects.filter(unit__in=units, project=project):
        kept[stop.unit_id].append(stop)

    def on(unit_id: int, day: dt.date) -> str:
        runs = (
            one for one in kept.get(unit_id, ()) if one.since_on <= day and not (one.until_on and one.until_on < day)
        )
        return next((one.reason for one in runs), "")

    return on


def group_history(unit: Unit) -> QuerySet[LocalTargetGroup]:
    """Each choice with its days, the oldest first (INT-08)."""
    return LocalTargetGroup.objects.filter(unit=unit)


def rules_on(unit: Unit | int, day: dt.date) -> QuerySet[DelimitationRule]:
    """The delimitations in force on a day."""
    return DelimitationRule.objects.filter(_on(day), unit=unit)


def stops_of(units, day: dt.date) -> QuerySet[EnrolmentStop]:
    """The stops of new enrolments in force on a day, with unit and project."""
    return EnrolmentStop.objects.filter(_on(day), unit__in=units).select_related("unit", "project")


def exceptions_to_decide(viewer: Viewer) -> QuerySet[EntryException]:
    """Exceptions that wait for the viewer's decision, the oldest first; never about somebody hidden from them."""
    reach = viewer.reach("entry_exception", "decide")
    places = Q() if reach.everything else Q(unit__in=reach.unit_ids) | Q(unit__organisation__in=reach.organisation_ids)
    found = EntryException.objects.filter(places, state="asked")
    return found.exclude(participant_id__in=sight.hidden_from(viewer)).select_related("participant", "unit", "asked_by")

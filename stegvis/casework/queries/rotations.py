"""Turns in task areas, and how women and men have come to try what."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Activity, Attendance, RotationTurn
from stegvis.casework.queries import activities
from stegvis.organisation.models import Unit


def turns(viewer: Viewer, unit: Unit, today: dt.date) -> QuerySet[RotationTurn]:
    """Turns that go on or are to come, of those whom the viewer may see, by person and day."""
    seen = activities.reachable(viewer, "read")
    rows = RotationTurn.objects.filter(activity__unit=unit, until_on__gte=today, participant__in=seen)
    return rows.select_related("participant", "activity").order_by("participant__sort_key", "participant_id", "from_on")


@dataclass(frozen=True)
class AreaCount:
    """How many women and men have tried an area: people, each counted once, whom the viewer may see."""

    area: Activity
    women: int
    men: int


def by_sex(viewer: Viewer, unit: Unit, first: dt.date, last: dt.date) -> list[AreaCount]:
    """For each task area: who had a turn or came between two days, by legal sex. Live numbers inside the unit."""
    areas = activities.task_areas(viewer, unit)
    seen = activities.reachable(viewer, "read")
    people: dict = defaultdict(set)
    in_turn = RotationTurn.objects.filter(
        activity__in=areas, participant__in=seen, from_on__lte=last, until_on__gte=first
    )
    came = Attendance.objects.filter(
        session__activity__in=areas, participant__in=seen, state="present", on__gte=first, on__lte=last
    )
    for rows, area in ((in_turn, "activity_id"), (came, "session__activity_id")):
        for pk, person, sex in rows.order_by().values_list(area, "participant_id", "participant__legal_sex"):
            people[pk].add((person, sex))
    return [
        AreaCount(area, sum(sex == "F" for _p, sex in people[area.pk]), sum(sex == "M" for _p, sex in people[area.pk]))
        for area in areas
    ]

"""Who came, how often and for how many minutes: by person and month, by activity, and for the agency that ordered.

Inside the unit these are live numbers about people whom the viewer may see; nobody else is in them. A sum of people who
may not be seen is never shown, so no small group can be worked out from it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from stegvis.access.rules import Viewer
from stegvis.casework.models import Activity, Attendance, Enrolment, Participant
from stegvis.casework.queries import activities
from stegvis.organisation.models import Unit

#: Below this share of those booked a turnout is low.
LOW_SHARE = 0.6
#: With fewer marks than this nothing is said about an activity.
FEWEST_MARKS = 5


@dataclass(frozen=True)
class MonthMinutes:
    """A person's activities in one month: `month` is its first day. Minutes are whole; hours are for showing."""

    participant: Participant
    month: dt.date
    minutes: int
    present: int
    absent: int


def noted(viewer: Viewer, first: dt.date, last: dt.date, unit: Unit | None = None) -> QuerySet[Attendance]:
    """All attendance between two days, both included, of those whose attendance the viewer may read."""
    seen = activities.reachable(viewer, "read")
    rows = Attendance.objects.filter(participant__in=seen, on__gte=first, on__lte=last)
    return rows.filter(session__activity__unit=unit) if unit else rows


def by_month(viewer: Viewer, first: dt.date, last: dt.date, unit: Unit | None = None) -> list[MonthMinutes]:
    """Minutes per participant and month, in Swedish order of family name, then by month. Two queries."""
    sums = (
        noted(viewer, first, last, unit)
        .order_by()
        .values("participant_id", year=ExtractYear("on"), number=ExtractMonth("on"))
        .annotate(
            total=Sum("minutes"),
            present=Count("pk", filter=Q(state="present")),
            absent=Count("pk", filter=Q(state="absent")),
        )
    )
    rows = list(sums)
    people = Participant.objects.in_bulk({row["participant_id"] for row in rows})
    found = [
        MonthMinutes(
            people[row["participant_id"]],
            dt.date(row["year"], row["number"], 1),
            row["total"] or 0,
            row["present"],
            row["absent"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.participant.sort_key, str(one.participant.pk), one.month))


@dataclass
class Turnout:
    """How many of those booked came to an activity. `reasons` counts why others were away, most first."""

    activity: Activity
    present: int = 0
    absent: int = 0
    reasons: list[tuple[str, int]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of those noted, the share who came, 0–1."""
        return self.present / (self.present + self.absent) if self.present + self.absent else 0.0

    @property
    def low(self) -> bool:
        """Is it low, with enough marks to say so?"""
        return self.present + self.absent >= FEWEST_MARKS and self.share < LOW_SHARE


def turnout(viewer: Viewer, first: dt.date, last: dt.date, unit: Unit) -> list[Turnout]:
    """By activity of the unit, the lowest share first. Two queries."""
    rows = noted(viewer, first, last, unit).order_by().values("session__activity", "state", "reason")
    found: dict = {}
    shown = activities.visible_to(viewer).filter(unit=unit).in_bulk()
    why: dict = defaultdict(lambda: defaultdict(int))
    for row in rows.annotate(number=Count("pk")):
        one = found.setdefault(row["session__activity"], Turnout(shown[row["session__activity"]]))
        if row["state"] == "present":
            one.present += row["number"]
        else:
            one.absent += row["number"]
            why[row["session__activity"]][row["reason"]] += row["number"]
    for pk, one in found.items():
        one.reasons = sorted(why[pk].items(), key=lambda each: (-each[1], each[0]))
    return sorted(found.values(), key=lambda one: (one.share, one.activity.sort_key))


def agencies(viewer: Viewer, unit: Unit) -> list[str]:
    """The agencies that have ordered places at the unit."""
    rows = activities.visible_to(viewer).filter(unit=unit).exclude(ordered_by="")
    return sorted(set(rows.values_list("ordered_by", flat=True)))


def for_agency(viewer: Viewer, unit: Unit, agency: str, first: dt.date, last: dt.date) -> QuerySet[Attendance]:
    """Every mark in the activities that the agency ordered, by family name and day."""
    rows = noted(viewer, first, last, unit).filter(session__activity__ordered_by=agency)
    return rows.select_related("participant", "session__activity").order_by(
        "participant__sort_key", "participant_id", "on", "session__starts_at"
    )


@dataclass(frozen=True)
class FirstSteps:
    """Of those who first came digitally: how many have come in person since, and after how many days (median)."""

    began_digitally: int
    came_since: int
    days: int | None


def digital_first(viewer: Viewer, unit: Unit) -> FirstSteps:
    """Does meeting digitally lead on to meeting in person? Those of the unit whom the viewer may see (DIS-03)."""
    rows = Attendance.objects.filter(
        participant__in=activities.reachable(viewer, "read"), session__activity__unit=unit, state="present"
    ).order_by()
    days = rows.values("participant_id").annotate(
        digital=Min("on", filter=Q(session__mode="digital")), other=Min("on", filter=~Q(session__mode="digital"))
    )
    began = [row for row in days if row["digital"] and (row["other"] is None or row["digital"] < row["other"])]
    gaps = sorted((row["other"] - row["digital"]).days for row in began if row["other"])
    return FirstSteps(len(began), len(gaps), gaps[len(gaps) // 2] if gaps else None)


@dataclass(frozen=True)
class Reached:
    """How many of a unit's participants now have been to a kind of activity."""

    people: int
    reached: int


def trained(viewer: Viewer, unit: Unit, kind: str = "equality_training") -> Reached:
    """Of those enrolled at the unit now whom the viewer may see, how many have been there: the goal is all (ACT-21)."""
    now = Enrolment.objects.filter(unit=unit, state="active").values("participant")
    people = activities.reachable(viewer, "read").filter(pk__in=now)
    came = Attendance.objects.filter(state="present", session__activity__kind=kind).values("participant")
    return Reached(people.count(), people.filter(pk__in=came).count())


def months_between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    """The first days of the months from one day to another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)

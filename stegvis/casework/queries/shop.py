"""Read a reuse shop: goods, the day's tasks, customers before and after a change of display."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Activity, Booking, CustomerCount, DisplayChange, ShopItem, ShopTask
from stegvis.casework.queries import activities
from stegvis.casework.vocabulary.shop import DAY_PARTS
from stegvis.evaluation.statistics.flow import Change, Flow, compared

#: Days before and after a change that are compared, at most: longer, and the season has changed too.
DAYS_COMPARED = 28


def find(viewer: Viewer, activity_id) -> Activity:
    """An activity that is a shop. Raises NotFound."""
    found = activities.find(viewer, activity_id)
    if found.kind != "shop":
        raise NotFound
    return found


def goods(shop: Activity) -> QuerySet[ShopItem]:
    """What stands in the shop or waits to be collected, the newest first."""
    return ShopItem.objects.filter(activity=shop, state__in=["displayed", "reserved"])


def gone(shop: Activity, since: dt.date) -> QuerySet[ShopItem]:
    """What was collected since a day, the latest first."""
    return ShopItem.objects.filter(activity=shop, state="collected", state_on__gte=since).order_by("-state_on", "-id")


def seats(viewer: Viewer, shop: Activity, day: dt.date) -> dict[int, Booking]:
    """Places in the shop's sessions of the day, of those whom the viewer may see, in order of name."""
    seen = activities.reachable(viewer, "read")
    rows = Booking.objects.filter(
        session__activity=shop, session__on=day, session__state="planned", state="booked", participant__in=seen
    )
    ordered = rows.select_related("participant").order_by("participant__sort_key", "participant_id", "pk")
    return {one.pk: one for one in ordered}


def tasks(shop: Activity, day: dt.date) -> QuerySet[ShopTask]:
    """What is to be done on the day, in the order it was written."""
    return ShopTask.objects.filter(activity=shop, on_day=day)


# --- customers --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CountedDay:
    """A day with its counts added up."""

    on_day: dt.date
    visitors: int
    buyers: int


def counts(shop: Activity, since: dt.date) -> list[CustomerCount]:
    """What was counted since a day, the latest first."""
    return list(CustomerCount.objects.filter(activity=shop, on_day__gte=since))


def by_day(rows: Iterable[CustomerCount]) -> list[CountedDay]:
    """The counts of each day together, the earliest first."""
    days: dict[dt.date, list[CustomerCount]] = {}
    for row in rows:
        days.setdefault(row.on_day, []).append(row)
    return [
        CountedDay(day, sum(one.visitors for one in of_day), sum(one.buyers for one in of_day))
        for day, of_day in sorted(days.items())
    ]


def changes(shop: Activity) -> list[tuple[DisplayChange, Change]]:
    """Each change of display, the latest first, and customers after it compared with before.

    A time ends where another change begins, and after DAYS_COMPARED days at the latest.
    """
    made = list(DisplayChange.objects.filter(activity=shop))
    if not made:
        return []
    reach = dt.timedelta(days=DAYS_COMPARED)
    rows = list(CustomerCount.objects.filter(activity=shop, on_day__gte=made[-1].on_day - reach))
    found = []
    for place, change in enumerate(made):
        later = made[place - 1].on_day if place else dt.date.max
        earlier = made[place + 1].on_day if place + 1 < len(made) else dt.date.min
        before = _flow(rows, max(change.on_day - reach, earlier), change.on_day)
        after = _flow(rows, change.on_day, min(change.on_day + reach, later))
        found.append((change, compared(before, after)))
    return found


def _flow(rows: list[CustomerCount], first: dt.date, end: dt.date) -> Flow:
    inside = [row for row in rows if first <= row.on_day < end]
    return Flow(
        sum(DAY_PARTS[row.part].half_days for row in inside),
        sum(row.visitors for row in inside),
        sum(row.buyers for row in inside),
    )

"""How complete the register is: gaps by unit, late registrations, enrolments nobody has touched. Counts and lists.

Only for those who may list the people: no count goes further than the unit that can mend it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import enrolments, lacking
from stegvis.organisation.models import Unit

#: More days than this between the first day and its registration is late. The funder asks for monthly reports.
LATE_DAYS = 30
#: An active enrolment that nobody has changed for so many days since it was registered.
UNTOUCHED_DAYS = 90

GAPS = {
    "inflow_channel": gettext_lazy("Way in"),
    "target_groups": gettext_lazy("Target group"),
    "employment_status": gettext_lazy("Work situation"),
    "employment_status_months": gettext_lazy("Time without work"),
    "education": gettext_lazy("Education"),
    "income_at_start": gettext_lazy("Income at the start"),
    "reason": gettext_lazy("Finer exit reason"),
    "receiver": gettext_lazy("Receiving party"),
    "explanation": gettext_lazy("Exit in words"),
    "job": gettext_lazy("Occupation and industry of the job"),
    "income_at_exit": gettext_lazy("Income after the end"),
}


@dataclass(frozen=True)
class Kind:
    """Something to look at: its code, what it is, and how many enrolments at each unit (in the units' order)."""

    code: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """At all the units together."""
        return sum(self.counts)


@dataclass(frozen=True)
class Overview:
    """The units within sight, how many enrolments each has, and every kind of thing to look at."""

    units: tuple[Unit, ...]
    enrolled: tuple[int, ...]
    kinds: tuple[Kind, ...]


def codes() -> tuple[str, ...]:
    """Every kind: the gaps, no coach, late, untouched."""
    return (*GAPS, "coach", "late", "untouched")


def label(code: str) -> str:
    """What a kind is called."""
    words = {
        "coach": _("No coach"),
        "late": _("Registered more than %(days)s days after the first day") % {"days": LATE_DAYS},
        "untouched": _("Nothing changed for %(days)s days") % {"days": UNTOUCHED_DAYS},
    }
    return str(GAPS[code]) if code in GAPS else words[code]


def overview(viewer: Viewer, today: dt.date) -> Overview:
    """Counts for each unit the viewer may list people of. One query for each kind, however many people there are."""
    seen = enrolments.visible_to(viewer).exclude(state="void")
    enrolled = _by_unit(seen)
    units = tuple(Unit.objects.filter(pk__in=enrolled).order_by("name"))
    counted = {code: _by_unit(_narrowed(seen, code, *days(today))) for code in codes()}
    return Overview(
        units,
        tuple(enrolled[unit.pk] for unit in units),
        tuple(
            Kind(code, label(code), tuple(found.get(unit.pk, 0) for unit in units)) for code, found in counted.items()
        ),
    )


def days(today: dt.date) -> tuple[dt.date, dt.date]:
    """Since when late registrations count (what was late long ago can no longer be mended), and before which day
    enrolments nobody has touched were registered."""
    return today - dt.timedelta(days=365), today - dt.timedelta(days=UNTOUCHED_DAYS)


def listed(
    viewer: Viewer, code: str, late_since: dt.date, untouched_before: dt.date, unit_id: int | None = None
) -> QuerySet[Enrolment]:
    """The enrolments of one kind, perhaps at one unit; the days are those of `days`. KeyError for an unknown kind."""
    found = _narrowed(enrolments.visible_to(viewer).exclude(state="void"), code, late_since, untouched_before)
    return found.filter(unit_id=unit_id) if unit_id else found


def _narrowed(
    seen: QuerySet[Enrolment], code: str, late_since: dt.date, untouched_before: dt.date
) -> QuerySet[Enrolment]:
    match code:
        case "coach":
            return seen.filter(state="active", coach=None)
        case "late":
            late = seen.annotate(noted_on=TruncDate("registered_at")).filter(noted_on__gte=late_since)
            return late.filter(noted_on__gt=F("started_on") + dt.timedelta(days=LATE_DAYS))
        case "untouched":
            return seen.filter(Q(state="active", version=1) & Q(registered_at__date__lt=untouched_before))
    return lacking.with_gap(seen, code)


def _by_unit(found: QuerySet[Enrolment]) -> dict[int, int]:
    return dict(found.order_by().values_list("unit_id").annotate(count=Count("pk")))

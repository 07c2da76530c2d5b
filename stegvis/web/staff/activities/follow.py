"""Follow up: hours by person and month, turnout by activity, and the report to an agency that ordered places."""

import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import looks
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import activity_hours, attendance_reports
from stegvis.web.staff.activities import files
from stegvis.web.staff.results.files import attachment

#: How far back one looks unless one says otherwise, and the longest period.
BACK, LONGEST = dt.timedelta(days=89), dt.timedelta(days=366)
#: Reports shown that have been handed out.
MOST_GIVEN = 12


def asked_for(request) -> dict:
    """Unit and period from the address; what is no unit or day means the usual."""
    units = list(known.units_of(request.viewer))
    if not units:
        raise NotAllowed
    wanted = request.GET.get("unit", "")
    unit = next((one for one in units if str(one.pk) == wanted), units[0])
    first, last = asked_days(request)
    return {"units": units, "unit": unit, "first": first, "last": last}


def asked_days(request) -> tuple[dt.date, dt.date]:
    """First and last day of the period in the address, a year at most; what is no day means the usual."""
    last = _day(request.GET.get("to"), timezone.localdate())
    first = _day(request.GET.get("from"), last - BACK)
    if first > last:
        first, last = last, first
    return max(first, last - LONGEST), last


def _day(text: str | None, otherwise: dt.date) -> dt.date:
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return found if 1990 <= found.year <= 2200 else otherwise


@never_cache
def hours(request):
    """Hours of each person and month."""
    asked = asked_for(request)
    rows = activity_hours.by_month(request.viewer, asked["first"], asked["last"], asked["unit"])
    months = list(activity_hours.months_between(asked["first"], asked["last"]))
    people: dict = {}
    for row in rows:
        people.setdefault(row.participant, {})[row.month] = row
    looks.note_list(request.viewer, "activity_hours", len(people))
    table = [
        (person, [found.get(month) for month in months], sum(row.minutes for row in found.values()))
        for person, found in people.items()
    ]
    context = {"page": "hours", "months": months, "table": table, "all": sum(row.minutes for row in rows)}
    return render(request, "staff/activities/hours.html", asked | context | links(request, asked, "hours"))


@never_cache
def turnout(request):
    """How many of those booked came, by activity, the lowest first; and what it leads to."""
    asked = asked_for(request)
    viewer, unit = request.viewer, asked["unit"]
    context = {
        "page": "turnout",
        "rows": activity_hours.turnout(viewer, asked["first"], asked["last"], unit),
        "digital": activity_hours.digital_first(viewer, unit),
        "trained": activity_hours.trained(viewer, unit),
        "task_areas": known.task_areas(viewer, unit),
    }
    return render(request, "staff/activities/turnout.html", asked | context | links(request, asked, "turnout"))


@never_cache
def report(request):
    """The attendance in what an agency ordered, and the reports that have been handed out."""
    asked = asked_for(request)
    viewer, unit = request.viewer, asked["unit"]
    agencies = activity_hours.agencies(viewer, unit)
    agency = request.GET.get("agency", "")
    agency = agency if agency in agencies else (agencies[0] if agencies else "")
    told, apart = [], 0
    if agency:
        told, apart = attendance_reports.now(viewer, unit, agency, asked["first"], asked["last"])
    looks.note_list(viewer, "activity_report", len(told))
    context = {
        "page": "report",
        "agencies": agencies,
        "agency": agency,
        "told": told,
        "apart": apart,
        "may_give": viewer.may("disclosure", "change"),
        "given": list(attendance_reports.given(viewer, unit)[:MOST_GIVEN]),
    }
    return render(request, "staff/activities/report.html", asked | context | links(request, asked, "report"))


def links(request, asked: dict, page: str) -> dict:
    """The tabs of the follow-up, and the unit and period as they stand in an address."""
    period = f"?unit={asked['unit'].pk}&from={asked['first']}&to={asked['last']}"
    pages = (
        ("hours", "activity_hours", _("Hours")),
        ("turnout", "activity_turnout", _("Turnout")),
        ("report", "activity_report", _("Report to an agency")),
    )
    return {
        "tabs": [{"text": text, "url": reverse(name) + period, "current": each == page} for each, name, text in pages],
        "period": period,
    }


@never_cache
def file(request, kind: str):
    """Hours as a workbook. It holds names: that it was fetched stands in the log."""
    asked = asked_for(request)
    viewer, unit, first, last = request.viewer, asked["unit"], asked["first"], asked["last"]
    if kind != "hours":
        raise Http404
    rows = activity_hours.by_month(viewer, first, last, unit)
    note_export(viewer, unit, {row.participant.pk for row in rows})
    return attachment(files.hours(unit, first, last, rows), files.EXCEL, f"hours-{first}-{last}.xlsx")


def note_export(viewer, unit, people: set) -> None:
    """Log for each person that attendance left as a file; once without anybody when it was empty."""
    audit.record_all(
        by=viewer,
        acts=[
            audit.Act("export", "attendance", subject_id=person, organisation_id=unit.organisation_id)
            for person in sorted(people, key=str)
        ]
        or [audit.Act("export", "attendance", organisation_id=unit.organisation_id, facts={"people": 0})],
    )

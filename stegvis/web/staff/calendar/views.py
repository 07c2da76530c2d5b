"""The week as columns of days; on a phone as a list."""

import datetime as dt

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.casework.actions import looks
from stegvis.casework.queries import calendar as reading
from stegvis.casework.queries import caseload
from stegvis.web.shared.words import day
from stegvis.web.staff.calendar.lines import Line, line

DAY = dt.timedelta(days=1)
#: So many of one's own people are offered in the list "Book"; more are found by search.
MOST_PEOPLE = 120


@never_cache
def calendar(request):
    """One week; `week` is any day of it, as 2026-11-23."""
    today = timezone.localdate()
    monday = _monday(request.GET.get("week", ""), today)
    found = reading.entries(request.viewer, monday, monday + 6 * DAY)
    looks.note_list(request.viewer, "calendar", len(reading.people_in(found)))
    _year, number, _weekday = monday.isocalendar()
    days = [(on, _of_day(found, on)) for on in (monday + each * DAY for each in range(7))]
    context = {
        "title": _("Week %(number)s") % {"number": number},
        "text": f"{day(monday)} – {day(monday + 6 * DAY)}",
        "days": [each for each in days if each[0].weekday() < 5 or each[1]],
        "today": today,
        "this_week": monday <= today <= monday + 6 * DAY,
        "before": _link(monday - 7 * DAY),
        "after": _link(monday + 7 * DAY),
        "people": _people(request.viewer) if request.viewer.may("meeting", "write") else [],
    }
    return render(request, "staff/calendar/calendar.html", context)


def _of_day(found: list[reading.Entry], on: dt.date) -> list[Line]:
    return [line(each) for each in found if each.on == on]


def _people(viewer) -> list:
    return list(
        caseload.coached(viewer)
        .select_related("participant")
        .order_by("participant__sort_key", "participant_id")[:MOST_PEOPLE]
    )


def _monday(asked: str, today: dt.date) -> dt.date:
    try:
        on = dt.date.fromisoformat(asked)
    except ValueError:
        on = today
    if not today.year - 10 <= on.year <= today.year + 10:
        on = today
    return on - on.weekday() * DAY


def _link(monday: dt.date) -> str:
    return f"{reverse('calendar')}?week={monday.isoformat()}"


def book(request):
    """From the list of one's own people to the form for the one chosen."""
    chosen = request.POST.get("participant", "")
    people = {str(each.participant_id) for each in _people(request.viewer)}
    if chosen not in people:
        return redirect("calendar")
    return redirect("meeting_new", chosen)

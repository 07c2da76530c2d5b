"""Meetings around all whose team one may read: how many, counted once each, and those that wait to be held or noted."""

import datetime as dt

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.casework.actions import looks
from stegvis.casework.queries import team_meetings
from stegvis.web.shared.words import day
from stegvis.web.staff.activities.follow import asked_days

#: Meetings shown that are not noted yet.
MOST = 40


@never_cache
@require_safe
def meetings(request):
    """The figures of a period with how they are counted, and the meetings that are open."""
    first, last = asked_days(request)
    waiting = list(team_meetings.open_ones(request.viewer, MOST))
    looks.note_list(request.viewer, "team_meetings", len(waiting))
    today: dt.date = timezone.localdate()
    context = {
        "first": first,
        "last": last,
        "today": today,
        "period": f"{day(first)} – {day(last)}",
        "figures": team_meetings.figures(request.viewer, first, last),
        "waiting": waiting,
    }
    return render(request, "staff/participant_team/team_meetings.html", context)

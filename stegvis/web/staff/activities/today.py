"""The board of the day: what is on today, and where somebody can still be booked in."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from stegvis.casework.queries import activities as known
from stegvis.web.shared.words import day_full


@never_cache
def board(request):
    """Today's sessions in order of time, with free places; wide enough for a screen on the wall."""
    today = timezone.localdate()
    now = timezone.now()
    rows = list(known.sessions_between(request.viewer, today, today))
    for one in rows:
        one.free = max(0, one.capacity - one.taken)
        one.over = one.ends_at <= now
    context = {
        "today": today,
        "words": day_full(today),
        "rows": rows,
        "open_count": sum(one.free > 0 and one.state == "planned" and not one.over for one in rows),
        "may_book": request.viewer.may("attendance", "change"),
    }
    return render(request, "staff/activities/today.html", context)

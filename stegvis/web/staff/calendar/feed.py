"""The address for a calendar program: made, shown once, closed; and what stands at it."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.queries.viewer import viewer_of
from stegvis.casework.actions import calendar_feeds
from stegvis.casework.models import CalendarFeed
from stegvis.casework.queries import calendar, calendar_feed

#: What a calendar program is given: so many days back and ahead.
BACK, AHEAD = dt.timedelta(days=28), dt.timedelta(days=182)


@never_cache
def feed(request):
    """Is there an address? Make one, or close it."""
    address = ""
    if request.method == "POST" and request.POST.get("do") == "revoke":
        calendar_feeds.revoke(by=request.viewer)
        messages.success(request, _("The address is closed. Nobody can read your times there any longer."))
        return redirect("calendar_feed")
    if request.method == "POST":
        secret = calendar_feeds.make(by=request.viewer)
        address = request.build_absolute_uri(reverse("calendar_ics", args=[secret]))
    open_one = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
    return render(request, "staff/calendar/feed.html", {"address": address, "feed": open_one})


@never_cache
@require_safe
def ics(request, secret):
    """The times of whoever the secret belongs to. A closed or unknown one is not found."""
    found = CalendarFeed.objects.select_related("user").filter(
        digest=calendar_feeds.digest_of(secret), revoked_at=None, user__is_active=True
    )
    open_one = found.first()
    if open_one is None:
        raise Http404
    viewer, today = viewer_of(open_one.user, screen="calendar_ics"), timezone.localdate()
    if not viewer.may("meeting", "read"):
        raise Http404
    entries = calendar.entries(viewer, today - BACK, today + AHEAD)
    content = calendar_feed.written(entries, made_at=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")

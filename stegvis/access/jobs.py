"""Work of access that runs outside the page: what was typed and never sent is not kept for ever."""

import datetime as dt

from django.utils import timezone

from stegvis.access.actions import drafts
from stegvis.access.models import Draft
from stegvis.workqueue.definition import job


@job()
def remove_old_drafts(*, day: int) -> None:
    """Remove drafts that are too old, in the night to a day (its ordinal number); and the next, while any is kept."""
    drafts.remove_old(timezone.now())
    if Draft.objects.exists():
        on = max(dt.date.fromordinal(day), timezone.localdate()) + dt.timedelta(days=1)
        drafts.order_removal(on)

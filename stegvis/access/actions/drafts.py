"""Keep, and throw away, what a user has typed but not sent."""

import datetime as dt
import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stegvis.access.models import Draft, User
from stegvis.base.keys import seal
from stegvis.workqueue.actions import enqueue_named

#: Whatever can be pasted into a form is kept, also when it is longer than may be sent.
LARGEST = 500_000


def save(*, user: User, form_key: str, content: dict) -> Draft:
    """Keep the fields of a form, sealed. A later call for the same form replaces them.

    A new one sees to it that old ones are removed in the night to come.
    Raises ValueError when the content is larger than 500,000 characters.
    """
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > LARGEST or len(form_key) > 120:
        raise ValueError("a draft is at most 500,000 characters")
    facts = {"sealed_content": seal(text, "draft"), "saved_at": timezone.now()}
    with transaction.atomic():
        draft, new = Draft.objects.update_or_create(user=user, form_key=form_key, defaults=facts)
        if new:
            order_removal(timezone.localdate() + dt.timedelta(days=1))
    return draft


def discard(*, user: User, form_key: str) -> None:
    """Throw the draft away: the form was sent, or the user asked for it."""
    Draft.objects.filter(user=user, form_key=form_key).delete()


def remove_old(now: dt.datetime) -> int:
    """Throw away every draft nobody has written in for so many days as the setting says; return how many."""
    removed, _by_class = Draft.objects.filter(
        saved_at__lt=now - dt.timedelta(days=settings.STEGVIS_DRAFT_DAYS)
    ).delete()
    return removed


#: When old drafts are removed, local time.
_REMOVE_AT = dt.time(3)


def order_removal(on: dt.date) -> None:
    """Remove old drafts in the night to that day: once, however often it is ordered."""
    at = timezone.make_aware(dt.datetime.combine(on, _REMOVE_AT))
    day = on.toordinal()
    enqueue_named("stegvis.access.jobs.remove_old_drafts", day=day, unique_key=f"drafts:{day}", run_after=at)

"""The secret address at which a user's calendar program reads their times."""

import secrets

from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.keys import keyed_digest
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import CalendarFeed


def digest_of(secret: str) -> str:
    """What is kept of an address: a keyed digest."""
    return keyed_digest("calendar-feed", secret)


def make(*, by: Viewer) -> str:
    """A new secret for the viewer, told once; the former one is closed. Raises NotAllowed for who is no user."""
    if not by.in_person or by.user_id is None:
        raise NotAllowed
    secret = secrets.token_urlsafe(32)
    with whole():
        User.objects.select_for_update().get(pk=by.user_id)
        _close(by)
        feed = CalendarFeed.objects.create(user_id=by.user_id, digest=digest_of(secret))
        audit.record(by=by, verb="create", record="calendar_feed", record_id=feed.pk)
    return secret


def revoke(*, by: Viewer) -> None:
    """Close the viewer's address at once. Twice is once."""
    with whole():
        if _close(by):
            audit.record(by=by, verb="revoke", record="calendar_feed")


def _close(by: Viewer) -> int:
    return CalendarFeed.objects.filter(user_id=by.user_id, revoked_at=None).update(revoked_at=timezone.now())

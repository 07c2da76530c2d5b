"""Sending the same creation twice makes one record, when the sender marks it with a key of its own."""

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import SentOnce
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.keys import keyed_digest

#: How long a key is remembered.
REMEMBERED = dt.timedelta(days=1)


def once(*, operation: str, key: str, sent: bytes, make: Callable[[], object], by: Viewer) -> tuple[str, bool]:
    """Make the record unless this user has sent the same with this key; its id, and whether it was there already.

    `make` runs in the same transaction as the note of the key, so that neither stands without the other; what it
    returns has a `pk`. Without a key it always runs. Raises what `make` raises, and NotPossible (`key_reused`) when
    the key came with something else before.
    """
    if not key:
        return str(make().pk), False
    key_digest, sent_digest = keyed_digest("sent-once", key), keyed_digest("sent-once", sent.hex())
    mark = {"user_id": by.user_id, "operation": operation, "key_digest": key_digest}
    SentOnce.objects.filter(user_id=by.user_id, sent_at__lt=timezone.now() - REMEMBERED).delete()
    try:
        with transaction.atomic():
            if earlier := SentOnce.objects.filter(**mark).first():
                return _same(earlier, sent_digest)
            noted = SentOnce.objects.create(**mark, sent_digest=sent_digest, record_id="")
            noted.record_id = str(make().pk)
            noted.save(update_fields=["record_id"])
            return noted.record_id, False
    except IntegrityError:
        # the same key came twice at once: the other one has been kept in the meantime
        earlier = SentOnce.objects.filter(**mark).first()
        if earlier is None:
            raise
        return _same(earlier, sent_digest)


def _same(earlier: SentOnce, sent_digest: str) -> tuple[str, bool]:
    if earlier.sent_digest != sent_digest:
        raise NotPossible(
            _("This key was used for something else. Give each creation a key of its own."),
            field="Idempotency-Key",
            code="key_reused",
        )
    return earlier.record_id, True

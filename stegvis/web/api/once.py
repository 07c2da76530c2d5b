"""A creation over HTTP: its key against sending twice, and the address of what was made."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.access.actions.once import once
from stegvis.base.decision import NotPossible

#: Longest key that is taken.
LONGEST = 200


def created(request, response: HttpResponse, *, operation: str, at: str, make, sent: bytes | None = None) -> str:
    """Make the record once; its id. `at` is the operation that shows it; its address stands in the answer.

    `sent`: what tells one sending from another, where the body has been taken apart already (a file).
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST:
        raise NotPossible(
            _("The key is too long: at most %(most)s characters.") % {"most": LONGEST},
            field="Idempotency-Key",
            code="too_long",
        )
    record_id, there = once(
        operation=operation, key=key, sent=request.body if sent is None else sent, make=make, by=request.viewer
    )
    response.headers["Location"] = reverse(f"api:{at}", kwargs={f"{at}_id": record_id})
    if there:
        response.headers["Idempotency-Replayed"] = "true"
    return record_id

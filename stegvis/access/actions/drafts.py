"""Keep, and throw away, what a user has typed but not sent."""

import json

from django.utils import timezone

from stegvis.access.models import Draft, User
from stegvis.base.keys import seal

#: Whatever can be pasted into a form is kept, also when it is longer than may be sent.
LARGEST = 500_000


def save(*, user: User, form_key: str, content: dict) -> Draft:
    """Keep the fields of a form, sealed. A later call for the same form replaces them.

    Raises ValueError when the content is larger than 500,000 characters.
    """
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > LARGEST or len(form_key) > 120:
        raise ValueError("a draft is at most 500,000 characters")
    draft, _ = Draft.objects.update_or_create(
        user=user, form_key=form_key, defaults={"sealed_content": seal(text, "draft"), "saved_at": timezone.now()}
    )
    return draft


def discard(*, user: User, form_key: str) -> None:
    """Throw the draft away: the form was sent, or the user asked for it."""
    Draft.objects.filter(user=user, form_key=form_key).delete()

"""Find what a user had typed."""

import datetime as dt
import json
from dataclasses import dataclass

from stegvis.access.models import Draft, User
from stegvis.base.keys import unseal


@dataclass(frozen=True)
class KeptDraft:
    """The fields of a form as they were typed, and when they were kept."""

    content: dict
    saved_at: dt.datetime


def find(user: User, form_key: str) -> KeptDraft | None:
    """The user's own draft for the form, or None."""
    draft = Draft.objects.filter(user=user, form_key=form_key).first()
    return KeptDraft(json.loads(unseal(draft.sealed_content, "draft")), draft.saved_at) if draft else None

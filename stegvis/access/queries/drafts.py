"""Find what a user had typed."""

import datetime as dt
import json
from collections.abc import Iterable
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
    return among(user, [form_key]).get(form_key)


def among(user: User, form_keys: Iterable[str]) -> dict[str, KeptDraft]:
    """The user's own drafts for those of the forms that have one, by key: one query for a page of several forms."""
    found = Draft.objects.filter(user=user, form_key__in=list(form_keys))
    return {each.form_key: KeptDraft(json.loads(unseal(each.sealed_content, "draft")), each.saved_at) for each in found}

"""Puts a kept draft back into the form it was typed in."""

from django.http import QueryDict

from stegvis.access.queries import drafts
from stegvis.access.queries.drafts import KeptDraft


def restore_draft(form, *, user, form_key: str) -> KeptDraft | None:
    """Fill an unbound form with what the user had typed, right or wrong; None when there is no draft."""
    kept = drafts.find(user, form_key)
    if kept is None or form.is_bound:
        return None
    fill(form, kept)
    return kept


def fill(form, kept: KeptDraft) -> None:
    """Put a draft into an unbound form. Fields that have gone from the form since are left out."""
    typed = QueryDict(mutable=True)
    for name, values in kept.content.items():
        typed.setlist(name, [str(value) for value in values])
    for name, field in form.fields.items():
        full_name = form.add_prefix(name)
        if (
            not field.disabled
            and not field.widget.is_hidden
            and not field.widget.value_omitted_from_data(typed, {}, full_name)
        ):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, full_name)

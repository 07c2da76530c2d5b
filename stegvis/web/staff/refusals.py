"""When an action says no, the form says why, at the field it is about."""

from stegvis.base.decision import NotPossible


def show(form, refusal: NotPossible, fields: dict[str, str] | None = None) -> None:
    """Put the words of a refusal at its field; above the form when the form has no such field.

    `fields` names the form's field where it differs from the rule's.
    """
    name = (fields or {}).get(refusal.field or "", refusal.field)
    form.add_error(name if name in form.fields else None, refusal.reason)

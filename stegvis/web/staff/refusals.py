"""When an action says no, the form says why, at the field it is about."""

from collections.abc import Callable

from stegvis.base.decision import ChangedMeanwhile, NotPossible


def show(form, refusal: NotPossible, fields: dict[str, str] | None = None) -> None:
    """Put the words of a refusal at its field; above the form when the form has no such field.

    `fields` names the form's field where it differs from the rule's.
    """
    name = (fields or {}).get(refusal.field or "", refusal.field)
    form.add_error(name if name in form.fields else None, refusal.reason)


def accepted(form, act: Callable[[], object], fields: dict[str, str] | None = None) -> bool:
    """Do the act; False, with the words in the form as `show` puts them, when it is refused.

    ChangedMeanwhile goes on to the caller, who shows what the other one has saved.
    """
    try:
        act()
    except ChangedMeanwhile:
        raise
    except NotPossible as refusal:
        show(form, refusal, fields)
        return False
    return True

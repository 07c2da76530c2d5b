"""When the database refuses in a race what the rules had allowed a moment before: the same words for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.casework.rules import overlap


@contextmanager
def whole() -> Iterator[None]:
    """One transaction: all of it or nothing. Known refusals of the database come out as NotPossible."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        if refusal := _in_words(str(problem)):
            raise refusal from problem
        raise


def _in_words(problem: str) -> NotPossible | None:
    if "enrolments_overlap" in problem:
        ruling = overlap(None)
        return NotPossible(ruling.reason, field=ruling.field, code=ruling.code)
    if any(name in problem for name in ("target_group_known", "reason_known", "language_known", "method_known")):
        return NotPossible(_("Choose one of the words in the list."), code="unknown_word")
    if "participant_once_per_controller" in problem or "casework_participant.identity_number" in problem:
        return already_registered()
    return None


def already_registered() -> NotPossible:
    """The refusal for an identity number that is in the controller's register."""
    return NotPossible(
        _("A person with this identity number is already in the register."),
        field="identity_number",
        code="already_registered",
    )


def by_hand() -> NotPossible:
    """The refusal for a number whose person the asker may not see, for whichever reason: it says nothing about why."""
    return NotPossible(
        _(
            "This cannot be done from here: the number has to be taken care of by hand. Whoever is in charge at the "
            "unit has been told and will take it from there."
        ),
        field="identity_number",
        code="by_hand",
    )

"""The answer to "may this happen now?", with words for the person who asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Decision:
    """`allowed`, and when not (or only with care) a `reason` that says what to do instead."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


class NotPossible(Exception):
    """An action was asked for that the state or the rules do not allow. The message is for the person at the screen."""

    def __init__(self, reason: str, *, field: str | None = None, code: str = "not_possible"):
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.code = code


class ChangedMeanwhile(NotPossible):
    """The record is no longer as it was when the asker opened it: somebody else has changed it since.

    Nothing was written. A face shows both what was meant and what is there now, and lets the person choose.
    """

    def __init__(self):
        super().__init__(
            _("Somebody else has changed this since you opened it. Nothing of yours is saved yet."),
            code="changed_meanwhile",
        )

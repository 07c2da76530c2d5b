"""Trying again while the database is busy."""

import pytest
from django.db import IntegrityError, OperationalError

from stegvis.workqueue.patience import patiently

BUSY = OperationalError("database is locked")


class Busy:
    """An action that fails some times with an error, then succeeds."""

    def __init__(self, *, times: int, error: Exception = BUSY):
        self.left = times
        self.error = error
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


def test_busy_database_is_tried_again_after_growing_pauses():
    pauses: list[float] = []
    assert patiently(Busy(times=3), pause=pauses.append) == "done"
    assert pauses == sorted(set(pauses)) and len(pauses) == 3


def test_patience_ends():
    action = Busy(times=99)
    with pytest.raises(OperationalError):
        patiently(action, pause=lambda seconds: None, tries=4)
    assert action.calls == 4


def test_error_that_does_not_pass_is_raised_at_once():
    action = Busy(times=1, error=IntegrityError("duplicate"))
    with pytest.raises(IntegrityError):
        patiently(action, pause=lambda seconds: None)
    assert action.calls == 1

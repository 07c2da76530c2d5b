"""Databases are sometimes busy: which errors pass by themselves, and trying again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, connection
from django_tasks_db.utils import is_locked_database_exception

Result = TypeVar("Result")

TRIES = 8
FIRST_PAUSE_SECONDS = 0.05
#: A transaction of so many seconds is long enough for others to be waiting for its end.
LONG_SECONDS = 0.05
#: SQLite's waiters look again after at most a tenth of a second.
BREATH_SECONDS = 0.11

# PostgreSQL: serialisation failure, deadlock, lock not available, and the server going away (class 57P and 08).
_PASSING_STATES = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08")


def is_passing(error: BaseException) -> bool:
    """Would the same transaction probably succeed in a while? (A busy SQLite, a deadlock, a restarted server.)"""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError) or not error.args:
        return False
    if connection.vendor == "sqlite":
        return is_locked_database_exception(error)
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_PASSING_STATES)  # None: the connection broke


def patiently(
    action: Callable[[], Result], *, pause: Callable[[float], object] | None = None, tries: int = TRIES
) -> Result:
    """Do the action, and again after growing pauses while the database is busy: about six seconds of pauses in all.

    The action must be a whole transaction (or a single statement), for only that can be repeated. `pause` waits that
    many seconds. Raises the last error when the tries are used up, and any other error at once.
    """
    wait = pause or Event().wait
    for attempt in range(1, tries + 1):
        try:
            return action()
        except Error as error:
            if attempt == tries or connection.in_atomic_block or not is_passing(error):
                raise
            if connection.connection is not None and not connection.is_usable():
                connection.close()
            wait(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    raise AssertionError("unreachable")


class Turns:
    """Lets others write between one's own long transactions, on SQLite, where one may write at a time.

    Whoever waits there does not queue but looks again now and then. Long transactions close after one another would
    take the lock each time just before they look: pages would fail, and a worker be taken for dead.
    """

    def __init__(self, *, pause: Callable[[float], object] | None = None):
        self._pause = pause or Event().wait
        self._free_until = 0.0

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Around a transaction: waits until the others have had the time to look, if the last one was long."""
        if (left := self._free_until - time.monotonic()) > 0:
            self._pause(left)
        begun = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            if connection.vendor == "sqlite" and ended - begun > LONG_SECONDS:
                self._free_until = ended + BREATH_SECONDS

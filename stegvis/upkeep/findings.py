"""What a check says: how things stand, in words, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters. The order is that of the exit codes: fine 0, warning 1, fault 2."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"

    @property
    def weight(self) -> int:
        """0, 1 or 2: the worst of all findings is the exit code of the command."""
        return list(Level).index(self)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `code` is stable and for programs; `title`, `found` and `advice` are for people.

    `advice` is empty when nothing needs to be done.
    """

    code: str
    level: Level
    title: str
    found: str
    advice: str = ""


def fine(code: str, title: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(code, Level.FINE, title, found)


def warning(code: str, title: str, found: str, advice: str) -> Finding:
    """Should be seen to, but people can work."""
    return Finding(code, Level.WARNING, title, found, advice)


def fault(code: str, title: str, found: str, advice: str) -> Finding:
    """Must be seen to now: data, secrecy or the work itself is at risk."""
    return Finding(code, Level.FAULT, title, found, advice)

"""What is wrong with a row, and the report of an import."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which column, why, and what to do."""

    column: str
    reason: str
    advice: str

    @classmethod
    def of_words(cls, column: str, words: str) -> "Fault":
        """From the words of a rule: the first sentence is the reason, the rest the advice."""
        reason, _dot, advice = words.partition(". ")
        return cls(column, reason.rstrip(".") + ".", advice or _("Correct the cell and import the file again."))


@dataclass(frozen=True)
class RowReport:
    """A row that was not taken in. Several faults of one row stand together, so that rows can be counted."""

    line: int
    faults: tuple[Fault, ...]

    def as_json(self) -> dict:
        """`line`, `column`, `reason` and `advice`; with several faults each text is joined."""
        several = len(self.faults) > 1
        return {
            "line": self.line,
            "column": ", ".join(dict.fromkeys(fault.column for fault in self.faults)),
            "reason": " ".join(f"{f.column}: {f.reason}" if several else f.reason for f in self.faults),
            "advice": " ".join(dict.fromkeys(fault.advice for fault in self.faults)),
        }


@dataclass
class Report:
    """What an import did. Each row read is in exactly one of the five counts; the counts add up to `read`."""

    read: int = 0
    created: int = 0
    closed: int = 0
    unchanged: int = 0
    rejected: list[RowReport] = field(default_factory=list)
    conflicts: list[RowReport] = field(default_factory=list)
    dry_run: bool = False
    unused_columns: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Was every row taken in, or known already?"""
        return not self.rejected and not self.conflicts

    def counts(self) -> dict[str, int]:
        """The five counts and `read`, for the log."""
        names = ("read", "created", "closed", "unchanged")
        lists = {"rejected": len(self.rejected), "conflicts": len(self.conflicts)}
        return {name: getattr(self, name) for name in names} | lists

    def as_json(self) -> dict:
        """The report as `stegvis import-participants --format json` prints it."""
        return {
            "read": self.read,
            "created": self.created,
            "closed": self.closed,
            "unchanged": self.unchanged,
            "rejected": [row.as_json() for row in sorted(self.rejected, key=lambda row: row.line)],
            "conflicts": [row.as_json() for row in sorted(self.conflicts, key=lambda row: row.line)],
        }

"""Composed indicators from the numbers that tables of a release tell, and from no other.

Every number a composed indicator shows is a sum of numbers that stand in the tables, each let through by the gate.
Whoever reads the tables can make the sum; showing it tells nothing new. What cannot be made so is hidden, and so is a
number that is itself small, whose remainder is, or in which everybody is alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stegvis.evaluation.codes import DESTINATIONS, REPORTING_GROUPS
from stegvis.evaluation.composed.definition import Resolved, Shown
from stegvis.evaluation.definitions import Base, Dimension
from stegvis.evaluation.goals.definition import Counted
from stegvis.evaluation.intervals import wilson

Group = tuple[tuple[str, str], ...]
"""Dimension and value of a row, in order; empty for everybody."""

TRANSFERRED = "transferred"
_OTHER = frozenset(REPORTING_GROUPS["other"])


@dataclass(frozen=True)
class ComposedRow:
    """One number of a composed indicator. Everything is None where it is hidden; `value` also for an empty group."""

    by: dict[str, str]
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: tuple[float, float] | None

    @property
    def hidden(self) -> bool:
        """Whether the row may not be shown."""
        return self.numerator is None

    def to_json(self) -> dict[str, Any]:
        """The row as commands and the API print it."""
        return {
            "by": self.by,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "interval": list(self.interval) if self.interval else None,
            "suppressed": self.hidden,
        }


@dataclass(frozen=True)
class Numbers:
    """What tables tell: headline destinations one by one, the others together, sizes, and work or studies."""

    headlines: dict[tuple[Group, str], int] = field(default_factory=dict)
    others: dict[tuple[Group, bool], int] = field(default_factory=dict)
    sizes: dict[tuple[Group, str], int] = field(default_factory=dict)
    work_or_studies: dict[tuple[Group, str], int] = field(default_factory=dict)
    seen: dict[Group, None] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Mapping[str, Any]], split: Dimension | None = None) -> "Numbers":
        """From tables as JSON (`indicator`, `base`, `rows`), for everybody and the one dimension."""
        told = cls()
        for table in tables:
            for row in table["rows"]:
                if not set(row["by"]) <= ({str(split)} if split else set()):
                    continue
                told.seen[tuple(sorted(row["by"].items()))] = None
                if not row["suppressed"]:
                    told._hear(table["indicator"], table["base"], row)
        return told

    def groups(self) -> list[Group]:
        """Everybody first, then the others in the order in which the tables have them, hidden or not."""
        return [(), *(group for group in self.seen if group)]

    def _hear(self, indicator: str, base: str | None, row: Mapping[str, Any]) -> None:
        group = tuple(sorted(row["by"].items()))
        if base and row["denominator"] is not None:
            self.sizes[group, base] = row["denominator"]
        if indicator == "work_or_studies" and base:
            self.work_or_studies[group, base] = row["numerator"]
        code = row.get("destination")
        if indicator == "exit_destination" and code == "other":
            self.others[group, base != Base.ENDED_NOT_TRANSFERRED] = row["numerator"]
        elif code in DESTINATIONS:
            self.headlines[group, code] = row["numerator"]

    def row(self, asked: Resolved, group: Group, *, threshold: int) -> ComposedRow:
        """The indicator for one group. `threshold` 0 shows everything: for invented people only."""
        pair = self._pair(asked, group)
        by = dict(group)
        if pair is None or not _may_show(asked, *pair, threshold):
            return ComposedRow(by, None, None, None, None)
        number, of = pair
        if asked.shown == Shown.COUNT:
            return ComposedRow(by, number, None, float(number), None)
        return ComposedRow(by, number, of, number / of if of else None, wilson(number, of))

    def _pair(self, asked: Resolved, group: Group) -> tuple[int, int] | None:
        if asked.counted == Counted.ANY:
            number, size = self.work_or_studies.get((group, asked.base)), self.sizes.get((group, asked.base))
            return None if number is None or size is None else (number, size)
        if asked.among is None:
            size = self.sizes.get((group, asked.base))
            away = self._sum(asked.left_out, group, asked.base)
            of = None if size is None or away is None else size - away
            number = self._sum(asked.events - asked.left_out, group, asked.base)
        else:
            of = self._sum(asked.among - asked.left_out, group, asked.base)
            number = self._sum(asked.events & asked.among - asked.left_out, group, asked.base)
        return None if number is None or of is None or not 0 <= number <= of else (number, of)

    def _sum(self, codes: frozenset[str], group: Group, base: Base) -> int | None:
        """People whose headline is one of the codes, of a base; None where the tables do not tell."""
        with_transferred = base != Base.ENDED_NOT_TRANSFERRED
        wanted = codes if with_transferred else codes - {TRANSFERRED}
        others = _OTHER if with_transferred else _OTHER - {TRANSFERRED}
        total = 0
        if others <= wanted and (group, with_transferred) in self.others:
            total += self.others[group, with_transferred]
            wanted -= others
        for code in wanted:
            if (group, code) not in self.headlines:
                return None
            total += self.headlines[group, code]
        return total


def _may_show(asked: Resolved, number: int, of: int, threshold: int) -> bool:
    if threshold == 0:
        return True
    if asked.shown == Shown.COUNT:
        return not 0 < number < threshold
    alike = number == of and of > 0
    return not (alike or any(0 < part < threshold for part in (number, of - number, of)))

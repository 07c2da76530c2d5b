"""The readings of a goal that may be shown: those that are made of numbers the gate has let through, and of no other.

A reading is a sum of headline destinations over a group size. Where each of those numbers stands in a gated table for
the whole project, whoever reads the tables can make the sum; showing it tells nothing new. Where one is hidden, so is
the reading, and so is one whose own number or remainder is small, or in which everybody is alike. Readings by any exit
are shown for work or studies only: the gate protects that number and no other of its kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stegvis.evaluation.codes import DESTINATIONS, STILL_ENROLLED
from stegvis.evaluation.definitions import Base
from stegvis.evaluation.gate import DEFAULT_THRESHOLD
from stegvis.evaluation.goals.definition import UNKNOWN_OUTCOME, Counted, GoalDefinition, Missing
from stegvis.evaluation.goals.sensitivity import Choices, Pair, Sensitivity, choices_of, sensitivity


@dataclass(frozen=True)
class Told:
    """The numbers for everybody together that gated tables of one day tell."""

    headlines: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    work_or_studies: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Mapping[str, Any]]) -> "Told":
        """From gated tables as JSON (`indicator`, `base`, `rows`, perhaps `by`); those with a split are passed over."""
        told = cls()
        for table in tables:
            if not table.get("by"):
                for row in table["rows"]:
                    if not row["by"] and not row["suppressed"]:
                        told._hear(table["indicator"], table["base"], row)
        return told

    def _hear(self, indicator: str, base: str | None, row: Mapping[str, Any]) -> None:
        if base and row["denominator"] is not None:
            self.sizes[base] = row["denominator"]
        if indicator == "work_or_studies" and base:
            self.work_or_studies[base] = row["numerator"]
        elif (code := row.get("destination")) in DESTINATIONS and code != STILL_ENROLLED:
            self.headlines[code] = row["numerator"]

    def pair(self, chosen: Choices, counted: Counted, threshold: int) -> Pair:
        """Numerator and denominator of a reading, None when it may not be shown."""
        size = self.sizes.get(chosen.base)
        unknown = UNKNOWN_OUTCOME if chosen.missing == Missing.LEFT_OUT else ()
        left_out = [code for code in unknown if code not in chosen.events]
        if counted == Counted.ANY:
            whole = set(chosen.events) == {"work", "studies"} and not left_out
            number = self.work_or_studies.get(chosen.base) if whole else None
        else:
            number = self._sum(chosen.events)
            if chosen.base == Base.ENDED_NOT_TRANSFERRED and "transferred" in chosen.events:
                number = self._sum([code for code in chosen.events if code != "transferred"])
        away = self._sum(left_out)
        if size is None or number is None or away is None:
            return None
        size -= away
        small = 0 < number < threshold or 0 < size - number < threshold or (number == size and size > 0)
        return None if small or not 0 <= number <= size else (number, size)

    def _sum(self, codes: Iterable[str]) -> int | None:
        codes = list(codes)
        return sum(self.headlines[code] for code in codes) if all(code in self.headlines for code in codes) else None


def of_gated(
    goal: GoalDefinition,
    tables: Mapping[date, Iterable[Mapping[str, Any]]],
    *,
    threshold: int = DEFAULT_THRESHOLD,
    printed: Mapping[Choices, float] | None = None,
) -> Sensitivity:
    """Every reading that gated tables (day → tables) allow; the others stand there without numbers.

    `printed`: shares (0–1) that the project has printed itself, public already. Where a reading is hidden and was
    printed, it has the printed share and no number of people.

    Raises DefinitionError for a goal that cannot be measured.
    """
    told = {day: Told.of(given) for day, given in tables.items()}
    printed = printed or {}
    declared, every = choices_of(goal, told, printed_on={one.at for one in printed})
    nothing = Told()
    return sensitivity(
        goal, declared, every, lambda one: told.get(one.at, nothing).pair(one, goal.counted, threshold), printed
    )

"""The readings of a goal that may be shown: those that are made of numbers the gate has let through, and of no other.

A reading is a sum of headline destinations over a group size. Where each of those numbers stands in a gated table for
the whole project, whoever reads the tables can make the sum; showing it tells nothing new. Where one is hidden, so is
the reading, and so is one whose own number or remainder is small, or in which everybody is alike. Readings by any exit
are shown for work or studies only: the gate protects that number and no other of its kind. Readings after the exit are
made of the table that the gate protects for each kind of follow-up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stegvis.evaluation.after_exit import NO_ANSWER
from stegvis.evaluation.codes import AFTER_EXIT_TABLES, DESTINATIONS
from stegvis.evaluation.definitions import Base, Dimension
from stegvis.evaluation.gate import DEFAULT_THRESHOLD
from stegvis.evaluation.goals.definition import UNKNOWN_OUTCOME, Counted, GoalDefinition, Missing
from stegvis.evaluation.goals.sensitivity import (
    Choices,
    GoalReading,
    Pair,
    Sensitivity,
    choices_of,
    reading,
    sensitivity,
)
from stegvis.evaluation.results import values_in_order

_FIFTH_GROUP = ("exit_destination", "other")
"""Of the same name as a destination that is inside it."""

DUE = "due"
"""All who can have been asked after the exit."""


@dataclass(frozen=True)
class Told:
    """The numbers for everybody together that gated tables of one day tell."""

    headlines: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    work_or_studies: dict[str, int] = field(default_factory=dict)
    after: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Mapping[str, Any]], **group: str) -> "Told":
        """From gated tables as JSON (`indicator`, `base`, `rows`, `by`), for everybody or one `group`.

        A group is one value of each of its dimensions (`municipality="Kalmar"`). Where people were after the exit is
        told for everybody only.
        """
        told = cls()
        kinds = {indicator: kind for kind, indicator in AFTER_EXIT_TABLES.items()}
        for table in tables:
            if kind := kinds.get(table["indicator"]):
                if not group:
                    told._hear_after(kind, table["rows"])
            elif set(table.get("by") or ()) == set(group):
                for row in table["rows"]:
                    if row["by"] == group and not row["suppressed"]:
                        told._hear(table["indicator"], table["base"], row)
        return told

    def _hear_after(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        shown = [row for row in rows if not row["suppressed"]]
        self.after[kind] = {row["destination"]: row["numerator"] for row in shown}
        if shown:
            self.after[kind][DUE] = shown[0]["denominator"]

    def _hear(self, indicator: str, base: str | None, row: Mapping[str, Any]) -> None:
        if base and row["denominator"] is not None:
            self.sizes[base] = row["denominator"]
        if indicator == "work_or_studies" and base:
            self.work_or_studies[base] = row["numerator"]
        elif (code := row.get("destination")) in DESTINATIONS and (indicator, code) != _FIFTH_GROUP:
            self.headlines[code] = row["numerator"]

    def pair(self, chosen: Choices, goal: GoalDefinition, threshold: int) -> Pair:
        """Numerator and denominator of a reading, None when it may not be shown."""
        if chosen.after:
            return self._pair_after(chosen, threshold)
        size = self.sizes.get(chosen.base)
        without_transferred = chosen.base == Base.ENDED_NOT_TRANSFERRED
        unknown = UNKNOWN_OUTCOME if chosen.missing == Missing.LEFT_OUT else ()
        left_out = [code for code in unknown if code not in chosen.events]
        if goal.counted == Counted.ANY:
            whole = set(chosen.events) == {"work", "studies"} and not left_out
            number = self.work_or_studies.get(chosen.base) if whole else None
        else:
            number = self._sum(chosen.events)
            if without_transferred and "transferred" in chosen.events:
                number = self._sum([code for code in chosen.events if code != "transferred"])
        apart = [code for code in goal.apart_from if not (code == "transferred" and without_transferred)]
        away = self._sum({*left_out, *apart})
        if size is None or number is None or away is None:
            return None
        size -= away
        return _safe(number, size, threshold)

    def _pair_after(self, chosen: Choices, threshold: int) -> Pair:
        groups, enrolled = self.after.get(chosen.after, {}), self.sizes.get(Base.ENROLLED)
        needed = {*chosen.events, *(() if chosen.missing == Missing.NOT_REACHED else (NO_ANSWER,))}
        if DUE not in groups or needed - set(groups) or (chosen.base == Base.ENROLLED and enrolled is None):
            return None
        number = sum(groups[code] for code in chosen.events)
        size = groups[DUE] if chosen.base == Base.ENDED else enrolled or 0
        if chosen.missing == Missing.LEFT_OUT:
            size -= groups[NO_ANSWER]
        if chosen.missing == Missing.REACHED:
            number += groups[NO_ANSWER]
        return _safe(number, size, threshold)

    def _sum(self, codes: Iterable[str]) -> int | None:
        codes = list(codes)
        return sum(self.headlines[code] for code in codes) if all(code in self.headlines for code in codes) else None


def _safe(number: int, size: int, threshold: int) -> Pair:
    """The two, or None where few people, few others or everybody would be told."""
    small = 0 < number < threshold or 0 < size - number < threshold or (number == size and size > 0)
    return None if small or not 0 <= number <= size else (number, size)


def of_gated(
    goal: GoalDefinition,
    tables: Mapping[date, Iterable[Mapping[str, Any]]],
    *,
    threshold: int = DEFAULT_THRESHOLD,
    printed: Mapping[Choices, float] | None = None,
    municipality: str = "",
) -> Sensitivity:
    """Every reading that gated tables (day → tables) allow; the others stand there without numbers.

    `printed`: shares (0–1) that the project has printed itself, public already. Where a reading is hidden and was
    printed, it has the printed share and no number of people.

    `municipality`: the goal is a local one, of the people there.

    Raises DefinitionError for a goal that cannot be measured.
    """
    group = {str(Dimension.MUNICIPALITY): municipality} if municipality else {}
    told = {day: Told.of(given, **group) for day, given in tables.items()}
    printed = {} if group else printed or {}
    after = told[max(told)].after if told else ()
    declared, every = choices_of(goal, told, printed_on={one.at for one in printed}, after=after)
    nothing = Told()
    return sensitivity(goal, declared, every, lambda one: told.get(one.at, nothing).pair(one, goal, threshold), printed)


@dataclass(frozen=True)
class Part:
    """The goal as declared, read for one group (a value of the dimension). Without numbers where it is hidden."""

    dimension: Dimension
    value: str
    reading: GoalReading


def parts_of(
    goal: GoalDefinition, tables: Iterable[Mapping[str, Any]], at: date, *, threshold: int = DEFAULT_THRESHOLD
) -> list[Part]:
    """The declared reading for each group of each dimension in `split`, from the gated tables of one day."""
    tables = list(tables)
    declared = Choices(goal.base, goal.events, at, goal.missing, goal.after)
    found = []
    for dimension in goal.split:
        name = str(dimension)
        present = {
            row["by"][name]: None for table in tables if list(table.get("by") or ()) == [name] for row in table["rows"]
        }
        for value in values_in_order(dimension, present):
            pair = Told.of(tables, **{name: value}).pair(declared, goal, threshold)
            found.append(Part(dimension, value, reading(declared, pair, goal.target)))
    return found

"""Read the frozen rows of a release. Nothing is computed here: what a release does not hold cannot be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.evaluation.codes import AFTER_EXIT_TABLES, UNLISTED_TABLES


@dataclass(frozen=True)
class FrozenRow:
    """One gated number of a release, as the gate let it through; every number is None when `suppressed`."""

    by: dict[str, str]
    destination: str | None
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: tuple[float, float] | None
    suppressed: bool


@dataclass(frozen=True)
class FrozenTable:
    """One indicator on one base split one way."""

    indicator: str
    definition: str
    base: str | None
    by: tuple[str, ...]
    rows: tuple[FrozenRow, ...]

    def groups(self) -> Iterator[tuple[dict[str, str], tuple[FrozenRow, ...]]]:
        """Rows gathered by group of people (a distribution has one row per destination)."""
        gathered: dict[tuple, list[FrozenRow]] = {}
        for row in self.rows:
            gathered.setdefault(tuple(row.by.items()), []).append(row)
        for key, rows in gathered.items():
            yield dict(key), tuple(rows)


class FrozenResults:
    """All tables of a release (or of one gated computation), looked up by indicator, base and split.

    The tables of where people were after the exit, which goals are read from, are not among them. Those of what they
    live on, of support and result and of life wheels are found by their names, but stand in no list.
    """

    def __init__(self, results: list[dict]):
        after = set(AFTER_EXIT_TABLES.values())
        self._tables = {
            (r["indicator"], r["base"] or "", tuple(r["by"])): r for r in results if r["indicator"] not in after
        }

    def table(self, indicator: str, base: str | None = None, by: tuple[str, ...] = ()) -> FrozenTable:
        """The table. Raises KeyError when the release does not hold it."""
        kept = self._tables[indicator, base or "", tuple(by)]
        rows = tuple(
            FrozenRow(
                row["by"],
                row.get("destination"),
                row["numerator"],
                row["denominator"],
                row["value"],
                tuple(row["interval"]) if row["interval"] else None,
                row["suppressed"],
            )
            for row in kept["rows"]
        )
        return FrozenTable(kept["indicator"], kept["definition"], kept["base"], tuple(kept["by"]), rows)

    def has(self, indicator: str, base: str | None = None, by: tuple[str, ...] = ()) -> bool:
        """Does the release hold the table?"""
        return (indicator, base or "", tuple(by)) in self._tables

    def one(self, indicator: str, base: str | None = None, *, destination: str | None = None, **by: str) -> FrozenRow:
        """The single row of a group (and destination). Raises KeyError when there is none."""
        for row in self.table(indicator, base, tuple(by)).rows:
            if row.by == by and row.destination == destination:
                return row
        raise KeyError((indicator, base, destination, by))

    def tables(self) -> Iterator[FrozenTable]:
        """Every table in the order of the release."""
        for indicator, base, by in self._tables:
            if indicator in UNLISTED_TABLES:
                continue
            yield self.table(indicator, base, by)

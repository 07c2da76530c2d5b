"""The disclosure gate: the only door from a computed number to a page, a report, an export or an answer.

By behaviour: a count of 1–4 is hidden, and so is a share whose remainder is 1–4, a group where everybody has the same
destination, and a change of 1–4 since an earlier release; a zero is shown. Then whatever would let somebody work a
hidden number out is hidden too, over all linked tables of the release at once. `docs/reference/disclosure.md` says
why; the work is done in `disclosure`.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from stegvis.evaluation.codes import STILL_ENROLLED
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind, Words
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.carry_over import carry_over
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.results import RawRow

__all__ = ["DEFAULT_THRESHOLD", "GatedResult", "GatedRow", "PublishedSet", "carry_over", "gated", "published_set"]

DEFAULT_THRESHOLD = 5
"""Counts from 1 up to one less than this are small."""

REASON_WORDS = {
    "cell": Words(
        sv="Visas inte: för få personer, eller så går en annan liten grupp att räkna ut.",
        en="Not shown: too few people, or another small group could be worked out.",
    ),
    "group": Words(
        sv="Visas inte: för få i någon grupp.",
        en="Not shown: too few people in some group.",
    ),
}
"""Why a row is hidden. It does not say more on purpose: to tell small from secondary would tell the number."""

_TOKEN = object()


@dataclass(frozen=True)
class GatedRow:
    """One row that may be rendered. Suppressed rows carry no number at all; `reason` is a key of REASON_WORDS."""

    by: dict[str, str]
    destination: str | None
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: tuple[float, float] | None
    suppressed: bool
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """The row as JSON: `by` only with what was asked, `destination` only in distributions, nulls when hidden."""
        row: dict[str, Any] = {"by": dict(self.by)}
        if self.destination is not None:
            row["destination"] = self.destination
        return row | {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "interval": list(self.interval) if self.interval else None,
            "suppressed": self.suppressed,
        }


@dataclass(frozen=True)
class GatedResult:
    """An answer that has passed the gate: the only type that faces may render.

    It is made by `gated`, or read back by `thaw` from what `freeze` wrote. Raises TypeError when made elsewhere.
    """

    definition: IndicatorDefinition
    base: Base | None
    by: tuple[Dimension, ...]
    at: date
    extract_digest: str
    threshold: int
    rows: tuple[GatedRow, ...]
    token: object = field(repr=False, compare=False)

    def __post_init__(self):
        if self.token is not _TOKEN:
            raise TypeError("a GatedResult comes from the gate; pass the question to stegvis.evaluation.gate.gated")

    @property
    def hidden_rows(self) -> int:
        """How many rows are suppressed."""
        return sum(row.suppressed for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """One entry of `results` in the answer of `stegvis indicators`: indicator, definition digest, base, rows."""
        return {
            "indicator": self.definition.id,
            "definition": self.definition.digest,
            "base": str(self.base) if self.base else None,
            "rows": [row.to_json() for row in self.rows],
        }

    def freeze(self) -> str:
        """The result as one line of JSON with a seal over its content, for a release to keep."""
        content = {
            "definition": self.definition.model_dump(mode="json"),
            "base": str(self.base) if self.base else None,
            "by": [str(one) for one in self.by],
            "at": self.at.isoformat(),
            "extract": self.extract_digest,
            "threshold": self.threshold,
            "rows": [{**row.to_json(), "reason": row.reason} for row in self.rows],
        }
        return json.dumps({"seal": _seal(content), "result": content}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def thaw(cls, text: str) -> "GatedResult":
        """Read back a frozen result with the definition it was made by. Raises BrokenSeal when it was changed.

        The seal guards against accident and against other writers of the same field; it is no secret key.
        """
        try:
            outer = json.loads(text)
            content = outer["result"]
            if outer["seal"] != _seal(content):
                raise BrokenSeal("the frozen result was changed after it passed the gate")
            return cls(
                IndicatorDefinition.model_validate(content["definition"]),
                Base(content["base"]) if content["base"] else None,
                tuple(Dimension(one) for one in content["by"]),
                date.fromisoformat(content["at"]),
                content["extract"],
                content["threshold"],
                tuple(_row_from(row) for row in content["rows"]),
                _TOKEN,
            )
        except BrokenSeal:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenSeal(f"this is no frozen result: {error}") from error


class BrokenSeal(ValueError):
    """A text that the gate did not write, or that was changed afterwards."""


def _seal(content: dict) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"stegvis gated result 1\n" + text.encode()).hexdigest()


def _row_from(row: dict[str, Any]) -> GatedRow:
    interval = tuple(row["interval"]) if row["interval"] else None
    plain = (row["by"], row.get("destination"), row["numerator"], row["denominator"], row["value"])
    return GatedRow(*plain, interval, row["suppressed"], row["reason"])


def gated(
    definition: IndicatorDefinition,
    extract: Extract,
    *,
    at: date,
    base: Base | str | None = None,
    by: tuple[Dimension | str, ...] = (),
    threshold: int = DEFAULT_THRESHOLD,
    earlier: Sequence[PublishedSet] = (),
) -> GatedResult:
    """Compute the indicator and let through what may be shown.

    Whatever is asked, the whole family of linked tables is protected, so that answers to different questions about
    the same extract, date, threshold and `earlier` agree and cannot be combined. `earlier` are the published sets
    of the releases before, oldest first.

    Raises DefinitionError as `engine.compute` does, NotInFamily for a definition the gate cannot protect, ValueError
    for a threshold below 2.
    """
    from stegvis.evaluation import engine

    if threshold < 2:
        raise ValueError("a threshold below 2 protects nobody")
    raw = engine.compute(definition, extract, at=at, base=base, by=by)
    family = _family(extract, at, threshold, tuple(earlier))
    shows = _Shows(definition, raw.base, threshold, family.is_shown)
    rows: list[GatedRow] = []
    for _, group in groupby(raw.rows, key=lambda row: tuple(row.by.values())):
        rows.extend(shows.group(list(group)))
    return GatedResult(definition, raw.base, raw.by, at, raw.extract_digest, threshold, tuple(rows), _TOKEN)


def published_set(
    extract: Extract, *, at: date, threshold: int = DEFAULT_THRESHOLD, earlier: Sequence[PublishedSet] = ()
) -> PublishedSet:
    """Everything a release of this extract tells, to be kept beside it and passed as `earlier` from then on."""
    return _family(extract, at, threshold, tuple(earlier)).published()


def one_row_cells(
    extract: Extract, table: str, *, at: date, threshold: int = DEFAULT_THRESHOLD, earlier: Sequence[PublishedSet] = ()
) -> dict[str, tuple[int, bool]]:
    """Number (`due` and the groups of a table of one row) → value, and whether it may be shown.

    For the tables of `after_exit` and `income`, which let only the shown ones out. Raises DefinitionError when the
    extract does not hold what the table counts.
    """
    if threshold < 2:
        raise ValueError("a threshold below 2 protects nobody")
    family = _family(extract, at, threshold, tuple(earlier))
    return {cell.number: (value, shown) for cell, (shown, value) in family.one_row(table).items()}


@dataclass(frozen=True)
class _Shows:
    """Decides the rows of one group (one value of every dimension asked)."""

    definition: IndicatorDefinition
    base: Base | None
    threshold: int
    is_shown: Callable[[cells.Cell], bool]

    def group(self, rows: list[RawRow]) -> list[GatedRow]:
        shown = [self._may_show(row) for row in rows]
        if self.definition.kind == Kind.DISTRIBUTION and self._too_little_left(rows, shown):
            shown = [False] * len(rows)
        whole = self.definition.kind == Kind.DISTRIBUTION and not any(shown)
        return [self._row(row, show, "group" if whole else "cell") for row, show in zip(rows, shown, strict=True)]

    def _may_show(self, row: RawRow) -> bool:
        number = cells.number_for(self.definition, self.base, row.destination)
        whole = cells.whole_for(self.definition, self.base)
        # still_enrolled has no cell of its own: it is what is left between the two sizes.
        needed = {number or cells.ENDED, whole or number or cells.ENDED}
        if not all(self.is_shown(cells.cell_at(row.by, name)) for name in needed):
            return False
        if self.definition.kind == Kind.MEDIAN_DURATION:
            return row.denominator == 0 or (row.denominator or 0) >= 2 * self.threshold
        return True

    def _too_little_left(self, rows: list[RawRow], shown: list[bool]) -> bool:
        if not rows[0].denominator:
            return False
        waiting = next((row.numerator or 0 for row in rows if row.destination == STILL_ENROLLED), None)
        if waiting is not None and (0 < waiting < self.threshold or waiting == rows[0].denominator):
            return True
        if cells.is_fine(self.definition.numerator):
            return False
        filled = sum(1 for row, show in zip(rows, shown, strict=True) if show and row.numerator)
        return filled < 2

    @staticmethod
    def _row(row: RawRow, show: bool, reason: str) -> GatedRow:
        if not show:
            return GatedRow(row.by, row.destination, None, None, None, None, True, reason)
        plain = (row.by, row.destination, row.numerator, row.denominator, row.value)
        return GatedRow(*plain, row.interval, False, None)


_families: OrderedDict[tuple, Any] = OrderedDict()
_FAMILIES_KEPT = 8


def _family(extract: Extract, at: date, threshold: int, earlier: tuple[PublishedSet, ...]):
    """The protected family, worked out once per extract, date, threshold and history."""
    from stegvis.evaluation.disclosure.protection import Family

    key = (extract.digest, at, threshold, tuple(release.digest for release in earlier))
    if key not in _families:
        _families[key] = Family(extract, at, threshold, earlier)
        while len(_families) > _FAMILIES_KEPT:
            _families.popitem(last=False)
    _families.move_to_end(key)
    return _families[key]

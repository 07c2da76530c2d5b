"""Computed answers, before the gate. They can be read by programs and tests, but no face can render them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stegvis.base.text_keys import sort_key
from stegvis.evaluation.codes import AGE_GROUPS, HALF_YEARS_IN, INFLOW_CHANNELS, SEXES, TARGET_GROUPS, TIMES_IN
from stegvis.evaluation.definitions import Base, DefinitionError, Dimension, IndicatorDefinition


@dataclass(frozen=True)
class RawRow:
    """One number. `by` holds one value per asked dimension; `destination` is None outside distributions.

    Counts: `numerator` and `value` are the count, `denominator` is None. Shares and distributions: `value` is
    numerator/denominator (0–1, None for an empty group) with Wilson's interval. Median: `numerator` is None,
    `denominator` the number of people, `value` days.
    """

    by: dict[str, str]
    destination: str | None
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class RawResult:
    """The full answer to one question, not yet safe to show: pass it through `gate.gated`."""

    definition: IndicatorDefinition
    base: Base | None
    by: tuple[Dimension, ...]
    at: date
    extract_digest: str
    rows: tuple[RawRow, ...]


_FIXED_ORDER = {
    Dimension.SEX: SEXES,
    Dimension.INFLOW_CHANNEL: INFLOW_CHANNELS,
    Dimension.TARGET_GROUP: TARGET_GROUPS,
    Dimension.AGE_GROUP: AGE_GROUPS,
    Dimension.TIME_IN: TIMES_IN,
    Dimension.HALF_YEARS_IN: HALF_YEARS_IN,
}


def values_in_order(dimension: Dimension, present: Iterable[str]) -> tuple[str, ...]:
    """The values a grid shows: codes in their declared order, municipalities in Swedish order, months in time.

    Both sexes are always there, so that an empty row is seen to be empty; other values only when somebody has them.
    """
    if dimension == Dimension.SEX:
        return SEXES
    if dimension in _FIXED_ORDER:
        found = set(present)
        return tuple(value for value in _FIXED_ORDER[dimension] if value in found)
    return tuple(sorted(set(present), key=lambda name: (sort_key(name), name)))


def check_date(extract_at: date, at: date) -> None:
    """Raises DefinitionError when the question is about a day after the extract was drawn."""
    if at > extract_at:
        raise DefinitionError(
            f"Uppgifterna går till och med {extract_at}. Välj en dag som inte är senare.",
            f"The figures go up to {extract_at}. Choose a day that is not later.",
        )

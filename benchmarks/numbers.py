"""Medians, percentiles, and ratios with an interval."""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_AGAIN = 2000


@dataclass(frozen=True)
class Times:
    """Repeated measurements of one thing, in seconds."""

    median: float
    p95: float
    count: int


def times(seconds: Sequence[float]) -> Times:
    """Median and 95th percentile (nearest rank)."""
    ordered = sorted(seconds)
    return Times(statistics.median(ordered), ordered[max(0, -(-95 * len(ordered) // 100) - 1)], len(ordered))


@dataclass(frozen=True)
class Ratio:
    """How many times as long, with the 95 % interval of the bootstrap."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}–{self.high:.2f})"


def ratio(measured: Sequence[float], beside: Sequence[float]) -> Ratio:
    """Ratio of medians of two interleaved series of rounds: round `i` of one was measured next to round `i` of the
    other. The interval draws rounds in pairs, so that what disturbed both disturbs neither end."""
    draw = random.Random(1)  # noqa: S311 - the same interval for the same numbers
    pairs = list(zip(measured, beside, strict=True))
    found = sorted(_of([draw.choice(pairs) for _ in pairs]) for _ in range(_AGAIN))
    return Ratio(_of(pairs), found[int(0.025 * _AGAIN)], found[int(0.975 * _AGAIN)])


def _of(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)

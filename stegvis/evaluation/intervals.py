"""Intervals: how far chance alone can carry a number in a group of this size."""

from collections.abc import Callable
from functools import lru_cache
from math import comb, sqrt
from statistics import NormalDist

Z_95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


def wilson(numerator: int, denominator: int, z: float = Z_95) -> tuple[float, float] | None:
    """Wilson's score interval for a share, both ends 0–1; None for an empty group.

    Keeps its coverage in small groups and near 0 and 1, where the textbook interval fails.
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212;
    recommended by R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
    Medicine 17 (1998) 857–872 (method 3).

    Raises ValueError when the numerator is not among the denominator.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is not a share")
    if denominator == 0:
        return None
    share, square = numerator / denominator, z * z
    middle = share + square / (2 * denominator)
    reach = z * sqrt(share * (1 - share) / denominator + square / (4 * denominator**2))
    scale = 1 + square / denominator
    low = 0.0 if numerator == 0 else (middle - reach) / scale
    high = 1.0 if numerator == denominator else (middle + reach) / scale
    return low, high


_EXACT_UP_TO = 1000  # beyond this the normal curve is as good and the whole numbers grow long


def _ranks_of_many(count: int, allowed: float) -> tuple[int, int]:
    rank = int((count + 1) / 2 + NormalDist().inv_cdf(allowed) * sqrt(count) / 2)
    return rank, count + 1 - rank


@lru_cache(maxsize=4096)
def median_ranks(count: int, coverage: float = 0.95) -> tuple[int, int] | None:
    """Ranks (from 1) of the two ordered values that enclose the median with at least this coverage.

    Distribution-free: the number of values under the median is binomial(count, ½). None when even the smallest and
    largest value do not reach the coverage (fewer than 6 values at 95 %).
    W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.
    """
    if count < 1:
        return None
    allowed = (1 - coverage) / 2
    if count > _EXACT_UP_TO:
        return _ranks_of_many(count, allowed)
    below, rank = 0, 0
    whole = 2**count
    while True:
        below += comb(count, rank)
        if below / whole > allowed:
            break
        rank += 1
    return (rank, count + 1 - rank) if rank else None


def median_and_interval(count: int, value_at: Callable[[int], int]) -> tuple[float | None, tuple[int, int] | None]:
    """Median and its order-statistic interval. `value_at(rank)` gives the ordered values, ranks from 1.

    With an even count the median is the mean of the two middle values. None where there is nothing to say.
    """
    if count == 0:
        return None, None
    median = (value_at((count + 1) // 2) + value_at(count // 2 + 1)) / 2
    ranks = median_ranks(count)
    return median, (value_at(ranks[0]), value_at(ranks[1])) if ranks else None

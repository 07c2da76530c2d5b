"""Customers before and after a change: how many come, how many of them buy, and what chance may explain."""

from dataclasses import dataclass

from stegvis.evaluation.statistics.standardisation import difference


@dataclass(frozen=True)
class Flow:
    """What was counted: over how many half days, how many came, and how many of them bought something."""

    half_days: int
    visitors: int
    buyers: int


@dataclass(frozen=True)
class Change:
    """After compared with before. None where too little was counted to compare.

    `visitors`: how many times as many come in a half day (1: as many), with its 95 % interval. `buying`: how much
    higher the share is of those who buy (−1 to 1), with its 95 % interval.
    """

    before: Flow
    after: Flow
    visitors: tuple[float, float, float] | None
    buying: tuple[float, float, float] | None


def compared(before: Flow, after: Flow) -> Change:
    """The change from one time to another."""
    visitors = None
    if before.half_days and after.half_days and before.visitors and after.visitors:
        visitors = rate_ratio((after.visitors, after.half_days), (before.visitors, before.half_days))
    buying = None
    if before.visitors and after.visitors:
        buying = difference((after.buyers, after.visitors), (before.buyers, before.visitors))
    return Change(before, after, visitors, buying)


def rate_ratio(own: tuple[int, int], other: tuple[int, int], coverage: float = 0.95) -> tuple[float, float, float]:
    """How many times as high the rate of `own` (events, time) is as that of `other`, with its exact interval.

    Given all events together, those of `own` are binomial when events come one by one and independently (Poisson):
    J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31
    (1940) 313–323, with the exact limits of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413. People who
    come in company, and days unlike each other, make the true interval wider.
    Raises ValueError without events or time on both sides.
    """
    from scipy.special import betaincinv  # loads several times faster than scipy.stats

    (here, here_time), (there, there_time) = own, other
    if min(here, here_time, there, there_time) < 1:
        raise ValueError("a ratio of rates needs events and time on both sides")
    tail = (1 - coverage) / 2
    low = betaincinv(here, there + 1, tail)
    high = betaincinv(here + 1, there, 1 - tail)
    times = there_time / here_time
    return here / there * times, float(low / (1 - low) * times), float(high / (1 - high) * times)

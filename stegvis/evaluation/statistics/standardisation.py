"""What a group's share would be with the same mix of people as all together (direct standardisation)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from stegvis.evaluation.intervals import wilson


@dataclass(frozen=True)
class Stratum:
    """One kind of people in a group: how many reached the outcome, how many they are, and their weight in the whole."""

    reached: int
    people: int
    weight: int


@dataclass(frozen=True)
class Adjusted:
    """A share with the mix of the whole, and its interval (all 0–1)."""

    share: float
    interval: tuple[float, float]


def standardised(strata: Sequence[Stratum]) -> Adjusted | None:
    """The weighted mean of the strata's shares, weights being the sizes of the strata in the whole.

    None when nobody is in a stratum that the whole has people in: its share is not known and none is made up.
    B. MacMahon and T. F. Pugh, Epidemiology: Principles and Methods (1970), chapter 4. The interval joins Wilson's
    intervals of the strata: lower end = share − √Σ w²(p − l)², upper end likewise. G. Y. Zou, W. Huang and X. Zhang,
    "A note on confidence interval estimation for a linear function of binomial proportions", Computational Statistics
    & Data Analysis 53 (2009) 1080–1085.
    """
    counted = [stratum for stratum in strata if stratum.weight]
    if not counted or any(not stratum.people for stratum in counted):
        return None
    whole = sum(stratum.weight for stratum in counted)
    share = down = up = 0.0
    for stratum in counted:
        weight, own = stratum.weight / whole, stratum.reached / stratum.people
        low, high = wilson(stratum.reached, stratum.people)
        share += weight * own
        down += (weight * (own - low)) ** 2
        up += (weight * (high - own)) ** 2
    return Adjusted(min(share, 1.0), (max(0.0, share - sqrt(down)), min(1.0, share + sqrt(up))))


def difference(own: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    """How much higher the share of `own` (reached, people) is than that of `other`, with its 95 % interval (−1 to 1).

    R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    (1998) 873–890, method 10. Raises ValueError when one of the groups is empty.
    """
    first, second = wilson(*own), wilson(*other)
    if first is None or second is None:
        raise ValueError("a difference needs people in both groups")
    here, there = own[0] / own[1], other[0] / other[1]
    apart = here - there
    low = apart - sqrt((here - first[0]) ** 2 + (second[1] - there) ** 2)
    high = apart + sqrt((first[1] - here) ** 2 + (there - second[0]) ** 2)
    return apart, low, high

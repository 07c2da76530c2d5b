"""Groups of different size against the share of all together: is one further off than chance carries a group so small?

The funnel plot of D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine
24 (2005) 1185–1202, with exact binomial limits interpolated as in its appendix A.1.1. It ranks nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

INNER, OUTER = 0.95, 0.998
"""How often a group that is like all the others lies between the limits. Spiegelhalter's two and three deviations."""


class Standing(StrEnum):
    """Where a group lies. `unusual`: outside the inner limits only; `far`: outside the outer ones too."""

    WITHIN = "within"
    UNUSUAL_HIGH = "unusual_high"
    UNUSUAL_LOW = "unusual_low"
    FAR_HIGH = "far_high"
    FAR_LOW = "far_low"


class Lacking(StrEnum):
    """Why there is no funnel to draw."""

    HIDDEN_WHOLE = "hidden_whole"
    NOBODY = "nobody"
    ONE_GROUP = "one_group"
    ALL_HIDDEN = "all_hidden"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True)
class Counted:
    """A published group: its name, how many of it reached the outcome, how many it is. Both None when hidden."""

    name: str
    reached: int | None
    people: int | None

    @property
    def hidden(self) -> bool:
        """Has the gate kept this group back?"""
        return self.reached is None or self.people is None


@dataclass(frozen=True)
class Placed:
    """A shown group with somebody in it: its share (0–1), the limits for a group of its size, and where it lies."""

    name: str
    reached: int
    people: int
    share: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    standing: Standing


@dataclass(frozen=True)
class Funnel:
    """`share` of all together (0–1), the groups in the order given, and the names of those hidden or empty."""

    share: float
    groups: tuple[Placed, ...]
    hidden: tuple[str, ...]
    empty: tuple[str, ...]

    def named(self, *standings: Standing) -> list[str]:
        """The groups that stand so, in the order given."""
        return [group.name for group in self.groups if group.standing in standings]


def limits(share: float, people: int, coverage: float) -> tuple[float, float]:
    """Between which shares (0–1) a group of `people` lies by chance in `coverage` of all cases when its own is `share`.

    Exact binomial, interpolated between whole people so that the curve is smooth: with r the smallest count whose
    cumulative probability F(r) is at least p, the limit is (r − (F(r) − p) / (F(r) − F(r − 1))) / n, kept in 0–1.
    Spiegelhalter (2005), appendix A.1.1.

    Raises ValueError for an empty group, or a share or coverage that is none.
    """
    if people < 1 or not 0 <= share <= 1 or not 0 < coverage < 1:
        raise ValueError(f"no limits for {people} people at {share} with coverage {coverage}")
    if share in (0.0, 1.0):
        return share, share
    tail = (1 - coverage) / 2
    return _quantile(share, people, tail), _quantile(share, people, 1 - tail)


def _quantile(share: float, people: int, probability: float) -> float:
    from scipy.special import bdtr  # loads several times faster than scipy.stats

    below, found = -1, people  # F(below) < probability <= F(found)
    while found - below > 1:
        middle = (below + found) // 2
        if bdtr(middle, people, share) >= probability:
            found = middle
        else:
            below = middle
    up_to = float(bdtr(found, people, share))
    before = float(bdtr(found - 1, people, share)) if found else 0.0
    part = (up_to - probability) / (up_to - before) if up_to > before else 0.0
    return min(1.0, max(0.0, (found - part) / people))


def chance_of_any_outside(groups: int, coverage: float = INNER) -> float:
    """How likely it is (0–1) that at least one of so many groups lies outside the limits although all are alike."""
    return 1 - coverage**groups


def funnel(whole: Counted, groups: Sequence[Counted]) -> Funnel | Lacking:
    """Place every shown group against the share of all together; say why when that cannot be done."""
    if whole.hidden:
        return Lacking.HIDDEN_WHOLE
    if not whole.people:
        return Lacking.NOBODY
    if len(groups) < 2:
        return Lacking.ONE_GROUP
    share = whole.reached / whole.people
    shown = [group for group in groups if not group.hidden and group.people]
    if not shown:
        return Lacking.ALL_HIDDEN
    if share in (0.0, 1.0):
        return Lacking.NO_SPREAD
    return Funnel(
        share=share,
        groups=tuple(_placed(group, share) for group in shown),
        hidden=tuple(group.name for group in groups if group.hidden),
        empty=tuple(group.name for group in groups if group.people == 0),
    )


def _placed(group: Counted, whole: float) -> Placed:
    share = group.reached / group.people
    inner, outer = limits(whole, group.people, INNER), limits(whole, group.people, OUTER)
    return Placed(group.name, group.reached, group.people, share, inner, outer, _standing(share, inner, outer))


def _standing(share: float, inner: tuple[float, float], outer: tuple[float, float]) -> Standing:
    if share > outer[1]:
        return Standing.FAR_HIGH
    if share < outer[0]:
        return Standing.FAR_LOW
    if share > inner[1]:
        return Standing.UNUSUAL_HIGH
    return Standing.UNUSUAL_LOW if share < inner[0] else Standing.WITHIN


def curve(share: float, smallest: int, largest: int, coverage: float) -> list[tuple[int, float, float]]:
    """The limits to draw: size of group, lower and upper limit, at no more than 40 sizes, closer where they bend."""
    steps = 40
    ratio = (largest / smallest) ** (1 / steps) if largest > smallest else 1.0
    sizes = sorted({smallest, largest, *(round(smallest * ratio**step) for step in range(steps))})
    return [(size, *limits(share, size, coverage)) for size in sizes if smallest <= size <= largest]

"""How many have left by then, and by which way, when some are still there (cumulative incidence of competing exits).

Counted on people in stretches of time since the start, as a release shows them. Whoever is still enrolled has been
followed only up to the day of the release: they count as there until the stretch in which that was, and for half of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from stegvis.evaluation.intervals import Z_95, wilson


@dataclass(frozen=True)
class Stretch:
    """One stretch of time since the start, up to `until` months (None: without end).

    `people`: those whose time known to us ends in it. `left` of them left, each by one of the `ways`; a way that the
    gate hides is not among them. `left` is None where that is hidden too.
    """

    until: float | None
    people: int
    left: int | None
    ways: Mapping[str, int]


@dataclass(frozen=True)
class Point:
    """The share (0–1) that has left within so many months, its 95 % interval, and how many were followed until then."""

    months: float
    share: float
    interval: tuple[float, float]
    followed: float


def incidence(stretches: Sequence[Stretch], way: str | None = None) -> tuple[Point, ...]:
    """The share that has left by a way (None: by any) at the end of each stretch, as far as all that it needs is shown.

    O. O. Aalen and S. Johansen, "An empirical transition matrix for non-homogeneous Markov chains based on censored
    observations", Scandinavian Journal of Statistics 5 (1978) 141–150, on grouped times: within a stretch whoever is
    followed no further counts as half (S. J. Cutler and F. Ederer, Journal of Chronic Diseases 8 (1958) 699–712). The
    variance follows from that of multinomial hazards (G. E. Dinse and M. G. Larson, Biometrics 42 (1986) 379–386), the
    interval from the complementary log-log scale, so that it stays within 0–1.
    """
    there = float(sum(stretch.people for stretch in stretches))
    staying, share = 1.0, 0.0
    steps: list[_Step] = []
    points: list[Point] = []
    for stretch in stretches:
        own = stretch.left if way is None else stretch.ways.get(way)
        if stretch.until is None or stretch.left is None or own is None:
            break
        exposed = there - (stretch.people - stretch.left) / 2
        if exposed <= 0:
            break
        steps.append(_Step(exposed, stretch.left, own, staying))
        share += staying * own / exposed
        staying *= 1 - stretch.left / exposed
        points.append(Point(stretch.until, share, _interval(share, _variance(steps), exposed), exposed))
        there -= stretch.people
    return tuple(points)


@dataclass(frozen=True)
class _Step:
    exposed: float
    left: int
    own: int
    staying: float
    """The share still there when the stretch begins."""


def _variance(steps: Sequence[_Step]) -> float:
    total = later = 0.0
    for step in reversed(steps):
        hazard, own = step.left / step.exposed, step.own / step.exposed
        if hazard < 1:  # where nobody stays there is no later
            total += later**2 * hazard / (1 - hazard) / step.exposed
        total += step.staying**2 * own * (1 - own) / step.exposed
        total -= 2 * later * step.staying * own / step.exposed
        later += step.staying * own
    return max(total, 0.0)


def _interval(share: float, variance: float, exposed: float) -> tuple[float, float]:
    if min(share, 1 - share, variance) < _NOTHING:
        people = max(1, round(exposed))
        return wilson(round(share) * people, people)
    reach = Z_95 * sqrt(variance) / (share * log(share))  # negative, since the logarithm is
    return share ** exp(-reach), share ** exp(reach)


_NOTHING = 1e-9  # what whole numbers of people leave after they were divided and multiplied


def months_until(points: Sequence[Point], share: float = 0.5) -> tuple[float | None, float | None, float | None]:
    """After how many months the share has left, and the ends of its interval; None where that was not seen.

    Between the ends of two stretches people are taken to leave evenly. The interval holds the months at which the share
    lies within the points' own (R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29–41).
    """
    middle = _crossing([(point.months, point.share) for point in points], share)
    early = _crossing([(point.months, point.interval[1]) for point in points], share)
    late = _crossing([(point.months, point.interval[0]) for point in points], share)
    return middle, early, late


def _crossing(line: Sequence[tuple[float, float]], share: float) -> float | None:
    before = (0.0, 0.0)
    for months, reached in line:
        if reached >= share:
            part = (share - before[1]) / (reached - before[1])
            return before[0] + part * (months - before[0])
        before = (months, reached)
    return None


def mean_months(stretches: Sequence[Stretch]) -> float | None:
    """Mean months in the project within the time that was seen: the area under the share still there.

    Whoever is there longer counts with the end of that time. None where nothing can be told.
    """
    points = incidence(stretches)
    if not points:
        return None
    total, before = 0.0, (0.0, 1.0)
    for point in points:
        total += (point.months - before[0]) * (before[1] + 1 - point.share) / 2
        before = (point.months, 1 - point.share)
    return total

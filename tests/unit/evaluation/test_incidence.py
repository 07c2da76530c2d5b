"""Competing exits, bootstrap and the model: compared with another's estimators, and by hand."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.statistics.incidence import Stretch, incidence, mean_months, months_until
from stegvis.evaluation.statistics.model import Observed, modelled
from stegvis.evaluation.statistics.resampling import interval_of

numbers = st.tuples(*[st.integers(0, 30)] * 3)  # to work or studies, elsewhere, still there
stretched = st.lists(numbers, min_size=1, max_size=6).filter(lambda found: sum(map(sum, found)) > 0)


def stretches(found, width=3.0):
    """The numbers as stretches of equal width."""
    return [
        Stretch(width * (place + 1), sum(row), row[0] + row[1], {"reached": row[0], "elsewhere": row[1]})
        for place, row in enumerate(found)
    ]


def one_by_one(found):
    """Times and exits (0: followed no further) in which everybody stands twice: half of the followed leave the count
    before those who exit in their stretch, half after them. So the usual estimator counts as the grouped one does."""
    times, exits = [], []
    for place, (reached, elsewhere, still) in enumerate(found):
        times += [place + 0.5] * 2 * (reached + elsewhere) + [place + 0.25] * still + [place + 0.75] * still
        exits += [1] * 2 * reached + [2] * 2 * elsewhere + [0] * 2 * still
    return np.array(times), np.array(exits)


@pytest.mark.need("EXT-19", "EXT-20", where="results page: over time")
@given(stretched.filter(lambda found: sum(row[0] for row in found) and sum(row[1] for row in found)))
def test_the_share_is_that_of_another_estimator(found):
    from statsmodels.duration.survfunc import CumIncidenceRight

    theirs = CumIncidenceRight(*one_by_one(found))
    for way, curve in zip(("reached", "elsewhere"), theirs.cinc, strict=True):
        for point in incidence(stretches(found), way):
            before = np.searchsorted(theirs.times, point.months / 3, side="right")
            expected = curve[before - 1] if before else 0.0
            assert point.share == pytest.approx(expected)


@given(stretched)
def test_ways_sum_to_all_who_left_and_stay_within_their_intervals(found):
    made = stretches(found)
    everyone, ways = incidence(made), [incidence(made, way) for way in ("reached", "elsewhere")]
    for point, *others in zip(everyone, *ways, strict=True):
        assert point.share == pytest.approx(sum(other.share for other in others))
        for one in (point, *others):
            low, high = one.interval
            assert 0 <= low <= high <= 1
            assert low - 0.5 / one.followed - 1e-9 <= one.share <= high + 0.5 / one.followed + 1e-9


@given(st.lists(numbers, min_size=1, max_size=5))
def test_where_everybody_has_left_it_is_a_plain_share_with_a_plain_variance(found):
    found = [(reached, elsewhere, 0) for reached, elsewhere, _ in found]
    people, reached = sum(map(sum, found)), sum(row[0] for row in found)
    if not 0 < reached < people:
        return
    last = max(place for place, row in enumerate(found) if sum(row))
    point = incidence(stretches(found[: last + 1]), "reached")[-1]
    share = reached / people
    reach = 1.959963984540054 * sqrt(share * (1 - share) / people) / (share * log(share))
    assert point.share == pytest.approx(share)
    assert point.interval == pytest.approx((share ** exp(-reach), share ** exp(reach)))


def test_days_in_stretches_come_near_days_one_by_one():
    """1000 people, exits at a steady pace, a third still there: grouped by quarters it is within two points of days."""
    from statsmodels.duration.survfunc import CumIncidenceRight

    dice = np.random.default_rng(7)
    leaves, followed = dice.exponential(400, 1000), dice.uniform(100, 700, 1000)
    way = np.where(dice.random(1000) < 0.6, 1, 2)
    time, exits = np.minimum(leaves, followed), np.where(leaves <= followed, way, 0)
    quarters = np.floor(time / 91).astype(int)
    found = [tuple(int(((quarters == q) & (exits == kind)).sum()) for kind in (1, 2, 0)) for q in range(8)]
    exact = CumIncidenceRight(time, exits)
    for point in incidence(stretches(found), "reached")[:6]:
        day = np.searchsorted(exact.times, point.months / 3 * 91, side="right") - 1
        assert point.share == pytest.approx(exact.cinc[0][day], abs=0.02)


def test_a_hidden_number_ends_the_curve_that_needs_it():
    made = stretches([(10, 10, 0), (10, 10, 0), (10, 10, 0)])
    made[1] = Stretch(6.0, 20, 20, {"elsewhere": 10})
    assert [len(incidence(made, way)) for way in ("reached", "elsewhere", None)] == [1, 3, 3]
    made[1] = Stretch(6.0, 20, None, {})
    assert len(incidence(made)) == 1
    assert incidence([Stretch(None, 20, 10, {})]) == ()


def test_the_median_lies_where_half_have_left_and_is_open_when_they_have_not():
    half = months_until(incidence(stretches([(25, 0, 0), (50, 0, 0), (25, 0, 0)])))
    assert half[0] == pytest.approx(4.5)
    assert half[1] < half[0] < half[2]
    assert months_until(incidence(stretches([(10, 0, 90)])))[0] is None


def test_the_mean_is_the_area_under_those_who_are_there():
    assert mean_months(stretches([(50, 0, 0), (50, 0, 0)])) == pytest.approx(1.5 * 0.5 + 4.5 * 0.5)
    assert mean_months([]) is None


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_the_drawn_interval_of_a_mean_comes_near_the_textbook_one(counts):
    values = [10.0 * place for place in range(len(counts))]
    people = np.repeat(values, counts)
    if len(people) < 30 or len(set(people)) < 2:
        return
    low, high = interval_of(counts, lambda drawn: sum(map(float.__mul__, values, map(float, drawn))) / len(people))
    assert (high - low) / 2 == pytest.approx(1.96 * people.std() / len(people) ** 0.5, rel=0.25)
    assert low < people.mean() < high


def test_where_nothing_can_be_drawn_there_is_no_interval():
    assert interval_of([5], sum) is None
    assert interval_of([7, 0], sum) is None
    assert interval_of([0, 0], sum) is None
    assert interval_of([4, 4], lambda drawn: None) is None
    assert interval_of([4, 4], lambda drawn: drawn[0]) == interval_of([4, 4], lambda drawn: drawn[0])


cells = st.lists(st.tuples(st.integers(1, 29), st.just(30)), min_size=6, max_size=6)


@given(cells)
def test_the_model_is_that_of_another_library(found):
    import statsmodels.api as sm

    observed = [
        Observed("abc"[place // 2], "xy"[place % 2], reached, people) for place, (reached, people) in enumerate(found)
    ]
    mix = {"x": 60, "y": 40}
    groups = np.array([[one.group == g for g in "abc"] + [one.kind == "y"] for one in observed], dtype=float)
    endog = np.array([[one.reached, one.people - one.reached] for one in observed])
    theirs = sm.GLM(endog, groups, family=sm.families.Binomial()).fit()
    for place, one in enumerate(modelled(observed, mix)):
        rows = np.zeros((2, 4))
        rows[:, place], rows[1, 3] = 1, 1
        assert one.share == pytest.approx(float(np.dot([0.6, 0.4], theirs.predict(rows))), abs=1e-6)
        assert one.interval[0] < one.share < one.interval[1]


@pytest.mark.parametrize(
    "found",
    [
        [],
        [Observed("a", "x", 3, 9), Observed("a", "y", 3, 9)],
        [Observed("a", "x", 3, 9), Observed("b", "x", 3, 9)],
        [Observed("a", "x", 9, 9), Observed("a", "y", 9, 9), Observed("b", "x", 3, 9), Observed("b", "y", 3, 9)],
        [Observed("a", "x", 3, 9), Observed("b", "y", 3, 9)],
    ],
)
def test_no_model_is_made_of_what_cannot_carry_one(found):
    assert modelled(found, {"x": 50, "y": 50}) == ()

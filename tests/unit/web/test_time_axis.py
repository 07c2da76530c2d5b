"""The picture of a person's way: what went on at the same time lies below each other, what followed in one row."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.queries.lanes import Lane, Point, Span
from stegvis.web.staff.participant import drawing
from stegvis.web.staff.participant.gathering import gather
from stegvis.web.staff.participant.time_axis import MOST_SPANS, draw

TODAY = dt.date(2026, 11, 26)


def day(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


def lane(*spans: tuple[int, int | None]) -> Lane:
    made = (Span(f"{a}", day(a), None if b is None else day(b)) for a, b in spans)
    return Lane("work", "Work", tuple(made))


def heights(axis) -> list[int]:
    return [bar.y for each in axis.lanes for bar in each.bars]


pytestmark = pytest.mark.need("PLN-07", where="participant")


def test_nothing_to_draw():
    assert draw([Lane("work", "Work")], TODAY) is None


def test_parallel_spans_lie_below_each_other():
    assert len(set(heights(draw([lane((90, 30), (60, 10))], TODAY)))) == 2


def test_spans_that_follow_each_other_share_a_row():
    assert len(set(heights(draw([lane((90, 60), (59, 10))], TODAY)))) == 1


def test_a_quarter_leaves_out_what_was_over_before():
    axis = draw([lane((400, 200), (60, None))], TODAY, "quarter")
    assert [bar.span.label for each in axis.lanes for bar in each.bars] == ["60"]
    assert len(axis.table[0].spans) == 2


def test_what_began_before_the_picture_begins_at_its_edge():
    (bar,) = draw([lane((400, None))], TODAY, "quarter").lanes[0].bars
    assert (bar.left, bar.width) == ("0%", "100%")


def test_another_word_for_how_far_back_shows_everything():
    assert draw([lane((400, None))], TODAY, "<script>").zoom == "all"


periods = st.tuples(st.integers(-100, 3000), st.integers(0, 800) | st.none()).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] - pair[1])
)


@given(st.lists(periods, min_size=1, max_size=12), st.lists(st.integers(-100, 3000), max_size=8))
def test_no_two_of_a_row_overlap_and_nothing_runs_out_of_the_picture(spans, points):
    lanes = [lane(*spans), Lane("contact", "Contacts", points=tuple(Point("Call", day(each)) for each in points))]
    axis = draw(lanes, TODAY)
    rows: dict[int, list] = {}
    for each in axis.lanes:
        for bar in each.bars:
            rows.setdefault(bar.y, []).append(bar.span)
            assert 0 <= float(bar.left[:-1]) <= 100
        assert all(0 <= float(dot.x[:-1]) <= 100 for dot in each.dots)
    for row in rows.values():
        row.sort(key=lambda span: span.starts_on)
        for one, other in pairwise(row):
            assert one.ends_on is not None
            assert one.ends_on < other.starts_on


@given(st.lists(st.tuples(st.integers(0, 5000), st.booleans()), min_size=1, max_size=300), st.integers(20, 40))
def test_points_that_stand_together_are_few_and_none_is_lost(points, most):
    made = [Point("Call", day(number), hollow) for number, hollow in points]
    groups = gather(made, most)
    assert len(groups) <= max(most, 30)  # fourteen years, filled and hollow
    counted = sum(int(each.label.partition("(")[2].rstrip(")") or 1) for each in groups)
    assert counted == len(made)
    assert min(each.first for each in groups) == min(each.on for each in made)
    assert all(each.first <= each.last for each in groups)


def test_of_very_many_spans_the_latest_are_drawn_and_the_page_says_so():
    axis = draw([lane(*((400 - number, 399 - number) for number in range(100)))], TODAY)
    assert [bar.span.label for bar in axis.lanes[0].bars][-1] == "301"
    assert len(axis.lanes[0].bars) == len(axis.table[0].spans) == MOST_SPANS
    assert axis.much


def test_what_somebody_wrote_is_no_part_of_the_drawing():
    axis = draw([Lane("work", "<b>", (Span("<script>", day(90)),), (Point("<i>", day(80)),))], TODAY)
    assert not re.search("<script|<b>|<i>", drawing.lanes(axis) + drawing.rows(axis))

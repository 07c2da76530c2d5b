"""The chart as a value and as a drawing: what comes back from a version, what hangs together, what crosses nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.decision import NotPossible
from stegvis.programme import theory_rules as rules
from stegvis.programme.theory_chart import LAYER_ORDER, Assumed, Box, Chart, in_order
from stegvis.reporting.charts.text_lines import text_width, wrapped
from stegvis.reporting.charts.theory import TheoryDrawing
from stegvis.reporting.live_figures import Live

pytestmark = [pytest.mark.need("TOC-01", where="theory_project"), pytest.mark.need("TOC-04", where="theory_project")]

NAMES = st.text("aåäöijlmnt W-", min_size=1, max_size=60).map(lambda text: f"x{text}")


@st.composite
def charts(draw):
    """Boxes in some layers, arrows to later layers, assumptions about boxes and arrows."""
    boxes = []
    for layer in draw(st.lists(st.sampled_from(LAYER_ORDER), min_size=1, max_size=16)):
        number = len(boxes)
        boxes.append(Box(f"b{number}", layer, number, draw(NAMES), planned=draw(st.none() | st.integers(0, 999))))
    boxes.sort(key=lambda box: (in_order(box.layer), box.position))
    onward = [(a.id, b.id) for a in boxes for b in boxes if in_order(a.layer) < in_order(b.layer)]
    arrows = draw(st.lists(st.sampled_from(onward), unique=True, max_size=24)) if onward else []
    assumed = [Assumed(f"a{n}", n, "x", source, target) for n, (source, target) in enumerate(arrows[:4], start=1)]
    assumed += [Assumed("own", 9, "y", boxes[0].id, verdict="held")]
    return Chart(version=3, boxes=tuple(boxes), arrows=tuple(arrows), assumptions=tuple(assumed))


def drawn(chart: Chart) -> TheoryDrawing:
    shown = {box.id: Live("x", f"{box.planned}", aim="goal 60 %", value=0.4, target=0.6) for box in chart.boxes[::2]}
    return TheoryDrawing(chart, shown, title="<t>", description="d")


@given(charts())
def test_a_chart_comes_back_from_its_version_as_it_was(chart):
    assert Chart.from_json(chart.to_json()) == chart


@given(charts())
def test_no_arrow_runs_over_a_box(chart):
    drawing = drawn(chart)
    for way in drawing._ways().values():
        for _x, y, _x2, y2 in way:
            above = max((row for row in drawing.rows if row.top <= y), key=lambda row: row.top)
            below = drawing.rows[drawing.rows.index(above) + 1]
            # a curve stays between the layer that it leaves and the next: below the boxes there, above those here
            assert above.foot - 11.01 <= y < y2 <= below.top + 11.01
    for row in drawing.rows:
        for lane in row.lane_x.values():
            assert all(lane <= one.x - 4 or lane >= one.x + one.width + 4 for one in row.placed)
        edges = [edge for one in row.placed for edge in (one.x, one.x + one.width)]
        assert edges == sorted(edges)
        assert drawing.width >= edges[-1]


@given(charts())
def test_words_stay_inside_their_boxes_and_no_mark_is_lost(chart):
    drawing = drawn(chart)
    for row in drawing.rows:
        for one in row.placed:
            assert all(text_width(line, 13, bold=True) <= one.width for line in one.lines)
    svg = drawing.svg(name="t", link=lambda box_id: f"/{box_id}")
    assert svg.count("<a href") == len(chart.boxes)
    assert len(re.findall(r">A\d<", svg)) == len(chart.assumptions)
    assert "<t>" not in svg


@given(st.text(max_size=80), st.floats(60, 300))
def test_a_broken_line_loses_no_letter(text, width):
    said = " ".join(text.split())
    joined = "".join(line.removesuffix("-") for line in wrapped(said, width, size=13))
    assert joined.replace(" ", "").replace("-", "") == said.replace(" ", "").replace("-", "")


def test_the_chain_of_a_box_is_all_before_and_all_after_it():
    boxes = tuple(Box(name, layer, 1, name) for name, layer in zip("abcd", LAYER_ORDER, strict=False))
    aside = Box("e", LAYER_ORDER[1], 2, "e")
    chart = Chart(boxes=(*boxes, aside), arrows=(("a", "b"), ("b", "c"), ("c", "d"), ("a", "e"), ("e", "d")))
    assert {box.id for box in chart.chain("c").boxes} == {"a", "b", "c", "d"}


@given(st.sampled_from(LAYER_ORDER), st.sampled_from(LAYER_ORDER))
def test_an_arrow_goes_to_a_later_layer_only(source, target):
    if in_order(source) < in_order(target):
        rules.arrow(source, target)
    else:
        with pytest.raises(NotPossible):
            rules.arrow(source, target)

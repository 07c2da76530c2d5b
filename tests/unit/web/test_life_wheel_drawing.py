"""The life wheel as shapes."""

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.vocabulary.mapping import LIFE_AREAS
from stegvis.web.staff.life_wheel.drawing import MIDDLE, OUTER, draw

scores = st.fixed_dictionaries({area: st.integers(1, 10) for area in LIFE_AREAS.codes})


@given(scores)
def test_a_sector_is_as_long_as_its_score(given_scores):
    for sector in draw(given_scores).sectors:
        x, y = map(float, re.search(r"L([\d.]+) ([\d.]+) A", sector.path).groups())
        assert math.isclose(math.hypot(x - MIDDLE, y - MIDDLE), OUTER * sector.score / 10, abs_tol=0.2)


@given(scores, scores)
def test_what_has_moved_is_said(now, before):
    wheel = draw(now, before)
    moved = [int(sector.moved.replace("−", "-")) for sector in wheel.sectors]
    assert moved == [now[area] - before[area] for area in LIFE_AREAS.codes]
    assert wheel.before.startswith("M") and wheel.before.endswith("Z")


def test_a_first_wheel_has_nothing_to_compare_with():
    wheel = draw(dict.fromkeys(LIFE_AREAS.codes, 4))
    assert wheel.before == ""
    assert {sector.moved for sector in wheel.sectors} == {""}

"""Groups that mix languages, and turns in task areas: dealt by plain rules."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.rules import groups

PEOPLE = st.lists(st.sampled_from(["sv", "ar", "so", "uk"]), max_size=60).map(lambda many: list(enumerate(many)))


@pytest.mark.need("ACT-24", where="activity_groups")
def test_those_who_share_a_language_are_spread():
    members = [("a", "ar"), ("b", "ar"), ("c", "ar"), ("d", "sv"), ("e", "sv"), ("f", "so")]
    dealt = groups.compose(members, 3)
    assert [group.members for group in dealt] == [["a", "d"], ["b", "e"], ["c", "f"]]


@given(PEOPLE, st.integers(min_value=1, max_value=9))
def test_everybody_is_in_one_group_and_no_language_crowds(members, count):
    dealt = groups.compose(members, count)
    assert sorted(person for group in dealt for person in group.members) == [person for person, _language in members]
    for language, number in Counter(language for _person, language in members).items():
        found = [group.languages[language] for group in dealt]
        assert sum(found) == number and max(found) - min(found) <= 1


@given(PEOPLE, st.integers(min_value=1, max_value=9))
def test_the_same_people_give_the_same_groups(members, count):
    assert groups.compose(members, count) == groups.compose(members, count)


@pytest.mark.need("ACT-10", where="activity_rotation_plan")
def test_everybody_tries_every_area():
    turns = groups.rotate(["a", "b", "c"], ["kök", "ute"], first=dt.date(2026, 11, 2), weeks=2, rounds=2)
    assert {(turn.person, turn.area) for turn in turns} == {(p, a) for p in "abc" for a in ("kök", "ute")}
    assert (turns[0].from_on, turns[0].until_on) == (dt.date(2026, 11, 2), dt.date(2026, 11, 15))
    assert turns[3].from_on == dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"people": 0}, "no_person"), ({"areas": 1}, "few_areas"), ({"weeks": 0}, "weeks"), ({"rounds": 27}, "rounds")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_turned_is_said(wrong, code):
    asked = {"people": 3, "areas": 2, "weeks": 2, "rounds": 3} | wrong
    assert groups.may_rotate(**asked).code == code

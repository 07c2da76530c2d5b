"""Arguments and keys of jobs are ids, never facts about people."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.workqueue.errors import UnsafeArgument
from stegvis.workqueue.rules import LARGEST_NUMBER, checked_key, given_argument, stored_argument


@pytest.mark.parametrize(
    "value",
    [
        "Amina Testsson",
        "amina@example.se",
        "198001019802",
        "p198001019802",
        "p800101-9802",
        198001019802,
        -1,
        True,
        None,
        3.5,
        date(1980, 1, 1),
        ["a"],
        "",
        "x" * 41,
        "å",
        "0b8f2d9c-6a3e-4a4e-9d53-0f4cb8a1f001",
    ],
    ids=repr,
)
def test_anything_but_an_id_is_refused(value):
    with pytest.raises(UnsafeArgument):
        stored_argument("number", value)


def test_refusal_does_not_repeat_the_value():
    with pytest.raises(UnsafeArgument, match="number") as refusal:
        stored_argument("number", "Amina Testsson")
    assert "Amina" not in str(refusal.value)


@given(st.integers(0, LARGEST_NUMBER) | st.uuids() | st.from_regex(r"[a-z][a-z_.-]{0,39}", fullmatch=True))
def test_ids_come_back_as_they_were(value):
    assert given_argument(stored_argument("number", value)) == value


@given(st.uuids())
def test_keys_may_hold_any_uuid(value: UUID):
    assert checked_key(f"release:{value}") == f"release:{value}"


@pytest.mark.parametrize("key", ["", "Release:1", "release 1", "person:198001019802", "p:800101-9802", "k" * 101])
def test_keys_that_could_hold_facts_are_refused(key):
    with pytest.raises(UnsafeArgument):
        checked_key(key)

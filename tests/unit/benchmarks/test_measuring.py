"""What the measurements stand on: the invented register, and the arithmetic of ratios."""

import datetime as dt

from benchmarks.numbers import ratio, times
from benchmarks.register import Register, identity_number
from benchmarks.sizes import SMALL, SMALLEST
from stegvis.base.identity_number import parse

TODAY = dt.date(2026, 11, 24)


def _made(size):
    units = [(number, 1 + number // size.units) for number in range(size.organisations * size.units)]
    register = Register(size, TODAY, units, [1, 2, 3, 4, 5, 6])
    return list(register.chunks(lambda unit, number: number % size.coaches))


def test_the_same_register_is_made_each_time():
    assert _made(SMALLEST) == _made(SMALLEST)


def test_it_has_as_many_enrolments_as_its_size_says_and_about_a_third_as_many_people():
    chunks = _made(SMALL)
    assert sum(len(chunk.enrolments) for chunk in chunks) == SMALL.enrolments
    people = sum(len(chunk.participants) for chunk in chunks)
    assert 0.27 < people / SMALL.enrolments < 0.34


def test_every_number_is_valid_reserved_and_of_one_person():
    numbers = [one["identity_number"] for chunk in _made(SMALL) for one in chunk.participants]
    assert len(set(numbers)) == len(numbers)
    assert all(parse(number).value == number and number[8:10] in ("98", "99") for number in numbers)


def test_there_are_numbers_for_the_largest_register():
    made = {identity_number(number, "F", TODAY) for number in range(0, 178_000, 89)}
    assert len(made) == 2000


def test_a_coach_has_no_more_active_people_than_said():
    active: dict = {}
    for chunk in _made(SMALLEST):
        for one in chunk.enrolments:
            if "state" not in one:
                active[one["unit_id"], one["coach_id"]] = active.get((one["unit_id"], one["coach_id"]), 0) + 1
    assert max(active.values()) == SMALLEST.active_per_coach


def test_nobody_is_enrolled_twice_at_a_time_in_one_project():
    pairs = [(one["participant_id"], one["project_id"]) for chunk in _made(SMALL) for one in chunk.enrolments]
    assert len(set(pairs)) == len(pairs)


def test_median_and_95th_percentile_by_nearest_rank():
    found = times([float(number) for number in range(1, 101)])
    assert (found.median, found.p95, found.count) == (50.5, 95.0, 100)


def test_a_ratio_lies_in_its_interval_and_is_undisturbed_by_what_slows_both():
    beside = [1.0, 1.1, 0.9, 1.2, 1.0, 5.0]
    found = ratio([2 * one for one in beside], beside)
    assert found.low <= found.value <= found.high
    assert abs(found.value - 2) < 1e-9

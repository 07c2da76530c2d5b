"""What came in after an exit is a change like others: one person's answer alone never moves a municipality on."""

from dataclasses import replace
from datetime import timedelta

from stegvis.evaluation.gate import carry_over
from tests.unit.evaluation.people import DAY, crowd, extract_of

LATER = DAY + timedelta(30)


def _asked(people, count):
    """The first so many have answered at the four weeks."""
    answer = (("weeks_4", 28, "work"),)
    return [*((replace(stays[0], answers=answer),) for stays in people[:count]), *people[count:]]


def test_one_answer_is_held_back_and_five_are_taken():
    small, large = crowd("Åseda", work=9), crowd("Mönsterås", work=9)
    before = extract_of([*small, *large], asked_after=True)
    after = extract_of([*_asked(small, 1), *_asked(large, 5)], at=LATER)
    mixed, held = carry_over(before, DAY, after, LATER)
    assert held == ("Åseda",)
    assert mixed.optional["follow_ups"].num_rows == 5


def test_an_answer_that_came_after_the_day_of_the_release_is_news():
    people = crowd("Åseda", work=9)
    known = extract_of([(replace(stays[0], answers=(("weeks_4", 200, "work"),)),) for stays in people], at=LATER)
    assert carry_over(known, DAY, known, DAY + timedelta(365))[0].optional["follow_ups"].num_rows == 9
    assert carry_over(known, DAY, known, DAY)[0].optional["follow_ups"].num_rows == 0

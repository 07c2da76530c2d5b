"""Projects as they grow from release to release, for the attacker: small towns, few codes, everything on the edge.

Hypothesis chooses the sizes and a seed; the seed deals people out to channels, months and target groups. So an example
is quick to make however many people it holds, and still the same on every run.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from stegvis.evaluation.codes import INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.contracts import Extract
from tests.unit.evaluation.people import DAY, SPRING, Person, Stay, extract_of

PLACES = ("Mönsterås", "Åseda", "Västervik", "Borgholm")
STEP = timedelta(30)
WAYS = [("work",), ("studies",), ("internship",), ("job_seeking",), ("moved",), ("transferred",)]
WAYS += [("pension",), ("internship", "studies"), ("transferred", "work"), ("moved", "work")]
LABELS = ((), (), TARGET_GROUPS[:1], TARGET_GROUPS[1:2], TARGET_GROUPS[:2])
SIZES = (0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 12)


def _person(chance: Random, place: str, sex: str, way: tuple[str, ...] | None, *, until: date) -> Person:
    start = SPRING + timedelta(chance.choice((0, 31, 31, 150)))
    return (
        Stay(
            start_on=min(start, until),
            end_on=max(until - timedelta(chance.choice((0, 9))), min(start, until)) if way else None,
            exits=way or (),
            municipality=place,
            sex=sex,
            inflow_channel=chance.choice(INFLOW_CHANNELS[:2]),
            target_groups=chance.choice(LABELS),
            age=chance.choice((20, 40, 40)),
        ),
    )


def _newcomers(chance: Random, places: tuple[str, ...], *, until: date, sizes: tuple[int, ...]) -> list[Person]:
    cells = [(place, sex, way) for place in places for sex in SEXES for way in (*WAYS, None)]
    return [
        _person(chance, place, sex, way, until=until) for place, sex, way in cells for _ in range(chance.choice(sizes))
    ]


def _goes_on(chance: Random, person: Person, likely: float, *, until: date) -> Person:
    last = person[-1]
    if last.end_on is None and chance.random() < likely:
        return (*person[:-1], replace(last, end_on=until - timedelta(chance.choice((0, 9))), exits=chance.choice(WAYS)))
    if last.end_on is not None and chance.random() < likely / 20:
        return (*person, replace(last, start_on=until - timedelta(3), end_on=None, exits=()))
    return person


@st.composite
def histories(draw, releases: int = 1) -> list[tuple[Extract, date]]:
    """The extract and date of each release. Some municipalities hardly change between two of them."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    places = PLACES[: draw(st.integers(2, len(PLACES)))]
    people = _newcomers(chance, places, until=DAY, sizes=SIZES)
    made = [(extract_of(people), DAY)]
    for number in range(1, releases):
        until = DAY + number * STEP
        busy = {place: draw(st.sampled_from((0.0, 0.02, 0.1, 0.6))) for place in places}
        people = [_goes_on(chance, person, busy[person[0].municipality], until=until) for person in people]
        for place in places:
            sizes = (0,) * 14 + (1, 2, 6) if busy[place] < 0.3 else SIZES
            if busy[place]:
                people += _newcomers(chance, (place,), until=until, sizes=sizes)
        made.append((extract_of(people, at=until), until))
    return made

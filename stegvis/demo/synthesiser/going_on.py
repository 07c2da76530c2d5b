"""People of a project that is going on today: nobody printed figures of it, so no solver is asked.

All days are counted back from the day it is made for; the same day and seed give the same people.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stegvis.demo.synthesiser.draws import Weighted, deck
from stegvis.demo.synthesiser.figures import STILL_ENROLLED, Cell, DemoProject, Municipality
from stegvis.demo.synthesiser.pace import is_working_day
from stegvis.demo.synthesiser.people import Draft, Place, SyntheticPerson, named
from stegvis.demo.synthesiser.ways_in import draw_way_in
from stegvis.demo.synthesiser.ways_out import draw_way_out

CODE = "vagen-vidare"
#: How long it has been going on, and how long it still will.
DAYS_SO_FAR, DAYS_TO_COME = 420, 600
#: How many take part now and how many have ended, by municipality.
NOW = {"Mönsterås": 50, "Västervik": 16}
ENDED = {"Mönsterås": 22, "Västervik": 10}
_WAYS_OUT: Weighted = (("work", 45), ("studies", 20), ("internship", 10), ("job_seeking", 15), ("moved", 10))


@dataclass(frozen=True)
class GoingOn:
    """The project and its people, those with the earliest start first."""

    project: DemoProject
    people: tuple[SyntheticPerson, ...]


def going_on(today: date, taken: Iterable[str] = (), seed: int = 4711) -> GoingOn:
    """The project as it is on a day. `taken` are identity numbers that other projects have given already."""
    project = DemoProject(
        code=CODE,
        number="–",
        name="Vägen vidare",
        start_on=today - timedelta(days=DAYS_SO_FAR),
        end_on=today + timedelta(days=DAYS_TO_COME),
        outcomes_at=today.replace(day=1) - timedelta(days=1),
        age_from=16,
        age_to=64,
        municipalities=(
            Municipality(code="0861", name="Mönsterås", focus="youth"),
            Municipality(code="0883", name="Västervik", focus="wide"),
        ),
        seed=seed,
    )
    rng = random.Random(seed)  # noqa: S311 - invention, not secrecy
    drafts = [draft for place in project.municipalities for draft in _drafts(rng, project, place, today)]
    drafts.sort(key=lambda draft: draft.start)
    return GoingOn(project, tuple(named(rng, drafts, taken)))


def _drafts(rng: random.Random, project: DemoProject, place: Municipality, today: date) -> list[Draft]:
    ways = deck(_WAYS_OUT, ENDED[place.name])
    rng.shuffle(ways)
    drafts = []
    for number, headline in enumerate([*ways, *[STILL_ENROLLED] * NOW[place.name]]):
        cell = Cell(place.name, "F" if number % 2 else "M", headline, 0)
        if headline == STILL_ENROLLED:
            start = _working_day(today - timedelta(days=rng.randint(3, 380)))
            drafts.append(
                Draft(Place(cell, headline, False), start, None, draw_way_in(rng, project, place, start, ""), None)
            )
            continue
        end = _working_day(today - timedelta(days=rng.randint(5, 190)))
        start = _working_day(end - timedelta(days=rng.randint(70, 225)))
        way_in = draw_way_in(rng, project, place, start, headline)
        way_out = draw_way_out(rng, headline, False, place.name, way_in.age)
        drafts.append(Draft(Place(cell, headline, False), start, end, way_in, way_out))
    return drafts


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day

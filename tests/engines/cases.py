"""Thousands of generated cases that an engine answers in one go: each case has municipalities of its own.

A seed deals them out, so that a failing case can be made again by itself.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from stegvis.evaluation import after_exit, engine, income, life, steps, support, twin
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.codes import (
    DESTINATIONS,
    FOLLOW_UP_KINDS,
    INCOMES,
    INFLOW_CHANNELS,
    LIFE_AREAS,
    SEXES,
    TARGET_GROUPS,
)
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.optional_tables import OPTIONAL
from stegvis.evaluation.stays import columns_from, stays_table
from tests.unit.evaluation.people import DAY, SPRING, Person, Stay, extract_of

QUESTIONS = [
    (definition, base, by)
    for definition in INDICATORS.values()
    for base in definition.bases or (None,)
    for by in definition.breakdowns
]


def case(seed: int) -> list[Person]:
    """Up to five people in two municipalities: re-entry, starts on one day, several exits and labels, late ends."""
    chance = Random(seed)
    places = (f"Ås {seed}", f'L\'Aquila "{seed}", syd')
    return [
        tuple(_stay(chance, places) for _ in range(chance.choice((1, 1, 2, 3)))) for _ in range(chance.randint(1, 5))
    ]


def _stay(chance: Random, places: tuple[str, ...]) -> Stay:
    start = SPRING + timedelta(chance.choice((0, 0, 0, 31, 61, 200, chance.randint(0, 260))))
    ends = chance.random() < 0.6
    asked = [(kind, chance.choice((28, 60, 182)), chance.choice(("", *DESTINATIONS[:4]))) for kind in FOLLOW_UP_KINDS]
    return Stay(
        start_on=start,
        end_on=start + timedelta(chance.choice((0, 1, 30, 150))) if ends else None,
        exits=tuple(chance.sample(DESTINATIONS, chance.choice((1, 1, 2, 3)))) if ends else (),
        municipality=chance.choice(places),
        sex=chance.choice(SEXES),
        inflow_channel=chance.choice(INFLOW_CHANNELS),
        age=chance.choice((29, 30, 40)),
        target_groups=tuple(chance.sample(TARGET_GROUPS, chance.choice((0, 0, 1, 2)))),
        change=chance.choice((None, -2, 0, 1, 9)),
        incomes=(chance.choice((None, *INCOMES)), chance.choice((None, *INCOMES))) if ends else (None, None),
        contacts=chance.choice((None, 0, 1, 5, 6, 20, 21)) if ends else None,
        steps=chance.choice((None, 0, 1, 3, 6)) if ends else None,
        answers=tuple(chance.sample(asked, chance.choice((0, 1, 2)))) if ends else (),
    )


def batch(seeds: range) -> Extract:
    """All cases in one extract, as if drawn a month after the day that is asked about."""
    return extract_of([person for seed in seeds for person in case(seed)], at=DAY + timedelta(30))


def differences_from_duckdb(place, extract: Extract, at: date, questions=QUESTIONS) -> list[str]:
    """Questions of the catalogue about the whole batch: the ones to which the place answers otherwise."""
    asked = [(definition, {"at": at, "base": base, "by": by}) for definition, base, by in questions]
    return [
        f"{definition.id} {question}"
        for definition, question in asked
        if engine.compute(definition, place, **question) != engine.compute(definition, extract, **question)
    ]


def told_by_optional_tables(place: Place) -> list[tuple]:
    """How many stays have what the optional tables tell, in every combination."""
    import ibis

    there = tuple(name for name in place.optional if OPTIONAL[name].coded)
    stays = stays_table(optional=there)
    question = stays.group_by([*columns_from(there)]).agg(stays=stays.count())
    sql = str(ibis.to_sql(question, dialect=place.dialect))
    return sorted(place.rows(sql, DAY, optional=there))


def told_by_tables_of_one_row(place: Place, at: date) -> dict[str, dict]:
    """What is counted from the optional tables: where people are after the exit and live on, support, steps, wheels."""
    return {
        **{kind: dict(after_exit.people_after(place, kind, at)) for kind in FOLLOW_UP_KINDS},
        "incomes": dict(income.income_after(place, at)),
        "support": dict(support.people_by_support(place, at)),
        "steps": dict(steps.people_by_steps(place, at)),
        **{area: dict(life.changes(place, area, at)) for area in LIFE_AREAS},
    }


def differences_from_twin(place, seeds: range, at: date) -> Iterator[str]:
    """Each case's cells beside what the twin makes of the case alone, in questions that split by municipality.

    One question in three of them, another third for another day, so that a batch stays quick.
    """
    for definition, base, by in BY_MUNICIPALITY[at.toordinal() % 3 :: 3]:
        answer = _by_cell(engine.compute(definition, place, at=at, base=base, by=by))
        for seed in seeds:
            alone, persons = _alone(seed, at)
            slow = twin.compute(definition, alone, at=at, base=base, by=by, persons=persons)
            for cell, row in _by_cell(slow).items():
                if answer.get(cell) != row:
                    yield f"case {seed}, {definition.id} on {base} by {by}: {answer.get(cell)} is not {row}"


@cache
def _alone(seed: int, at: date) -> tuple[Extract, list[twin.Person]]:
    extract = extract_of(case(seed), at=DAY + timedelta(30))
    return extract, twin.persons_at(extract, at)


BY_MUNICIPALITY = [question for question in QUESTIONS if Dimension.MUNICIPALITY in question[2]]


def _by_cell(result) -> dict:
    return {(*row.by.values(), row.destination): row for row in result.rows}

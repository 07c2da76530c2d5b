"""Invented people for the tests of evaluation: one call per crowd, one extract from them all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

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

DAY = date(2022, 10, 31)
SPRING = date(2022, 3, 1)


@dataclass(frozen=True)
class Stay:
    """One enrolment: from a day to a day (or still on), with exits of which the first is the headline."""

    start_on: date = SPRING
    end_on: date | None = None
    exits: tuple[str, ...] = ()
    municipality: str = "Mönsterås"
    sex: str = "F"
    inflow_channel: str = "open_self"
    target_groups: tuple[str, ...] = ()
    answers: tuple[tuple[str, int, str], ...] = ()
    """Follow-ups: kind, days after the end, destination (empty: nobody answered)."""
    age: int = 30
    incomes: tuple[str | None, str | None] = (None, None)
    """What the person lived on at the start and after the end."""
    contacts: int | None = None
    steps: int | None = None
    change: int | None = None
    """By how many steps the first area of life changed, ten days after the start; the others by none."""


Person = tuple[Stay, ...]


def extract_of(
    people: Iterable[Person], *, at: date = DAY, project: str = "demo", asked_after: bool = False
) -> Extract:
    """An extract of these people; their order gives them their pseudonyms.

    It holds follow-ups when there are any, or when somebody `asked_after` them.
    """
    enrolments, exits, groups, follow_ups = [], [], [], []
    incomes, support, life, steps = [], [], [], []
    for number, stays in enumerate(people):
        for place, stay in enumerate(stays):
            key = f"e{number:05}-{place}"
            enrolments.append(
                {
                    "person": f"p{number:05}",
                    "enrolment": key,
                    "municipality": stay.municipality,
                    "sex": stay.sex,
                    "age": stay.age,
                    "inflow_channel": stay.inflow_channel,
                    "start_on": stay.start_on,
                    "end_on": stay.end_on,
                }
            )
            exits += [{"enrolment": key, "destination": code, "headline": code == stay.exits[0]} for code in stay.exits]
            groups += [{"enrolment": key, "target_group": code} for code in stay.target_groups]
            follow_ups += [
                {
                    "enrolment": key,
                    "kind": kind,
                    "asked_on": stay.end_on + timedelta(after),
                    "reached": bool(where),
                    "destination": where or None,
                }
                for kind, after, where in stay.answers
            ]
            if stay.contacts is not None:
                support.append({"enrolment": key, "contacts": stay.contacts})
            if stay.steps is not None:
                steps.append({"enrolment": key, "steps": stay.steps})
            if stay.change is not None:
                life += [
                    {
                        "enrolment": key,
                        "area": area,
                        "change": 0 if nth else stay.change,
                        "last_on": stay.start_on + timedelta(10),
                    }
                    for nth, area in enumerate(LIFE_AREAS)
                ]
            if any(stay.incomes):
                incomes.append({"enrolment": key, "at_start": stay.incomes[0], "at_exit": stay.incomes[1]})
    return Extract.from_rows(
        project,
        at,
        enrolments=enrolments,
        exits=exits,
        target_groups=groups,
        follow_ups=follow_ups if follow_ups or asked_after else None,
        incomes=incomes or None,
        support=support or None,
        life_changes=life or None,
        steps=steps or None,
    )


def crowd(municipality: str = "Mönsterås", sex: str = "F", *, still: int = 0, **destinations: int) -> list[Person]:
    """So many people of one municipality and sex with each headline; `still` of them are still enrolled."""
    people: list[Person] = [(Stay(municipality=municipality, sex=sex),)] * still
    for code, count in destinations.items():
        people += [(Stay(end_on=SPRING + timedelta(90), exits=(code,), municipality=municipality, sex=sex),)] * count
    return people


days = st.integers(0, 300).map(lambda step: date(2022, 2, 15) + timedelta(step))


@st.composite
def stays(draw, municipalities=("Mönsterås", "Åseda", "Västervik")) -> Stay:
    start = draw(days)
    ends = draw(st.booleans())
    ways = st.lists(st.sampled_from(DESTINATIONS), min_size=1, max_size=3, unique=True).map(tuple)
    asked = st.tuples(st.sampled_from((28, 60, 182, 200)), st.sampled_from(("", "work", "studies", "no_contact")))
    return Stay(
        start_on=start,
        end_on=start + timedelta(draw(st.integers(0, 200))) if ends else None,
        answers=tuple((kind, *draw(asked)) for kind in FOLLOW_UP_KINDS if ends and draw(st.booleans())),
        exits=draw(ways) if ends else (),
        change=draw(st.none() | st.integers(-9, 9)),
        incomes=draw(st.tuples(*[st.sampled_from((None, "income_support", *INCOMES))] * 2)) if ends else (None, None),
        contacts=draw(st.sampled_from((None, 0, 1, 5, 6, 20, 21, 300))) if ends else None,
        steps=draw(st.sampled_from((None, 0, 1, 2, 3, 6, 40))) if ends else None,
        municipality=draw(st.sampled_from(municipalities)),
        sex=draw(st.sampled_from(SEXES)),
        inflow_channel=draw(st.sampled_from(INFLOW_CHANNELS[:3])),
        target_groups=draw(st.lists(st.sampled_from(TARGET_GROUPS[:3]), unique=True).map(tuple)),
        age=draw(st.sampled_from([29, 30, 54])),
    )


persons = st.lists(stays(), min_size=1, max_size=3).map(tuple)
"""People with up to three stays: re-entry, overlap between municipalities, ends after the measuring date."""


def _on_the_first(person: Person) -> Person:
    return tuple(replace(stay, start_on=stay.start_on.replace(day=1)) for stay in person)


same_days = st.lists(persons.map(_on_the_first), max_size=12)
"""People who start on the first of a month, so that many of their stays begin on the same day."""


@st.composite
def small_towns(draw) -> list[Person]:
    """A project of three municipalities where every cell is between nothing and a dozen people."""
    people: list[Person] = []
    for municipality in ("Mönsterås", "Åseda", "Västervik"):
        for sex in SEXES:
            sizes = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 8, 12])
            codes = ("work", "studies", "internship", "job_seeking", "moved", "transferred")
            people += crowd(municipality, sex, still=draw(sizes), **{code: draw(sizes) for code in codes})
            hidden_studies = Stay(
                end_on=SPRING + timedelta(60), exits=("internship", "studies"), municipality=municipality, sex=sex
            )
            people += [(hidden_studies,)] * draw(st.sampled_from([0, 0, 1, 3, 6]))
    return people

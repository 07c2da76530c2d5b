"""The slow, obvious twin of the engine: plain loops over plain rows. It exists to be read, and to catch the engine.

Written from the definitions alone; it shares no counting with the engine. Only the formulas of `intervals`, which
have their own tests, are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from stegvis.evaluation.codes import AGE_GROUPS, HALF_YEAR_OF_TIME, STILL_ENROLLED, TIMES_IN
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind
from stegvis.evaluation.intervals import median_and_interval, wilson
from stegvis.evaluation.results import RawResult, RawRow, check_date, values_in_order


@dataclass(frozen=True)
class Person:
    """One participation record: a person as of the measuring date.

    `since_end`: days since the last enrolment ended. `answers`: for each kind of follow-up that was made by then where
    the person was, None where nobody answered. `lived_on`: at the first start; `lives_on`: after the last end.
    `contacts` and `steps` carried out: in the last enrolment, once it has ended.
    `changes`: area of life → steps from the first wheel to the last.
    """

    person: str
    municipality: str
    sex: str
    inflow_channel: str
    month: str
    age_group: str
    start_half_year: str
    time_in_project: str
    target_groups: frozenset[str]
    days: int | None
    headline: str | None
    destinations: frozenset[str]
    since_end: int | None = None
    answers: Mapping[str, str | None] = field(default_factory=dict)
    lived_on: str | None = None
    lives_on: str | None = None
    contacts: int | None = None
    steps: int | None = None
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def half_years_in_project(self) -> str:
        """The longer stretch in which the time in the project lies."""
        return HALF_YEAR_OF_TIME[self.time_in_project]

    @property
    def ended(self) -> bool:
        """Whether the last enrolment had ended by the measuring date."""
        return self.headline is not None

    def values(self, dimension: Dimension) -> frozenset[str]:
        """The person's values on a dimension: one, except for target groups, where there can be several or none."""
        if dimension == Dimension.TARGET_GROUP:
            return self.target_groups
        return frozenset({getattr(self, dimension.value)})

    def belongs_to(self, base: Base) -> bool:
        """Whether the person is in the population."""
        if base == Base.ENROLLED:
            return True
        return self.ended and (base == Base.ENDED or self.headline != "transferred")


def persons_at(extract: Extract, at: date) -> list[Person]:
    """Everyone who had started by the date, each once, ordered by pseudonym."""
    enrolments: dict[str, list[dict]] = {}
    for enrolment in extract.enrolments.to_pylist():
        if enrolment["start_on"] <= at:
            enrolments.setdefault(enrolment["person"], []).append(enrolment)
    exits = extract.exits.to_pylist()
    labels = extract.target_groups.to_pylist()
    follow_ups = extract.optional["follow_ups"].to_pylist() if "follow_ups" in extract.optional else []
    incomes = extract.optional["incomes"].to_pylist() if "incomes" in extract.optional else []
    at_start = {told["enrolment"]: told["at_start"] for told in incomes}
    at_exit = {told["enrolment"]: told["at_exit"] for told in incomes}
    support = extract.optional["support"].to_pylist() if "support" in extract.optional else []
    contacts = {told["enrolment"]: told["contacts"] for told in support}
    walked = extract.optional["steps"].to_pylist() if "steps" in extract.optional else []
    steps = {told["enrolment"]: told["steps"] for told in walked}
    life = extract.optional["life_changes"].to_pylist() if "life_changes" in extract.optional else []
    persons = []
    for person, mine in sorted(enrolments.items()):
        mine.sort(key=lambda enrolment: (enrolment["start_on"], enrolment["enrolment"]))
        first, last = mine[0], mine[-1]
        ended = last["end_on"] is not None and last["end_on"] <= at
        ways_out = [way for way in exits if ended and way["enrolment"] == last["enrolment"]]
        persons.append(
            Person(
                person=person,
                municipality=first["municipality"],
                sex=first["sex"],
                inflow_channel=first["inflow_channel"],
                month=first["start_on"].strftime("%Y-%m"),
                age_group=_age_group(first["age"]),
                start_half_year=f"{first['start_on']:%Y}-h{1 if first['start_on'].month <= 6 else 2}",
                time_in_project=_time_in(((last["end_on"] if ended else at) - first["start_on"]).days),
                target_groups=frozenset(
                    label["target_group"] for label in labels if label["enrolment"] == first["enrolment"]
                ),
                days=(last["end_on"] - first["start_on"]).days if ended else None,
                headline=next((way["destination"] for way in ways_out if way["headline"]), None),
                destinations=frozenset(way["destination"] for way in ways_out),
                since_end=(at - last["end_on"]).days if ended else None,
                answers={
                    asked["kind"]: asked["destination"]
                    for asked in follow_ups
                    if ended and asked["enrolment"] == last["enrolment"] and asked["asked_on"] <= at
                },
                lived_on=at_start.get(first["enrolment"]) if ended else None,
                lives_on=at_exit.get(last["enrolment"]) if ended else None,
                contacts=contacts.get(last["enrolment"]) if ended else None,
                steps=steps.get(last["enrolment"]) if ended else None,
                changes={
                    told["area"]: told["change"]
                    for told in life
                    if told["enrolment"] == last["enrolment"] and told["last_on"] <= at
                },
            )
        )
    return persons


def _age_group(age: int) -> str:
    young, others = AGE_GROUPS
    return young if age < 30 else others


def _time_in(days: int) -> str:
    months = 3 * (days // 91)  # 13 weeks are 3 months
    return next(time for time in TIMES_IN if time.endswith("_more") or months < int(time.partition("_")[2]))


def compute(
    definition: IndicatorDefinition,
    extract: Extract,
    *,
    at: date,
    base: Base | str | None = None,
    by: tuple[Dimension | str, ...] = (),
    persons: list[Person] | None = None,
) -> RawResult:
    """Same question, same answer, same errors as `engine.compute`.

    `persons`: what `persons_at` gives for the extract and date, for whoever asks many questions about them.
    """
    check_date(extract.at, at)
    chosen, split = definition.chosen_base(base), definition.chosen_breakdown(tuple(by))
    persons = persons_at(extract, at) if persons is None else persons
    everyone = persons
    if Dimension.TARGET_GROUP in split:
        everyone = [person for person in persons if person.target_groups]
    axes = [values_in_order(one, {value for person in everyone for value in person.values(one)}) for one in split]
    rows: list[RawRow] = []
    for group in product(*axes):
        here = [person for person in persons if _stands_in(person, split, group)]
        population = [person for person in here if person.belongs_to(chosen or definition.population)]
        by_value = {str(one): value for one, value in zip(split, group, strict=True)}
        rows.extend(_answers(definition, chosen, by_value, population))
    return RawResult(definition, chosen, split, at, extract.digest, tuple(rows))


def _stands_in(person: Person, split: tuple[Dimension, ...], group: tuple[str, ...]) -> bool:
    return all(value in person.values(one) for one, value in zip(split, group, strict=True))


def _answers(
    definition: IndicatorDefinition, base: Base | None, by: dict[str, str], population: list[Person]
) -> list[RawRow]:
    size = len(population)
    if definition.kind == Kind.COUNT:
        return [RawRow(by, None, size, None, size, None)]
    if definition.kind == Kind.MEDIAN_DURATION:
        days = sorted(person.days for person in population if person.days is not None)
        value, interval = median_and_interval(size, lambda rank: days[rank - 1])
        return [RawRow(by, None, None, size, value, interval)]
    if definition.kind == Kind.SHARE:
        hits = [person for person in population if person.destinations & set(definition.numerator.destinations)]
        return [_share(by, None, len(hits), size)]
    answers = []
    for cell in definition.numerator.cells:
        there = [person for person in population if person.headline in cell.destinations]
        answers.append(_share(by, cell.code, len(there), size))
    if base == Base.ENROLLED:
        waiting = [person for person in population if not person.ended]
        answers.append(_share(by, STILL_ENROLLED, len(waiting), size))
    return answers


def _share(by: dict[str, str], destination: str | None, numerator: int, denominator: int) -> RawRow:
    interval = wilson(numerator, denominator)
    if denominator == 0:
        return RawRow(by, destination, numerator, denominator, None, interval)
    return RawRow(by, destination, numerator, denominator, numerator / denominator, interval)

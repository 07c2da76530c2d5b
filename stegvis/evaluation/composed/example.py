"""Invented people made for a definition, so that each of its choices matters to somebody; its own test.

Whoever composes an indicator says how many of them should count. The engine and a plain loop over the people must both
give that answer, when it is composed and whenever it is tested again.
"""

from dataclasses import dataclass
from datetime import date

from stegvis.evaluation import engine
from stegvis.evaluation.catalogue import DESTINATION_WORDS, EXIT_DESTINATION, EXIT_DESTINATION_DETAILED, WORK_OR_STUDIES
from stegvis.evaluation.codes import DESTINATIONS, STILL_ENROLLED
from stegvis.evaluation.composed.definition import Resolved, Shown
from stegvis.evaluation.composed.numbers import Numbers
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Words
from stegvis.evaluation.goals.definition import UNKNOWN_OUTCOME, Counted
from stegvis.evaluation.twin import Person, persons_at

NAMES = ("Ada", "Bror", "Cilla", "Dan", "Elin", "Frans", "Greta", "Harry", "Isa", "John")
AT = date(2022, 12, 31)


@dataclass(frozen=True)
class Invented:
    """One invented person: where they went (None: still enrolled), and a second outcome perhaps."""

    name: str
    headline: str | None
    second: str = ""

    def happened(self) -> Words:
        """What became of the person."""
        if self.headline is None:
            return DESTINATION_WORDS[STILL_ENROLLED]
        first = DESTINATION_WORDS[self.headline]
        if not self.second:
            return first
        also = DESTINATION_WORDS[self.second]
        return Words(sv=f"{first.sv}, och {also.sv.lower()}", en=f"{first.en}, and {also.en.lower()}")


@dataclass(frozen=True)
class Answer:
    """How many of the invented people count, and out of how many (None for a number)."""

    numerator: int
    denominator: int | None


def people(asked: Resolved) -> tuple[Invented, ...]:
    """Ten people: some who count, one of each kind who may not, and two who are still there."""
    inside = [code for code in DESTINATIONS if code in asked.events and (asked.among is None or code in asked.among)]
    beside = [code for code in DESTINATIONS if code in (asked.among or ()) and code not in asked.events]
    outside = [code for code in DESTINATIONS if code not in asked.events and code not in (asked.among or ())]
    wanted: list[tuple[str | None, str]] = [(code, "") for code in (*inside[:3], *beside[:2])]
    wanted += [(code, "") for code in (*UNKNOWN_OUTCOME, "transferred") if (code, "") not in wanted]
    wanted += [(None, ""), ("internship", "work"), *((code, "") for code in outside[:1])]
    wanted += [(code, "") for code in inside * len(NAMES)]
    return tuple(Invented(name, *told) for name, told in zip(NAMES, wanted, strict=False))


def extract(those: tuple[Invented, ...]) -> Extract:
    """The invented people as an extract of a year."""
    enrolments, exits = [], []
    for one in those:
        ended = one.headline is not None
        enrolments.append(
            {
                "person": one.name, "enrolment": one.name, "municipality": "Mönsterås", "sex": "F", "age": 30,
                "inflow_channel": "open_self", "start_on": date(2022, 1, 10),
                "end_on": date(2022, 9, 1) if ended else None,
            }
        )  # fmt: skip
        for code in dict.fromkeys(filter(None, (one.headline, one.second))):
            exits.append({"enrolment": one.name, "destination": code, "headline": code == one.headline})
    return Extract.from_rows("example", AT, enrolments=enrolments, exits=exits)


def by_engine(asked: Resolved, given: Extract) -> Answer:
    """What the engine says, through the same tables a release has."""
    tables = []
    for definition in (EXIT_DESTINATION, EXIT_DESTINATION_DETAILED, WORK_OR_STUDIES):
        for base in definition.bases:
            rows = [
                {
                    "by": row.by, "destination": row.destination, "numerator": row.numerator,
                    "denominator": row.denominator, "suppressed": False,
                }
                for row in engine.compute(definition, given, at=given.at, base=base).rows
            ]  # fmt: skip
            tables.append({"indicator": definition.id, "base": str(base), "rows": rows})
    row = Numbers.of(tables).row(asked, (), threshold=0)
    return Answer(row.numerator or 0, row.denominator)


def by_hand(asked: Resolved, given: Extract) -> Answer:
    """What a plain loop over the people says."""
    group = [person for person in persons_at(given, given.at) if _in_group(asked, person)]
    number = sum(counts(asked, person) for person in group)
    return Answer(number, None if asked.shown == Shown.COUNT else len(group))


def counts(asked: Resolved, person: Person) -> bool:
    """Whether somebody in the group counts."""
    if asked.counted == Counted.ANY:
        return bool(person.destinations & asked.events)
    return person.headline in asked.events


def _in_group(asked: Resolved, person: Person) -> bool:
    inside = asked.among is None or person.headline in asked.among
    return inside and person.belongs_to(asked.base) and person.headline not in asked.left_out


def told(asked: Resolved) -> list[tuple[Invented, str]]:
    """The invented people, each with `counts`, `in the group` or `outside`."""
    those = people(asked)
    found = {person.person: person for person in persons_at(extract(those), AT)}
    said = []
    for one in those:
        person = found[one.name]
        inside = _in_group(asked, person)
        said.append((one, "outside" if not inside else "counts" if counts(asked, person) else "in the group"))
    return said


def run(asked: Resolved, expected: Answer) -> tuple[bool, Answer, Answer]:
    """Whether engine and loop both give the expected answer, and what each gave."""
    given = extract(people(asked))
    fast, slow = by_engine(asked, given), by_hand(asked, given)
    return fast == slow == expected, fast, slow

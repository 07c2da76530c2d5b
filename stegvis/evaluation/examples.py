"""Readable specifications: eleven invented people, and what every indicator says of each of them and of all.

They are kept once. Tests run them against the engine and its slow twin; the manual's page of the indicators is made
of them (`stegvis docs indicators`), so what a reader learns there is what the program does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from stegvis.evaluation.codes import STILL_ENROLLED
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base, Dimension, Words

AT = date(2022, 10, 31)
"""The measuring date of all examples."""

DRAWN = date(2022, 12, 31)
"""The day the invented extract was drawn: later, so that it holds what had not happened on the measuring date."""


@dataclass(frozen=True)
class Stay:
    """One enrolment; the first of `exits` is the headline."""

    start_on: date
    end_on: date | None = None
    exits: tuple[str, ...] = ()
    municipality: str = "Mönsterås"


@dataclass(frozen=True)
class Person:
    """An invented person, and what makes them worth looking at."""

    name: str
    sex: str
    stays: tuple[Stay, ...]
    trap: Words


def _person(name: str, sex: str, sv: str, en: str, *stays: Stay) -> Person:
    return Person(name, sex, stays, Words(sv=sv, en=en))


PEOPLE: tuple[Person, ...] = (
    _person(
        "Anna", "F", "Började och slutade, till arbete.", "Came and left, to work.",
        Stay(date(2022, 3, 1), date(2022, 6, 1), ("work",)),
    ),
    _person(
        "Bertil", "M", "Började och slutade, till studier.", "Came and left, to studies.",
        Stay(date(2022, 3, 1), date(2022, 7, 11), ("studies",), "Västervik"),
    ),
    _person("Cecilia", "F", "Är kvar.", "Is still there.", Stay(date(2022, 3, 14))),
    _person(
        "David", "M", "Börjar dagen efter mätdagen.", "Starts the day after the measuring date.",
        Stay(date(2022, 11, 1)),
    ),
    _person(
        "Elin", "F", "Slutar på själva mätdagen: till praktik, och dessutom till studier.",
        "Leaves on the measuring date itself: to an internship, and to studies as well.",
        Stay(date(2022, 4, 1), date(2022, 10, 31), ("internship", "studies")),
    ),
    _person(
        "Farid", "M", "Slutar två veckor efter mätdagen.", "Leaves two weeks after the measuring date.",
        Stay(date(2022, 4, 1), date(2022, 11, 15), ("work",)),
    ),
    _person(
        "Greta", "F", "Gick till arbete, kom tillbaka och är kvar.", "Went to work, came back and is still there.",
        Stay(date(2022, 3, 1), date(2022, 5, 1), ("work",)), Stay(date(2022, 8, 1)),
    ),
    _person(
        "Hugo", "M", "Slutade utan kontakt, kom tillbaka och gick till arbete.",
        "Lost contact, came back and went to work.",
        Stay(date(2022, 3, 1), date(2022, 5, 1), ("no_contact",)),
        Stay(date(2022, 6, 1), date(2022, 9, 1), ("work",)),
    ),
    _person(
        "Ingrid", "F", "Gick vidare i kommunens ordinarie verksamhet.", "Went on in the municipality's own operation.",
        Stay(date(2022, 5, 1), date(2022, 9, 15), ("transferred",), "Västervik"),
    ),
    _person(
        "Johan", "M", "Var först i Mönsterås, sedan i Västervik, och söker arbete.",
        "Was first in Mönsterås, then in Västervik, and seeks work.",
        Stay(date(2022, 3, 1), date(2022, 4, 30), ("moved",)),
        Stay(date(2022, 5, 10), date(2022, 8, 20), ("job_seeking",), "Västervik"),
    ),
    _person(
        "Kerstin", "F", "Gick vidare i ordinarie verksamhet och fick dessutom arbete.",
        "Went on in ordinary operation and got work as well.",
        Stay(date(2022, 6, 1), date(2022, 8, 1), ("transferred", "work")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What an indicator says of one person, and why. `counts`: yes, no, a destination or a number of days."""

    counts: bool | str | int
    why: Words


@dataclass(frozen=True)
class Total:
    """What it says of all: a count, so many of so many, or a median of days (`numerator` None) of so many."""

    numerator: int | None
    denominator: int | None = None
    value: float | None = None
    destination: str | None = None
    base: Base | None = None
    by: Mapping[Dimension, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """One indicator on these people. Who has no answer is in none of its populations."""

    indicator: str
    answers: Mapping[str, Answer]
    totals: tuple[Total, ...]


def _because(counts: bool | str | int, sv: str, en: str) -> Answer:
    return Answer(counts, Words(sv=sv, en=en))


_TOO_LATE = _because(False, "Hade inte börjat på mätdagen.", "Had not started on the measuring date.")
_STAYS = _because(False, "Är fortfarande inskriven.", "Is still enrolled.")
_NOT_YET = _because(
    False,
    "Slutade efter mätdagen. Den dagen var Farid kvar.",
    "Left after the measuring date. Farid was there that day.",
)
_BACK = _because(
    False,
    "Den senaste inskrivningen pågår. Att Greta har slutat en gång räknas inte.",
    "The last enrolment is still open. That Greta has left once does not count.",
)

_PARTICIPANTS = Example(
    "participants",
    {
        **{
            name: _because(True, "Hade börjat på mätdagen.", "Had started by the measuring date.")
            for name in ("Anna", "Bertil", "Cecilia", "Elin", "Farid", "Ingrid", "Kerstin")
        },
        "David": _TOO_LATE,
        "Greta": _because(True, "Två inskrivningar, en person: räknas en gång.", "Two enrolments, one person: once."),
        "Hugo": _because(True, "Två inskrivningar, en person: räknas en gång.", "Two enrolments, one person: once."),
        "Johan": _because(
            True,
            "Räknas en gång, i Mönsterås: där började Johan först.",
            "Counts once, in Mönsterås: that is where Johan first started.",
        ),
    },
    (
        Total(10),
        Total(8, by={Dimension.MUNICIPALITY: "Mönsterås"}),
        Total(2, by={Dimension.MUNICIPALITY: "Västervik"}),
        Total(6, by={Dimension.SEX: "F"}),
        Total(4, by={Dimension.SEX: "M"}),
    ),
)

_ENDED = Example(
    "ended",
    {
        **{
            name: _because(True, "Hade slutat på mätdagen.", "Had left by the measuring date.")
            for name in ("Anna", "Bertil", "Ingrid", "Kerstin")
        },
        "Cecilia": _STAYS,
        "David": _TOO_LATE,
        "Elin": _because(True, "Slutdagen räknas med.", "The last day itself counts."),
        "Farid": _NOT_YET,
        "Greta": _BACK,
        "Hugo": _because(True, "Den senaste inskrivningen är avslutad.", "The last enrolment has ended."),
        "Johan": _because(True, "Den senaste inskrivningen är avslutad.", "The last enrolment has ended."),
    },
    (Total(7), Total(4, by={Dimension.SEX: "F"}), Total(3, by={Dimension.SEX: "M"})),
)

_WAYS_OUT = {
    "Anna": _because("work", "Huvudutfallet är arbete.", "The headline is work."),
    "Bertil": _because("studies", "Huvudutfallet är studier.", "The headline is studies."),
    "Cecilia": _because(STILL_ENROLLED, "Är kvar på mätdagen.", "Is there on the measuring date."),
    "David": _TOO_LATE,
    "Elin": _because(
        "internship",
        "Huvudutfallet är praktik. Studierna räknas inte här.",
        "The headline is internship. The studies do not count here.",
    ),
    "Farid": _because(STILL_ENROLLED, "Slutade efter mätdagen.", "Left after the measuring date."),
    "Greta": _because(STILL_ENROLLED, "Kom tillbaka och är kvar.", "Came back and is still there."),
    "Hugo": _because("work", "Den senaste inskrivningen avgör.", "The last enrolment decides."),
    "Johan": _because("job_seeking", "Den senaste inskrivningen avgör.", "The last enrolment decides."),
}


def _spread(base: Base, of: int, **people: int) -> tuple[Total, ...]:
    return tuple(Total(number, of, number / of, code, base) for code, number in people.items())


_OUT_OF_FIVE = {"work": 2, "studies": 1, "internship": 1, "job_seeking": 1}

_EXIT_DESTINATION = Example(
    "exit_destination",
    _WAYS_OUT
    | {
        name: _because("other", "Överförd: hör till gruppen annat.", "Transferred: belongs to the group other.")
        for name in ("Ingrid", "Kerstin")
    },
    (
        *_spread(Base.ENDED, 7, **_OUT_OF_FIVE, other=2),
        *_spread(Base.ENROLLED, 10, **_OUT_OF_FIVE, other=2, **{STILL_ENROLLED: 3}),
        *_spread(Base.ENDED_NOT_TRANSFERRED, 5, **_OUT_OF_FIVE, other=0),
    ),
)

_EXIT_DESTINATION_DETAILED = Example(
    "exit_destination_detailed",
    _WAYS_OUT
    | {
        name: _because("transferred", "Överförd: visas för sig.", "Transferred: shown by itself.")
        for name in ("Ingrid", "Kerstin")
    },
    (
        *_spread(Base.ENDED, 7, **_OUT_OF_FIVE, transferred=2, moved=0, other=0),
        *_spread(Base.ENROLLED, 10, **_OUT_OF_FIVE, transferred=2, moved=0, other=0, **{STILL_ENROLLED: 3}),
    ),
)

_WORK_OR_STUDIES = Example(
    "work_or_studies",
    {
        "Anna": _because(True, "Gick till arbete.", "Went to work."),
        "Bertil": _because(True, "Gick till studier.", "Went to studies."),
        "Cecilia": _STAYS,
        "David": _TOO_LATE,
        "Elin": _because(
            True, "Studier är ett av utfallen, även om praktik är huvudutfallet.",
            "Studies is one of the exits, though internship is the headline.",
        ),
        "Farid": _NOT_YET,
        "Greta": _BACK,
        "Hugo": _because(True, "Den senaste inskrivningen slutade i arbete.", "The last enrolment ended in work."),
        "Ingrid": _because(False, "Varken arbete eller studier.", "Neither work nor studies."),
        "Johan": _because(False, "Att söka arbete är inte att ha det.", "To seek work is not to have it."),
        "Kerstin": _because(
            True, "Arbete är ett av utfallen. Med basen utom överförda är Kerstin inte med alls.",
            "Work is one of the exits. On the base not transferred Kerstin is not there at all.",
        ),
    },
    (
        Total(5, 7, 5 / 7, base=Base.ENDED),
        Total(5, 10, 0.5, base=Base.ENROLLED),
        Total(4, 5, 0.8, base=Base.ENDED_NOT_TRANSFERRED),
    ),
)  # fmt: skip

_WORK_OR_STUDIES_CROSSED = Example(
    "work_or_studies_crossed",
    _WORK_OR_STUDIES.answers | {"Kerstin": _because(True, "Arbete är ett av utfallen.", "Work is one of the exits.")},
    (
        Total(5, 7, 5 / 7, base=Base.ENDED),
        Total(5, 10, 0.5, base=Base.ENROLLED),
        *(
            Total(number, of, number / of, base=Base.ENDED, by={Dimension.MUNICIPALITY: place, **by})
            for place, number, of, by in (
                ("Mönsterås", 4, 5, {Dimension.AGE_GROUP: "30_and_over"}),
                ("Västervik", 1, 2, {Dimension.AGE_GROUP: "30_and_over"}),
                ("Mönsterås", 2, 3, {Dimension.HALF_YEARS_IN: "0_6"}),
                ("Mönsterås", 2, 2, {Dimension.HALF_YEARS_IN: "6_12"}),
            )
        ),
    ),
)

_DURATION = Example(
    "duration",
    {
        "Anna": _because(92, "1 mars till 1 juni.", "1 March to 1 June."),
        "Bertil": _because(132, "1 mars till 11 juli.", "1 March to 11 July."),
        "Cecilia": _STAYS,
        "David": _TOO_LATE,
        "Elin": _because(213, "1 april till 31 oktober.", "1 April to 31 October."),
        "Farid": _NOT_YET,
        "Greta": _BACK,
        "Hugo": _because(
            184,
            "1 mars till 1 september. Uppehållet i maj räknas med.",
            "1 March to 1 September, the break in May included.",
        ),
        "Ingrid": _because(137, "1 maj till 15 september.", "1 May to 15 September."),
        "Johan": _because(172, "1 mars till 20 augusti, i båda kommunerna.", "1 March to 20 August, in both places."),
        "Kerstin": _because(61, "1 juni till 1 augusti.", "1 June to 1 August."),
    },
    (Total(None, 7, 137.0),),
)

EXAMPLES: dict[str, Example] = {
    example.indicator: example
    for example in (
        _PARTICIPANTS,
        _ENDED,
        _EXIT_DESTINATION,
        _EXIT_DESTINATION_DETAILED,
        _WORK_OR_STUDIES,
        _WORK_OR_STUDIES_CROSSED,
        _DURATION,
    )
}
"""One for each indicator of the catalogue, in its order."""


def extract_of(*people: Person) -> Extract:
    """The invented extract of these people, as if drawn on DRAWN."""
    enrolments, exits = [], []
    for person in people:
        for number, stay in enumerate(person.stays):
            key = f"{person.name}-{number}"
            enrolments.append(
                {
                    "person": person.name,
                    "enrolment": key,
                    "municipality": stay.municipality,
                    "sex": person.sex,
                    "age": 30,
                    "inflow_channel": "open_self",
                    "start_on": stay.start_on,
                    "end_on": stay.end_on,
                }
            )
            exits += [{"enrolment": key, "destination": way, "headline": way == stay.exits[0]} for way in stay.exits]
    return Extract.from_rows("example", DRAWN, enrolments=enrolments, exits=exits)

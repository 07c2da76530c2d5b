"""Tables that an extract may hold beside the three it must hold.

An extract that lacks one says that the question was not asked; one with an empty table says that it was, and that
there was nothing to tell. Each table is declared here, in one place, and takes part in everything by that alone: the
checks of `contracts`, digest and file, folders (`kept`), the three engines, what is held back between releases
(`disclosure.carry_over`).

To add a table:

1. Declare an OptionalTable below and put it last in OPTIONAL. Its first column is `enrolment`. Never change the order
   of OPTIONAL, nor the columns of a table that has been released: digests and files depend on both.
2. Give `known_on` if rows come to be known on days of their own; a question about an earlier day must not see them.
3. What the engines are to read goes into `coded` (whole numbers that each stay gets) and `per_enrolment` (the Ibis
   expression that makes them, one row per enrolment). Ask for them with `stays.stays_table(optional=("name",))` and
   `place.rows(..., optional=("name",))`.
4. Draw it in `reporting/actions/extracts.py`; let `twin.Person` read it with plain loops, and the generators
   `tests/unit/evaluation/people.py` and `tests/engines/cases.py` make some.
5. What is a fault must be seen in the rows of one enrolment: large extracts are checked piece by piece (`pieces`).
6. Its columns stand in ABOUT_PARTICIPANTS of the test that keeps staff out of extracts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stegvis.evaluation.codes import DESTINATIONS, FOLLOW_UP_KINDS, FUND_FACTS, INCOMES, LIFE_AREAS, LIFE_TABLES
from stegvis.evaluation.definitions import DefinitionError, Words

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_ROW, NOT_REACHED = -1, -2
"""Codes in place of a destination: nobody was asked; somebody was, without an answer."""

NO_PAIR = -128
"""In place of a change: nobody was asked twice."""

NO_DAY = 2**31 - 1
"""The day that does not come (`stays.NEVER`)."""


@dataclass(frozen=True)
class Coded:
    """A column that stays get: its kind in Ibis, and what stands there for an enrolment without a row.

    `at_entry`: from the person's first enrolment; otherwise from the enrolment that the stay is.
    """

    kind: str
    empty: int
    at_entry: bool = False


@dataclass(frozen=True)
class Fault:
    """What may be wrong with the rows of a table: where, in words with room for a number, and the rows themselves."""

    column: str
    words: str
    rows: "ir.Table"


@dataclass(frozen=True)
class OptionalTable:
    """One table: `columns` (name → kind as in `contracts.COLUMNS`), of which those of `key` together stand only once.

    `codes`: the words a column may hold. `known_on`: the column with the day from which a row is known; without it a
    row is known as long as its enrolment is. `after_end`: only enrolments that have ended have rows. `faults`: what
    else must not be. `words`: what the table is called in a sentence.
    """

    name: str
    words: Words
    columns: Mapping[str, str]
    key: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known_on: str = ""
    after_end: bool = False
    faults: Callable[[], Iterator[Fault]] = lambda: iter(())
    coded: Mapping[str, Coded] = field(default_factory=dict)
    per_enrolment: "Callable[[], ir.Table] | None" = None

    def coded_rows(self) -> "ir.Table":
        """`enrolment` and the columns of `coded`, for the enrolments that have rows."""
        if self.per_enrolment is None:
            raise LookupError(f"{self.name} gives the stays no columns")
        told = self.per_enrolment()
        columns = {name: told[name].fill_null(one.empty).cast(one.kind) for name, one in self.coded.items()}
        return told.select("enrolment", **columns)


def table(name: str, columns: Mapping[str, str]) -> "ir.Table":
    """A table of an extract for Ibis; `columns` are name → kind as in `contracts.COLUMNS`."""
    import ibis

    kinds = {"text": "string", "whole number": "int32", "day": "date", "yes/no": "boolean"}
    return ibis.table({column: kinds[kind.removesuffix(" or empty")] for column, kind in columns.items()}, name=name)


def require(present: Collection[str], wanted: Collection[str]) -> None:
    """Raises DefinitionError when a question needs a table that the extract lacks."""
    for name in wanted:
        if name not in present:
            words = OPTIONAL[name].words
            raise DefinitionError(
                f"Underlaget innehåller inga {words.sv}. Ta ett nytt underlag, eller välj något annat att läsa.",
                f"The extract holds no {words.en}. Draw a new extract, or choose something else to read.",
            )


def _follow_ups() -> "ir.Table":
    return table("follow_ups", _FOLLOW_UPS)


def _follow_up_faults() -> Iterator[Fault]:
    rows = _follow_ups()
    odd = rows.filter(rows.reached == rows.destination.isnull())
    yield Fault("destination", "does not go together with reached in {} row(s)", odd)
    ends = table("enrolments", {"enrolment": "text", "end_on": "day or empty"})
    joined = rows.join(ends, "enrolment")
    yield Fault("asked_on", "comes before the end in {} row(s)", joined.filter(joined.asked_on < joined.end_on))


def _follow_ups_per_enrolment() -> "ir.Table":
    import ibis

    rows = _follow_ups()
    places = ((rows.destination == code, place) for place, code in enumerate(DESTINATIONS))
    code = ibis.cases(*places, else_=NOT_REACHED)
    day = rows.asked_on.delta(ibis.date(1970, 1, 1), unit="day")
    columns = {}
    for kind in FOLLOW_UP_KINDS:
        columns[kind] = code.max(where=rows.kind == kind)
        columns[f"{kind}_on"] = day.max(where=rows.kind == kind)
    return rows.group_by("enrolment").agg(**columns)


_FOLLOW_UPS = {
    "enrolment": "text",
    "kind": "text",
    "asked_on": "day",
    "reached": "yes/no",
    "destination": "text or empty",
}


def _fund_fact_faults() -> Iterator[Fault]:
    import ibis

    rows = table("fund_facts", _FUND_FACTS)
    for kind, codes in FUND_FACTS.items():
        those = rows.filter(rows.kind == kind)
        wrong = those.filter(~those.code.isin(codes)) if codes else those.filter(~those.code.re_search("^[0-9]{1,4}$"))
        yield Fault("code", f"is no {kind} in {{}} row(s)", wrong)
    once = rows.filter(rows.kind != "attained").group_by("enrolment", "kind").agg(times=ibis._.count())
    yield Fault("kind", "stands twice for {} enrolment(s)", once.filter(once.times > 1))


_FUND_FACTS = {"enrolment": "text", "kind": "text", "code": "text", "on": "day"}


def _incomes_per_enrolment() -> "ir.Table":
    import ibis

    rows = table("incomes", _INCOMES)

    def code(column):
        return ibis.cases(*((column == word, place) for place, word in enumerate(INCOMES)), else_=NO_ROW)

    return rows.select("enrolment", income_start=code(rows.at_start), income_exit=code(rows.at_exit))


_INCOMES = {"enrolment": "text", "at_start": "text or empty", "at_exit": "text or empty"}


def _number_noted(name: str, column: str, words: Words) -> OptionalTable:
    """A table of how many there were of something, of each enrolment that has ended; a stay gets the number."""
    columns = {"enrolment": "text", column: "whole number"}

    def faults() -> Iterator[Fault]:
        rows = table(name, columns)
        yield Fault(column, "is below zero in {} row(s)", rows.filter(rows[column] < 0))

    return OptionalTable(
        name=name,
        words=words,
        columns=columns,
        key=("enrolment",),
        after_end=True,
        faults=faults,
        coded={column: Coded("int32", NO_ROW)},
        per_enrolment=lambda: table(name, columns),
    )


def _life_change_faults() -> Iterator[Fault]:
    rows = table("life_changes", _LIFE_CHANGES)
    yield Fault("change", "is not from -9 to 9 in {} row(s)", rows.filter((rows.change < -9) | (rows.change > 9)))


def _life_changes_per_enrolment() -> "ir.Table":
    import ibis

    rows = table("life_changes", _LIFE_CHANGES)
    day = rows.last_on.delta(ibis.date(1970, 1, 1), unit="day")
    columns = {name: rows.change.max(where=rows.area == area) for area, name in LIFE_TABLES.items()}
    return rows.group_by("enrolment").agg(**columns, life_on=day.max())


_LIFE_CHANGES = {"enrolment": "text", "area": "text", "change": "whole number", "last_on": "day"}

OPTIONAL: Mapping[str, OptionalTable] = {
    one.name: one
    for one in (
        OptionalTable(
            name="follow_ups",
            words=Words(sv="uppföljningar efter avslut", en="follow-ups after the exit"),
            columns=_FOLLOW_UPS,
            key=("enrolment", "kind"),
            codes={"kind": FOLLOW_UP_KINDS, "destination": DESTINATIONS},
            known_on="asked_on",
            after_end=True,
            faults=_follow_up_faults,
            coded={
                column: coded
                for kind in FOLLOW_UP_KINDS
                for column, coded in ((kind, Coded("int8", NO_ROW)), (f"{kind}_on", Coded("int32", NO_DAY)))
            },
            per_enrolment=_follow_ups_per_enrolment,
        ),
        OptionalTable(
            name="fund_facts",
            words=Words(sv="uppgifter om läget vid starten", en="facts of the situation at the start"),
            columns=_FUND_FACTS,
            key=("enrolment", "kind", "code"),
            codes={"kind": tuple(FUND_FACTS)},
            known_on="on",
            faults=_fund_fact_faults,
        ),
        OptionalTable(
            name="incomes",
            words=Words(sv="uppgifter om vad människor lever på", en="facts of what people live on"),
            columns=_INCOMES,
            key=("enrolment",),
            codes={"at_start": INCOMES, "at_exit": INCOMES},
            after_end=True,
            coded={"income_start": Coded("int8", NO_ROW, at_entry=True), "income_exit": Coded("int8", NO_ROW)},
            per_enrolment=_incomes_per_enrolment,
        ),
        _number_noted(
            "support",
            "contacts",
            Words(sv="uppgifter om hur många kontakter människor haft", en="facts of how many contacts people had"),
        ),
        OptionalTable(
            name="life_changes",
            words=Words(sv="livshjul som har gjorts om", en="life wheels that were made again"),
            columns=_LIFE_CHANGES,
            key=("enrolment", "area"),
            codes={"area": LIFE_AREAS},
            known_on="last_on",
            faults=_life_change_faults,
            coded={name: Coded("int8", NO_PAIR) for name in LIFE_TABLES.values()} | {"life_on": Coded("int32", NO_DAY)},
            per_enrolment=_life_changes_per_enrolment,
        ),
        _number_noted(
            "steps",
            "steps",
            Words(sv="uppgifter om hur många steg människor genomfört", en="facts of how many steps people took"),
        ),
    )
}
"""Every optional table by its name, in the order in which digests and files have them.

`follow_ups`: how it went after an exit. `kind`: four weeks or six months after; `asked_on`: when; `reached`: whether
there was an answer; `destination`: where the person was that day, empty when nobody answered. A stay gets for each kind
the destination's code (NO_ROW, NOT_REACHED) and the day from which that is known.

`fund_facts`: what the fund's rules (`fund`) ask for. `kind` and `code` as in FUND_FACTS; `on`: the day of the start for
facts of the start, the day it was completed for what was attained. No engine reads it: the rules count records.

`incomes`: of an enrolment that has ended, what the person lived on at its start and from the day after its end, in the
words of INCOMES; empty where it is not known. A stay gets the first of its person's first enrolment and the second of
its own (NO_ROW when it is not known).

`support`: of an enrolment that has ended, how many contacts its journal holds up to the last day (attempts are none).
A stay gets that number (NO_ROW when the enrolment has not ended).

`life_changes`: by how many steps of ten (`change`, -9 to 9) a person's last life wheel in the project differs from the
first, area by area; `last_on`: the day of the last. Nobody who made it on one day only has rows. The scores themselves
stay in casework. A stay gets its own enrolment's changes (NO_PAIR without) and the day from which they are known.

`steps`: of an enrolment that has ended, how many steps of the plan in the tracks health, study and work were carried
out up to the last day. A stay gets that number (NO_ROW when the enrolment has not ended).
"""

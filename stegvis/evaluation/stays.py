"""What an indicator counts, as Ibis expressions: enrolments as stays, and the people there are on a day.

A stay is an enrolment in whole numbers: codes instead of words, days since 1970 instead of dates, and the days on which
it is its person's latest. So a question about any day is one filter over one table, without looking for each person's
first and last enrolment again. The expressions run on every engine; `prepare` makes the same table faster.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from stegvis.evaluation import optional_tables
from stegvis.evaluation.codes import (
    AGE_EDGES,
    DESTINATIONS,
    HALF_YEAR_OF_TIME,
    HALF_YEARS_IN,
    INFLOW_CHANNELS,
    SEXES,
    STILL_ENROLLED,
    TARGET_GROUPS,
    TIME_EDGES,
    TIMES_IN,
)
from stegvis.evaluation.contracts import columns_of
from stegvis.evaluation.optional_tables import OPTIONAL

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEVER = 2**31 - 1
"""The day that does not come: `until` of a person's last stay, `end` of a stay that goes on."""

STAYS: dict[str, str] = {
    "since": "int32",
    "until": "int32",
    "end": "int32",
    "first": "int32",
    "municipality": "int16",
    "sex": "int8",
    "inflow_channel": "int8",
    "age_group": "int8",
    "month": "int16",
    "destination": "int8",
    "ways": "int32",
    "entry": "int32",
}
"""Columns of a stay. From `since` to the day before `until` this enrolment is its person's latest; two that start on
the same day stand in the order of their pseudonyms. `first`, `municipality`, `sex`, `inflow_channel`, `age_group` and
`month` (months since 1970) tell the person's first enrolment, `entry` is its place in the extract, counted from 0.
`destination` is the headline (-1: none), `ways` has a bit for each exit, both in the order of DESTINATIONS."""

WAITING = len(DESTINATIONS)
"""The code of STILL_ENROLLED where destinations are numbers."""

DESTINATION_CODES = (*DESTINATIONS, STILL_ENROLLED)


def bits(destinations: Iterable[str]) -> int:
    """The destinations as bits of `ways`."""
    return sum(1 << DESTINATIONS.index(code) for code in set(destinations))


def stays_table(*, by_target_group: bool = False, optional: Collection[str] = ()) -> "ir.Table":
    """The prepared stays for a question, with the columns of the optional tables it reads."""
    import ibis

    columns = STAYS | ({"target_groups": "int8"} if by_target_group else {})
    return ibis.table(columns | columns_from(optional), name="stays")


def columns_from(optional: Collection[str]) -> dict[str, str]:
    """Column → kind of what the optional tables add to a stay, in the order of OPTIONAL."""
    return {
        column: coded.kind for name, one in OPTIONAL.items() if name in optional for column, coded in one.coded.items()
    }


def on_the_day(*, by_target_group: bool = False, optional: Collection[str] = ()) -> "ir.Table":
    """The stays that people are in as of the day in the table `asked`, each with that day as `at`."""
    import ibis

    stays = stays_table(by_target_group=by_target_group, optional=optional)
    joined = stays.cross_join(ibis.table({"at": "int32"}, name="asked"))
    return joined.filter(joined.since <= joined.at, joined.until > joined.at)


def counted(told: "ir.Table", dialect: str) -> str:
    """The SQL that counts, as the last column, how many rows there are of each kind."""
    import ibis

    return str(ibis.to_sql(told.group_by([*told.columns]).agg(people=told.count()), dialect=dialect))


def people(any_of: Iterable[str] = (), *, by_target_group: bool = False) -> "ir.Table":
    """One row per person as of the day in the table `asked`: facts of entry from the first enrolment, end and
    destination from the last that has started.

    Columns: municipality, sex, inflow_channel, month, age_group, start_half_year, time_in_project,
    half_years_in_project, ended, days (from first start to last end), destination (code of the headline, or WAITING),
    hit (whether an exit of the last enrolment is among `any_of`). `by_target_group` gives a
    row for each label the first enrolment has, and none for people without.
    """
    import ibis

    there = on_the_day(by_target_group=by_target_group)
    columns = ["municipality", "sex", "inflow_channel", "month", "age_group"]
    if by_target_group:
        labels = ibis.table({"target_group": "int8", "bit": "int8"}, name="labels")
        there = there.cross_join(labels)
        there = there.filter((there.target_groups & there.bit) != 0)
        columns.append("target_group")
    ended = there.end <= there.at
    followed = ended.ifelse(there.end, there.at) - there["first"]
    return there.select(
        *columns,
        start_half_year=(there.month // 6).cast("int16"),
        time_in_project=band(followed, TIME_EDGES),
        half_years_in_project=band(followed, HALF_YEAR_EDGES),
        ended=ended,
        days=there.end - there["first"],
        destination=ended.ifelse(there.destination, ibis.literal(WAITING, "int8")),
        hit=ended & ((there.ways & bits(any_of)) != 0),
    )


def stays_of_tables() -> "ir.Table":
    """The stays from the three tables of an extract, in no order, for an engine that reads those tables itself.

    Differs from STAYS in that `municipality` is the name, and `entry` the first enrolment's pseudonym; `enrolment` is
    the stay's own.
    """
    import ibis

    enrolments, exits = table("enrolments"), table("exits")
    by_person = ibis.window(group_by="person", order_by=["start_on", "enrolment"])
    by_person_back = ibis.window(group_by="person", order_by=["start_on", "enrolment"], rows=(None, 0))
    start = _day(enrolments.start_on)
    code, bit = (_code(exits.destination, DESTINATIONS, by=by) for by in (int, lambda place: 1 << place))
    ways = exits.group_by("enrolment").agg(destination=code.max(where=exits.headline), ways=bit.sum())
    placed = enrolments.select(
        "enrolment",
        since=start,
        until=start.lead(1).over(by_person).fill_null(NEVER),
        end=_day(enrolments.end_on).fill_null(NEVER),
        first=start.first().over(by_person_back),
        month=((enrolments.start_on.year() - 1970) * 12 + enrolments.start_on.month() - 1).first().over(by_person_back),
        entry=enrolments.enrolment.first().over(by_person_back),
        municipality=enrolments.municipality.first().over(by_person_back),
        sex=_code(enrolments.sex, SEXES).first().over(by_person_back),
        inflow_channel=_code(enrolments.inflow_channel, INFLOW_CHANNELS).first().over(by_person_back),
        age_group=band(enrolments.age, AGE_EDGES).first().over(by_person_back),
    )
    joined = placed.left_join(ways, "enrolment")
    return joined.select(
        *(name for name in STAYS if name not in ("destination", "ways")),
        destination=joined.destination.fill_null(-1),
        ways=joined.ways.fill_null(0),
        enrolment=joined.enrolment,
    ).select(*STAYS, "enrolment")


def table(name: str) -> "ir.Table":
    """One of an extract's tables, by its name."""
    return optional_tables.table(name, columns_of(name))


def _day(column):
    import ibis

    return column.delta(ibis.date(1970, 1, 1), unit="day")


def _code(column, codes: tuple[str, ...], by=int):
    import ibis

    return ibis.cases(*((column == code, by(place)) for place, code in enumerate(codes)))


def band(column, edges: tuple[int, ...]):
    """Which stretch a number lies in, from 0; each edge begins the next."""
    import ibis

    return ibis.cases(*((column < edge, place) for place, edge in enumerate(edges)), else_=len(edges))


HALF_YEAR_EDGES = tuple(
    next(edge for time, edge in zip(TIMES_IN[1:], TIME_EDGES, strict=True) if HALF_YEAR_OF_TIME[time] == half)
    for half in HALF_YEARS_IN[1:]
)
"""The day on which each of HALF_YEARS_IN but the first begins."""

LABEL_BITS: dict[str, int] = {code: 1 << place for place, code in enumerate(TARGET_GROUPS)}
"""Target group → its bit where target groups stand together in one number."""

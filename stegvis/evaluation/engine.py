"""The fast engine: one Ibis expression per question, compiled once, run by DuckDB over the extract's Arrow tables.

The expressions are the same for every date: the measuring date is a one-row table (`asked`), so that the compiled
query can be kept under the definition's digest. `twin` does the same in plain Python and must agree.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import accumulate, product
from threading import Lock
from typing import TYPE_CHECKING

from stegvis.evaluation.codes import STILL_ENROLLED
from stegvis.evaluation.contracts import COLUMNS, Extract
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind, Numerator
from stegvis.evaluation.intervals import median_and_interval, wilson
from stegvis.evaluation.results import RawResult, RawRow, check_date, values_in_order

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir

_compiled: dict[tuple[str, Base | None, tuple[Dimension, ...]], str] = {}


def compute(
    definition: IndicatorDefinition,
    extract: Extract,
    *,
    at: date,
    base: Base | str | None = None,
    by: tuple[Dimension | str, ...] = (),
) -> RawResult:
    """The indicator at the date, for everyone or split. Rows are the full grid of the groups present, in fixed order.

    Raises DefinitionError for a base or split the definition does not have, or a date after the extract's own.
    """
    check_date(extract.at, at)
    chosen, split = definition.chosen_base(base), definition.chosen_breakdown(tuple(by))
    found = run(_query(definition, chosen, split), extract, at)
    grouped: dict[tuple, Counter] = defaultdict(Counter)
    for *group, outcome, members in found:
        grouped[tuple(group)][outcome] += members
    axes = [values_in_order(one, (group[place] for group in grouped)) for place, one in enumerate(split)]
    rows: list[RawRow] = []
    for group in product(*axes):
        rows.extend(_rows(definition, chosen, dict(zip(map(str, split), group, strict=True)), grouped[group]))
    return RawResult(definition, chosen, split, at, extract.digest, tuple(rows))


def run(sql: str, extract: Extract, at: date) -> list[tuple]:
    """Rows of a compiled query over the extract's tables and the measuring date."""
    import pyarrow as pa

    tables = {name: getattr(extract, name) for name in COLUMNS}
    tables["asked"] = pa.table({"at": pa.array([at], pa.date32())})
    with _one_at_a_time:
        connection = _connection(os.getpid())
        for name, table in tables.items():
            connection.register(name, table)
        try:
            return connection.execute(sql).fetchall()
        finally:
            for name in tables:
                connection.unregister(name)


_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _connection(process_id: int) -> "duckdb.DuckDBPyConnection":
    """One empty database in memory per process: opening one costs more than a question. It keeps nothing."""
    import duckdb

    return duckdb.connect()


def _query(definition: IndicatorDefinition, base: Base | None, by: tuple[Dimension, ...]) -> str:
    key = (definition.digest, base, by)
    if key not in _compiled:
        import ibis

        persons = person_table(definition.numerator.destinations)
        if Dimension.TARGET_GROUP in by:
            labels = _table("target_groups").rename(first_enrolment="enrolment")
            persons = persons.inner_join(labels, "first_enrolment")
        population = base or definition.population
        members = _inside(persons, population).cast("int64").sum()
        outcome = _outcome(persons, definition.numerator).name("outcome")
        expression = persons.group_by([*map(str, by), outcome]).agg(members=members)
        _compiled[key] = str(ibis.to_sql(expression, dialect="duckdb"))
    return _compiled[key]


def _table(name: str) -> "ir.Table":
    import ibis

    kinds = {"text": "string", "whole number": "int32", "day": "date", "day or empty": "date", "yes/no": "boolean"}
    return ibis.table({column: kinds[kind] for column, kind in COLUMNS[name].items()}, name=name)


def person_table(any_of: Iterable[str] = ()) -> "ir.Table":
    """One row per person: entry facts from the first enrolment, end and destinations from the last, as of `asked`.

    Columns: person, municipality, sex, inflow_channel, month (YYYY-MM), first_enrolment, ended, days, destination
    (headline, or still_enrolled) and hit (whether any exit of the last enrolment is among `any_of`).
    """
    import ibis

    asked = ibis.table({"at": "date"}, name="asked")
    enrolments = _table("enrolments").cross_join(asked)
    started = enrolments.filter(enrolments.start_on <= enrolments.at)
    order = [started.start_on, started.enrolment]
    entry = {name: started[name].first(order_by=order) for name in ("municipality", "sex", "inflow_channel")}
    persons = started.group_by("person").agg(
        **entry,
        at=started.at.max(),
        first_start_on=started.start_on.min(),
        first_enrolment=started.enrolment.first(order_by=order),
        last_enrolment=started.enrolment.last(order_by=order),
        last_end_on=started.end_on.last(order_by=order, include_null=True),
    )
    persons = persons.mutate(ended=(persons.last_end_on <= persons.at).fill_null(False))
    exits = _table("exits")
    headline = exits.filter(exits.headline).select(last_enrolment="enrolment", headline_destination="destination")
    hits = exits.filter(exits.destination.isin(list(any_of) or [""])).select(hit_enrolment="enrolment").distinct()
    joined = persons.left_join(headline, "last_enrolment").left_join(hits, persons.last_enrolment == hits.hit_enrolment)
    return joined.select(
        "person",
        *entry,
        "first_enrolment",
        "ended",
        month=joined.first_start_on.strftime("%Y-%m"),
        days=joined.last_end_on.delta(joined.first_start_on, unit="day"),
        destination=joined.ended.ifelse(joined.headline_destination, STILL_ENROLLED),
        hit=joined.ended & joined.hit_enrolment.notnull(),
    )


def _inside(persons: "ir.Table", population: Base) -> "ir.BooleanValue":
    if population == Base.ENROLLED:
        return persons.person.notnull()
    if population == Base.ENDED:
        return persons.ended
    return persons.ended & (persons.destination != "transferred")


def _outcome(persons: "ir.Table", numerator: Numerator) -> "ir.Value":
    import ibis

    if numerator.counts == "headline_exit":
        return persons.destination
    if numerator.counts == "any_exit":
        return persons.hit
    if numerator.counts == "days_first_start_to_last_end":
        return persons.ended.ifelse(persons.days, ibis.null("int64"))
    return ibis.literal(True)


def _rows(definition: IndicatorDefinition, base: Base | None, by: dict[str, str], found: Counter) -> list[RawRow]:
    total = sum(found.values())
    if definition.kind == Kind.COUNT:
        return [RawRow(by, None, total, None, total, None)]
    if definition.kind == Kind.MEDIAN_DURATION:
        value, interval = median_and_interval(total, _ranked(found))
        return [RawRow(by, None, None, total, value, interval)]
    if definition.kind == Kind.SHARE:
        return [_share_row(by, None, found[True], total)]
    gathered = {cell.code: cell.destinations for cell in definition.numerator.cells}
    return [
        _share_row(by, code, sum(found[part] for part in gathered.get(code, (code,))), total)
        for code in definition.cells_on(base)
    ]


def _share_row(by: dict[str, str], destination: str | None, numerator: int, denominator: int) -> RawRow:
    value = numerator / denominator if denominator else None
    return RawRow(by, destination, numerator, denominator, value, wilson(numerator, denominator))


def _ranked(found: Counter) -> Callable[[int], int]:
    """The value at a rank (from 1) of a counted list, without writing the list out."""
    from bisect import bisect_left

    values = sorted(value for value, members in found.items() if members)
    upto = list(accumulate(found[value] for value in values))
    return lambda rank: values[bisect_left(upto, rank)]


def census(extract: Extract, at: date, dimension: Dimension) -> dict[tuple[str, str], Counter]:
    """How many people stand in each smallest box: (value of the dimension, sex) → (destination, hit) → people.

    `destination` is the headline or still_enrolled; `hit` says whether work or studies is among the exits. All that
    the catalogue can show is a sum of these boxes, which is what the gate protects.
    """
    key = ("census", None, (dimension,))
    if key not in _compiled:
        import ibis

        persons = person_table(("work", "studies"))
        if dimension == Dimension.TARGET_GROUP:
            labels = _table("target_groups").rename(first_enrolment="enrolment")
            persons = persons.inner_join(labels, "first_enrolment")
        counted = persons.group_by([str(dimension), "sex", "destination", "hit"]).agg(people=persons.count())
        _compiled[key] = str(ibis.to_sql(counted, dialect="duckdb"))
    boxes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for value, sex, destination, hit, people in run(_compiled[key], extract, at):
        boxes[value, sex][destination, hit] += people
    return dict(boxes)

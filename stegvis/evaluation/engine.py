"""The fast engine: one Ibis expression per question, compiled once, run by DuckDB over the stays of the extract.

An extract is prepared once, before the first question; every further question reads whole numbers. The expressions are
the same for every date: the measuring date is a one-row table (`asked`), so that the compiled query can be kept under
the definition's digest. `twin` does the same in plain Python and must agree.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import accumulate, product
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from stegvis.evaluation import duck
from stegvis.evaluation.codes import DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.contracts import COLUMNS, Extract
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind, Numerator
from stegvis.evaluation.intervals import median_and_interval, wilson
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.preparing import Prepared
from stegvis.evaluation.results import RawResult, RawRow, check_date, values_in_order
from stegvis.evaluation.stays import DESTINATION_CODES, LABEL_BITS, people

if TYPE_CHECKING:
    import ibis.expr.types as ir

_compiled: dict[tuple[str, Base | None, tuple[Dimension, ...]], str] = {}


def compute(
    definition: IndicatorDefinition,
    extract: Extract | KeptExtract,
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
    headline = definition.numerator.counts == "headline_exit"
    grouped: dict[tuple, Counter] = defaultdict(Counter)
    for *group, outcome, members in _found(_query(definition, chosen, split), extract, at, split):
        outcome = DESTINATION_CODES[outcome] if headline else outcome
        grouped[tuple(group)][outcome] += members
    axes = [values_in_order(one, (group[place] for group in grouped)) for place, one in enumerate(split)]
    rows: list[RawRow] = []
    for group in product(*axes):
        rows.extend(_rows(definition, chosen, dict(zip(map(str, split), group, strict=True)), grouped[group]))
    return RawResult(definition, chosen, split, at, extract.digest, tuple(rows))


def _ask(sql: str, prepared: Prepared, at: date, *, by_target_group: bool) -> list[tuple]:
    """Rows of a compiled query over the stays and the measuring date, in codes. Call it with the lock held."""
    import pyarrow as pa

    tables = {
        "stays": prepared.table(by_target_group=by_target_group),
        "asked": pa.table({"at": pa.array([(at - _DAY_NOUGHT).days], pa.int32())}),
    }
    if by_target_group:
        bits = list(LABEL_BITS.values())
        tables["labels"] = pa.table({"target_group": pa.array(range(len(bits)), pa.int8()), "bit": pa.array(bits)})
    with duck.cursor() as cursor:
        for name, table in tables.items():
            cursor.register(name, table)
        return cursor.execute(sql).fetchall()


_DAY_NOUGHT = date(1970, 1, 1)
_one_at_a_time = Lock()
_prepared: WeakKeyDictionary[Extract, Prepared] = WeakKeyDictionary()


def _found(sql: str, extract: Extract | KeptExtract, at: date, dimensions: tuple[Dimension, ...]) -> Iterator[list]:
    """The rows with words instead of codes in the columns of the dimensions, which come first."""
    with _one_at_a_time:
        if isinstance(extract, KeptExtract):
            prepared = extract.prepared
        elif (prepared := _prepared.get(extract)) is None:
            prepared = _prepared[extract] = Prepared.of({name: getattr(extract, name) for name in COLUMNS})
        rows = _ask(sql, prepared, at, by_target_group=Dimension.TARGET_GROUP in dimensions)
    words = [_words(dimension, prepared.places) for dimension in dimensions]
    for row in rows:
        yield [word(code) for word, code in zip(words, row, strict=False)] + list(row[len(words) :])


def _words(dimension: Dimension, places: tuple[str, ...]) -> Callable[[int], str]:
    if dimension == Dimension.MONTH:
        return lambda month: f"{1970 + month // 12:04}-{month % 12 + 1:02}"
    return {
        Dimension.MUNICIPALITY: places,
        Dimension.SEX: SEXES,
        Dimension.INFLOW_CHANNEL: INFLOW_CHANNELS,
        Dimension.TARGET_GROUP: TARGET_GROUPS,
    }[dimension].__getitem__


def _query(definition: IndicatorDefinition, base: Base | None, by: tuple[Dimension, ...]) -> str:
    key = (definition.digest, base, by)
    if key not in _compiled:
        import ibis

        persons = people(definition.numerator.destinations, by_target_group=Dimension.TARGET_GROUP in by)
        members = _inside(persons, base or definition.population).cast("int64").sum()
        outcome = _outcome(persons, definition.numerator).name("outcome")
        expression = persons.group_by([*map(str, by), outcome]).agg(members=members)
        _compiled[key] = str(ibis.to_sql(expression, dialect="duckdb"))
    return _compiled[key]


def _inside(persons: "ir.Table", population: Base) -> "ir.BooleanValue":
    if population == Base.ENROLLED:
        return persons.municipality.notnull()
    if population == Base.ENDED:
        return persons.ended
    return persons.ended & (persons.destination != DESTINATIONS.index("transferred"))


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


def census(extract: Extract | KeptExtract, at: date, dimension: Dimension) -> dict[tuple[str, str], Counter]:
    """How many people stand in each smallest box: (value of the dimension, sex) → (destination, hit) → people.

    `destination` is the headline or still_enrolled; `hit` says whether work or studies is among the exits. All that
    the catalogue can show is a sum of these boxes, which is what the gate protects.
    """
    key = ("census", None, (dimension,))
    if key not in _compiled:
        import ibis

        persons = people(("work", "studies"), by_target_group=dimension == Dimension.TARGET_GROUP)
        counted = persons.group_by([str(dimension), "sex", "destination", "hit"]).agg(people=persons.count())
        _compiled[key] = str(ibis.to_sql(counted, dialect="duckdb"))
    boxes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for value, sex, destination, hit, members in _found(_compiled[key], extract, at, (dimension, Dimension.SEX)):
        boxes[value, sex][DESTINATION_CODES[destination], hit] += members
    return dict(boxes)

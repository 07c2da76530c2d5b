"""The fast engine: one Ibis expression per question, compiled once, run over the stays of the extract by DuckDB, or by
the engine of the place where they lie (`engines`).

An extract is prepared once, before the first question; every further question reads whole numbers. The expressions are
the same for every date: the measuring date is a one-row table (`asked`), so that the compiled query can be kept under
the definition's digest. `twin` does the same in plain Python and must agree.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, product
from typing import TYPE_CHECKING

from stegvis.evaluation.codes import (
    AGE_GROUPS,
    DESTINATIONS,
    HALF_YEARS_IN,
    INFLOW_CHANNELS,
    SEXES,
    TARGET_GROUPS,
    TIMES_IN,
)
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind, Numerator
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.intervals import median_and_interval, wilson
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.results import RawResult, RawRow, check_date, values_in_order
from stegvis.evaluation.stays import DESTINATION_CODES, people

if TYPE_CHECKING:
    import ibis.expr.types as ir

Asked = Extract | KeptExtract | Place
"""What can be asked: an extract (by DuckDB in this process), or the place where an engine has it."""

_Key = tuple[str, Base | None, tuple[Dimension, ...]]
_compiled: dict[tuple[_Key, str], str] = {}


@dataclass(frozen=True)
class _Question:
    """What is asked of the stays, not yet in the words of an engine."""

    key: _Key
    expression: Callable[[], "ir.Table"]


def compute(
    definition: IndicatorDefinition,
    extract: Asked,
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
    for *group, outcome, members in _found(_question(definition, chosen, split), extract, at, split):
        outcome = DESTINATION_CODES[outcome] if headline else outcome
        grouped[tuple(group)][outcome] += members
    axes = [values_in_order(one, (group[place] for group in grouped)) for place, one in enumerate(split)]
    rows: list[RawRow] = []
    for group in product(*axes):
        rows.extend(_rows(definition, chosen, dict(zip(map(str, split), group, strict=True)), grouped[group]))
    return RawResult(definition, chosen, split, at, extract.digest, tuple(rows))


def _found(question: _Question, extract: Asked, at: date, dimensions: tuple[Dimension, ...]) -> Iterator[list]:
    """The rows with words instead of codes in the columns of the dimensions, which come first."""
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    rows = place.rows(_sql(question, place.dialect), at, by_target_group=Dimension.TARGET_GROUP in dimensions)
    words = [_words(dimension, place.municipalities) for dimension in dimensions]
    for row in rows:
        yield [word(code) for word, code in zip(words, row, strict=False)] + list(row[len(words) :])


def _words(dimension: Dimension, places: tuple[str, ...]) -> Callable[[int], str]:
    if dimension == Dimension.MONTH:
        return lambda month: f"{1970 + month // 12:04}-{month % 12 + 1:02}"
    if dimension == Dimension.START_HALF_YEAR:
        return lambda half: f"{1970 + half // 2:04}-h{half % 2 + 1}"
    return {
        Dimension.MUNICIPALITY: places,
        Dimension.SEX: SEXES,
        Dimension.INFLOW_CHANNEL: INFLOW_CHANNELS,
        Dimension.TARGET_GROUP: TARGET_GROUPS,
        Dimension.AGE_GROUP: AGE_GROUPS,
        Dimension.TIME_IN: TIMES_IN,
        Dimension.HALF_YEARS_IN: HALF_YEARS_IN,
    }[dimension].__getitem__


def _sql(question: _Question, dialect: str) -> str:
    """The question in an engine's SQL, written once in the life of the process."""
    key = (question.key, dialect)
    if key not in _compiled:
        import ibis

        _compiled[key] = str(ibis.to_sql(question.expression(), dialect=dialect))
    return _compiled[key]


def _question(definition: IndicatorDefinition, base: Base | None, by: tuple[Dimension, ...]) -> _Question:
    def expression() -> "ir.Table":
        import ibis

        persons = people(definition.numerator.destinations, by_target_group=Dimension.TARGET_GROUP in by)
        inside = _inside(persons, base or definition.population)
        members = inside.ifelse(ibis.literal(1, "int64"), ibis.literal(0, "int64")).sum()
        outcome = _outcome(persons, definition.numerator).name("outcome")
        return persons.group_by([*map(str, by), outcome]).agg(members=members)

    return _Question((definition.digest, base, by), expression)


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


def census(extract: Asked, at: date, *dimensions: Dimension) -> dict[tuple[str, str], Counter]:
    """How many people stand in each smallest box: (value of the dimension, sex) → (destination, hit) → people.

    Of several dimensions the value is `cells.crossed`. `destination` is the headline or still_enrolled; `hit` says
    whether work or studies is among the exits. All that the catalogue can show is a sum of these boxes, which is what
    the gate protects.
    """
    from stegvis.evaluation.disclosure.cells import crossed

    def expression() -> "ir.Table":
        persons = people(("work", "studies"), by_target_group=Dimension.TARGET_GROUP in dimensions)
        return persons.group_by([*map(str, dimensions), "sex", "destination", "hit"]).agg(people=persons.count())

    question = _Question(("census", None, dimensions), expression)
    boxes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for *values, sex, destination, hit, members in _found(question, extract, at, (*dimensions, Dimension.SEX)):
        boxes[crossed(values), sex][DESTINATION_CODES[destination], hit] += members
    return dict(boxes)

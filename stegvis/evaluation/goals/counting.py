"""Counts people once for every day asked about, in the smallest boxes any reading of a goal needs.

One grouped question to the engine; after that every reading is a sum over a few boxes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from stegvis.evaluation import duck
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.preparing import Prepared
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import DESTINATION_CODES, STAYS, WAITING

Boxes = Counter[tuple[str, int]]
"""(headline or still_enrolled, exits as bits) → people."""

_DAY_NOUGHT = date(1970, 1, 1)


def boxes_on(extract: Extract | KeptExtract, days: Iterable[date]) -> dict[date, Boxes]:
    """The boxes of each day. Raises DefinitionError for a day after the extract's own."""
    import pyarrow as pa

    days = sorted(set(days))
    for day in days:
        check_date(extract.at, day)
    asked = pa.table({"at": pa.array([(day - _DAY_NOUGHT).days for day in days], pa.int32())})
    with duck.cursor() as cursor:
        cursor.register("stays", _prepared(extract).table())
        cursor.register("asked", asked)
        rows = cursor.execute(_query()).fetchall()
    found: dict[date, Boxes] = defaultdict(Counter)
    for at, destination, ways, people in rows:
        found[date.fromordinal(_DAY_NOUGHT.toordinal() + at)][DESTINATION_CODES[destination], ways] += people
    return {day: found[day] for day in days}


def _prepared(extract: Extract | KeptExtract) -> Prepared:
    if isinstance(extract, KeptExtract):
        return extract.prepared
    return Prepared.of(extract.tables)


def _query() -> str:
    import ibis

    stays = ibis.table(STAYS, name="stays")
    joined = stays.cross_join(ibis.table({"at": "int32"}, name="asked"))
    there = joined.filter(joined.since <= joined.at, joined.until > joined.at)
    ended = there.end <= there.at
    boxes = there.select(
        "at",
        headline=ended.ifelse(there.destination, ibis.literal(WAITING, "int8")),
        exits=ended.ifelse(there.ways, ibis.literal(0, "int32")),
    )
    return str(ibis.to_sql(boxes.group_by(["at", "headline", "exits"]).agg(people=boxes.count()), dialect="duckdb"))

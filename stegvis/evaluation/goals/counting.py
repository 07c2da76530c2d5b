"""Counts people once for every day asked about, in the smallest boxes any reading of a goal needs.

One grouped question to the engine for each day, and one more for each time after the exit; after that every reading is
a sum over a few boxes. Any engine can be asked.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from stegvis.evaluation.after_exit import people_after
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import DESTINATION_CODES, WAITING, counted, on_the_day

Boxes = Counter[tuple[str, int]]
"""(headline or still_enrolled, exits as bits) → people."""

Asked = Extract | KeptExtract | Place


def boxes_on(extract: Asked, days: Iterable[date]) -> dict[date, Boxes]:
    """The boxes of each day. Raises DefinitionError for a day after the extract's own."""
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    found: dict[date, Boxes] = {}
    for day in sorted(set(days)):
        check_date(extract.at, day)
        found[day] = Counter()
        for destination, ways, people in place.rows(_query(place.dialect), day):
            found[day][DESTINATION_CODES[destination], ways] += people
    return found


def boxes_after(extract: Asked, asked: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Counter[str]]:
    """For each kind of follow-up and day where people were; see `after_exit.people_after`. Raises as that does."""
    return {(kind, day): people_after(extract, kind, day) for kind, day in sorted(set(asked))}


@lru_cache(maxsize=8)
def _query(dialect: str) -> str:
    import ibis

    there = on_the_day()
    ended = there.end <= there.at
    boxes = there.select(
        headline=ended.ifelse(there.destination, ibis.literal(WAITING, "int8")),
        exits=ended.ifelse(there.ways, ibis.literal(0, "int32")),
    )
    return counted(boxes, dialect)

"""How many there were of something, noted for each enrolment, in bands: what support and steps are counted by."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import band, counted, on_the_day

GOALS = ("work", "studies")
"""Who has one of these as the headline of the exit has reached a goal."""


def any_noted(extract: Extract, table: str, column: str) -> bool:
    """Does anybody in the extract have any?"""
    import pyarrow.compute as pc

    return table in extract.optional and (pc.max(extract.optional[table][column]).as_py() or 0) > 0


def people_by_band(
    extract: Extract | KeptExtract | Place, table: str, column: str, bands: Mapping[str, int], at: date
) -> Counter[tuple[str, bool]]:
    """How many people who have ended, by band of the last enrolment's number and whether they reached a goal.

    `bands`: code → the fewest, from 0 upwards. As known on the day. Raises DefinitionError for a day after the
    extract's own, or without the table.
    """
    check_date(extract.at, at)
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    question = _question(table, column, tuple(bands.values())[1:], place.dialect)
    codes = tuple(bands)
    return Counter(
        {
            (codes[number], bool(reached)): people
            for number, reached, people in place.rows(question, at, optional=(table,))
        }
    )


@lru_cache(maxsize=16)
def _question(table: str, column: str, edges: tuple[int, ...], dialect: str) -> str:
    there = on_the_day(optional=(table,))
    ended = there.filter(there.end <= there.at)
    reached = ended.destination.isin([DESTINATIONS.index(code) for code in GOALS])
    told = ended.select(band=band(ended[column], edges).cast("int8"), reached=reached.ifelse(1, 0).cast("int8"))
    return counted(told, dialect)

"""What changed from people's first life wheel to their last: counted from `life_changes`, through the gate.

Everybody who has started is counted, once and for each area of life: whose last score is better than the first, the
same or worse, and who has no pair because the wheel was not made on two days.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from stegvis.evaluation.codes import LIFE_AREAS, LIFE_TABLES
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Words
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.one_row import frozen_table
from stegvis.evaluation.optional_tables import NO_PAIR
from stegvis.evaluation.results import check_date
from stegvis.evaluation.statistics.resampling import interval_of
from stegvis.evaluation.stays import counted, on_the_day

TABLE = "life_changes"
BETTER, SAME, WORSE, WITHOUT = "better", "same", "worse", "no_pair"
GROUPS = (BETTER, SAME, WORSE)
MEAN = "mean_change"
"""The row with the mean change of those with a pair, in steps of ten."""

AREA_WORDS = {
    "work_study": Words(sv="Arbete och studier", en="Work and studies"),
    "economy": Words(sv="Ekonomi", en="Economy"),
    "home": Words(sv="Boende", en="Home"),
    "body": Words(sv="Kropp och sömn", en="Body and sleep"),
    "mind": Words(sv="Tankar och känslor", en="Thoughts and feelings"),
    "close": Words(sv="Familj och nära", en="Family and close ones"),
    "friends": Words(sv="Vänner och sammanhang", en="Friends and belonging"),
    "leisure": Words(sv="Fritid och glädje", en="Leisure and joy"),
}


def noted(extract: Extract) -> bool:
    """Has anybody made the wheel on two days?"""
    return TABLE in extract.optional and extract.optional[TABLE].num_rows > 0


def changes(extract: Extract | KeptExtract | Place, area: str, at: date) -> Counter[int | None]:
    """How many people changed by how many steps (-9 to 9) in the area; None for those without a pair.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without life wheels.
    """
    check_date(extract.at, at)
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    rows = place.rows(_question(area, place.dialect), at, optional=(TABLE,))
    return Counter({None if step == NO_PAIR else step: people for step, people in rows})


def grouped(found: Counter[int | None]) -> Counter[str]:
    """The same people in GROUPS, and WITHOUT a pair."""
    people: Counter[str] = Counter()
    for step, number in found.items():
        people[WITHOUT if step is None else BETTER if step > 0 else WORSE if step < 0 else SAME] += number
    return people


def total(found: Counter[int | None]) -> int:
    """All steps together, for better and for worse."""
    return sum(step * number for step, number in found.items() if step is not None)


@lru_cache(maxsize=32)
def _question(area: str, dialect: str) -> str:
    import ibis

    there = on_the_day(optional=(TABLE,))
    known = (there.life_on <= there.at).ifelse(there[LIFE_TABLES[area]], ibis.literal(NO_PAIR, "int8"))
    return counted(there.select(step=known), dialect)


def digest_of(area: str) -> str:
    """SHA-256 over what the table of an area counts."""
    return hashlib.sha256(json.dumps([LIFE_TABLES[area], GROUPS, MEAN]).encode()).hexdigest()


def gated_tables(
    extract: Extract, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()
) -> list[dict[str, Any]]:
    """The table of each area as a release keeps it: how many better, the same, worse, and the mean change with a
    bootstrap interval; null where the gate hides them."""
    from stegvis.evaluation.disclosure.one_row import DUE, TOTAL
    from stegvis.evaluation.gate import one_row_cells

    tables = []
    for area in LIFE_AREAS:
        told = one_row_cells(extract, LIFE_TABLES[area], at=at, threshold=threshold, earlier=earlier)
        table = frozen_table(LIFE_TABLES[area], digest_of(area), GROUPS, told, base="enrolled")
        (steps, shown), (pairs, _shown) = told[TOTAL], told[DUE]
        interval = _interval(changes(extract, area, at)) if shown else None
        table["rows"].append(
            {
                "by": {},
                "destination": MEAN,
                "numerator": None,
                "denominator": pairs if shown else None,
                "value": steps / pairs if shown else None,
                "interval": list(interval) if interval else None,
                "suppressed": not shown,
            }
        )
        tables.append(table)
    return tables


def _interval(found: Counter[int | None]) -> tuple[float, float] | None:
    """The 95 % interval of the mean change: the same people drawn again and again."""
    steps = sorted(step for step in found if step is not None)

    def mean(drawn: Sequence[int]) -> float:
        return sum(step * number for step, number in zip(steps, drawn, strict=True)) / sum(drawn)

    return interval_of([found[step] for step in steps], mean)

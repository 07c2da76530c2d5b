"""What those who lived on income support live on after the exit: counted from `incomes`, through the gate.

Of the people who have ended, those are counted who lived on income support when they first started. Each of them stands
in one group: what the person lives on from the day after the last end, or `unknown` when nobody has noted it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from stegvis.evaluation import one_row
from stegvis.evaluation.codes import AFTER_INCOME_SUPPORT, INCOMES
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import counted, on_the_day

TABLE = "incomes"
FROM = "income_support"
UNKNOWN, OUTSIDE = "unknown", "from_elsewhere"
GROUPS = (*INCOMES, UNKNOWN)
"""What the table shows, in order."""

_OUTSIDE = -3


def noted(extract: Extract) -> bool:
    """Does the extract hold what anybody lives on?"""
    return TABLE in extract.optional and extract.optional[TABLE].num_rows > 0


def income_after(extract: Extract | KeptExtract | Place, at: date) -> Counter[str]:
    """How many people who have ended live on what: a word of GROUPS, or OUTSIDE for who did not come from support.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without incomes.
    """
    check_date(extract.at, at)
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    found: Counter[str] = Counter()
    for answer, people in place.rows(_question(place.dialect), at, optional=(TABLE,)):
        found[INCOMES[answer] if answer >= 0 else OUTSIDE if answer == _OUTSIDE else UNKNOWN] += people
    return found


@lru_cache(maxsize=8)
def _question(dialect: str) -> str:
    import ibis

    there = on_the_day(optional=(TABLE,))
    ended = there.filter(there.end <= there.at)
    came_from = ended.income_start == INCOMES.index(FROM)
    answers = ended.select(answer=came_from.ifelse(ended.income_exit, ibis.literal(_OUTSIDE, "int8")))
    return counted(answers, dialect)


def digest() -> str:
    """SHA-256 over what the table counts."""
    return hashlib.sha256(json.dumps([AFTER_INCOME_SUPPORT, FROM, GROUPS]).encode()).hexdigest()


def gated_table(extract: Extract, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()) -> dict[str, Any]:
    """The table as a release keeps it: rows by group of all who came from income support, null where hidden."""
    return one_row.gated_table(
        extract, AFTER_INCOME_SUPPORT, digest(), GROUPS, at=at, threshold=threshold, earlier=earlier
    )

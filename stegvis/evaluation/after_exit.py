"""Where people were some time after the exit: counted from `follow_ups`, for everybody together, and through the gate.

Of the people who have ended, those are counted whose end lies so far back that they can have been asked: the *due*.
Each of them stands in one group: where the person was, or `no_answer` when nobody asked or nobody answered.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from stegvis.evaluation import one_row
from stegvis.evaluation.codes import AFTER_EXIT_TABLES, DESTINATIONS, FOLLOW_UP_DAYS, FOLLOW_UP_KINDS, REPORTING_GROUPS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import counted, on_the_day

NO_ANSWER = "no_answer"
TOO_EARLY = "too_early"
GROUPS = (*REPORTING_GROUPS, NO_ANSWER)
"""What the table of a kind shows, in order."""

GROUP_OF = {code: group for group, codes in REPORTING_GROUPS.items() for code in codes} | {NO_ANSWER: NO_ANSWER}

_EARLY = -3


def kinds_asked(extract: Extract) -> tuple[str, ...]:
    """The kinds of follow-up of which the extract holds any."""
    asked = extract.optional["follow_ups"]["kind"].unique().to_pylist() if "follow_ups" in extract.optional else ()
    return tuple(kind for kind in FOLLOW_UP_KINDS if kind in asked)


def people_after(extract: Extract | KeptExtract | Place, kind: str, at: date) -> Counter[str]:
    """How many people who have ended were where, so long after: destination, NO_ANSWER, or TOO_EARLY to be asked.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without follow-ups.
    """
    check_date(extract.at, at)
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    found: Counter[str] = Counter()
    for answer, people in place.rows(_question(kind, place.dialect), at, optional=("follow_ups",)):
        word = DESTINATIONS[answer] if answer >= 0 else TOO_EARLY if answer == _EARLY else NO_ANSWER
        found[word] += people
    return found


@lru_cache(maxsize=16)
def _question(kind: str, dialect: str) -> str:
    import ibis

    from stegvis.evaluation.optional_tables import NO_ROW

    there = on_the_day(optional=("follow_ups",))
    ended = there.filter(there.end <= there.at)
    known = (ended[f"{kind}_on"] <= ended.at).ifelse(ended[kind], ibis.literal(NO_ROW, "int8"))
    early = ended.end > ended.at - FOLLOW_UP_DAYS[kind]
    answers = ended.select(answer=early.ifelse(ibis.literal(_EARLY, "int8"), known))
    return counted(answers, dialect)


def digest_of(kind: str) -> str:
    """SHA-256 over what the table of a kind counts."""
    content = [
        AFTER_EXIT_TABLES[kind],
        FOLLOW_UP_DAYS[kind],
        {group: REPORTING_GROUPS.get(group, ()) for group in GROUPS},
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def gated_table(
    extract: Extract, kind: str, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()
) -> dict[str, Any]:
    """One kind's table as a release keeps it: rows by group of all who are due, null where the gate hides them."""
    asked = {"at": at, "threshold": threshold, "earlier": earlier}
    return one_row.gated_table(extract, AFTER_EXIT_TABLES[kind], digest_of(kind), GROUPS, **asked)

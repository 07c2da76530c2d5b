"""How far those came who ended without work or studies: counted from `steps`, through the gate.

Of the people who have ended, those are counted whose headline is neither work nor studies. Each stands in one band by
the steps of the plan that were carried out in the last enrolment, in the tracks health, study and work.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from stegvis.evaluation.codes import DESTINATIONS, STEP_BANDS, STEPS_TOWARDS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.one_row import frozen_table
from stegvis.evaluation.results import check_date
from stegvis.evaluation.stays import stays_table

TABLE = "steps"
GOALS = ("work", "studies")
GROUPS = tuple(STEP_BANDS)
OUTSIDE = "reached"
"""Those who went to work or studies."""

_OUTSIDE = -3


def noted(extract: Extract) -> bool:
    """Has anybody in the extract carried out a step?"""
    import pyarrow.compute as pc

    return TABLE in extract.optional and (pc.max(extract.optional[TABLE]["steps"]).as_py() or 0) > 0


def people_by_steps(extract: Extract | KeptExtract | Place, at: date) -> Counter[str]:
    """How many people who have ended, by band of STEP_BANDS, or OUTSIDE for who went to work or studies.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without steps.
    """
    check_date(extract.at, at)
    place = extract if isinstance(extract, Place) else InProcess.of(extract)
    found: Counter[str] = Counter()
    for band, people in place.rows(_question(place.dialect), at, optional=(TABLE,)):
        found[OUTSIDE if band == _OUTSIDE else GROUPS[band]] += people
    return found


@lru_cache(maxsize=8)
def _question(dialect: str) -> str:
    import ibis

    stays = stays_table(optional=(TABLE,))
    joined = stays.cross_join(ibis.table({"at": "int32"}, name="asked"))
    ended = joined.filter(joined.since <= joined.at, joined.until > joined.at, joined.end <= joined.at)
    from_most = [(place, least) for place, least in enumerate(STEP_BANDS.values()) if least][::-1]
    band = ibis.cases(*((ended.steps >= least, place) for place, least in from_most), else_=0)
    reached = ended.destination.isin([DESTINATIONS.index(code) for code in GOALS])
    answers = ended.select(band=reached.ifelse(_OUTSIDE, band).cast("int8"))
    return str(ibis.to_sql(answers.group_by("band").agg(people=answers.count()), dialect=dialect))


def digest() -> str:
    """SHA-256 over what the table counts."""
    return hashlib.sha256(json.dumps([STEPS_TOWARDS, GOALS, STEP_BANDS]).encode()).hexdigest()


def gated_table(extract: Extract, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()) -> dict[str, Any]:
    """The table as a release keeps it: bands of all who ended without work or studies, null where hidden."""
    from stegvis.evaluation.gate import one_row_cells

    told = one_row_cells(extract, STEPS_TOWARDS, at=at, threshold=threshold, earlier=earlier)
    return frozen_table(STEPS_TOWARDS, digest(), GROUPS, told)

"""How far those came who ended without work or studies: counted from `steps`, through the gate.

Of the people who have ended, those are counted whose headline is neither work nor studies. Each stands in one band by
the steps of the plan that were carried out in the last enrolment, in the tracks health, study and work.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from stegvis.evaluation import one_row
from stegvis.evaluation.by_band import GOALS, any_noted, people_by_band
from stegvis.evaluation.codes import STEP_BANDS, STEPS_TOWARDS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract

TABLE = "steps"
GROUPS = tuple(STEP_BANDS)
OUTSIDE = "reached"
"""Those who went to work or studies."""


def noted(extract: Extract) -> bool:
    """Has anybody in the extract carried out a step?"""
    return any_noted(extract, TABLE, "steps")


def people_by_steps(extract: Extract | KeptExtract | Place, at: date) -> Counter[str]:
    """How many people who have ended, by band of STEP_BANDS, or OUTSIDE for who went to work or studies.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without steps.
    """
    found: Counter[str] = Counter()
    for (band, reached), people in people_by_band(extract, TABLE, "steps", STEP_BANDS, at).items():
        found[OUTSIDE if reached else band] += people
    return found


def digest() -> str:
    """SHA-256 over what the table counts."""
    return hashlib.sha256(json.dumps([STEPS_TOWARDS, GOALS, STEP_BANDS]).encode()).hexdigest()


def gated_table(extract: Extract, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()) -> dict[str, Any]:
    """The table as a release keeps it: bands of all who ended without work or studies, null where hidden."""
    return one_row.gated_table(extract, STEPS_TOWARDS, digest(), GROUPS, at=at, threshold=threshold, earlier=earlier)

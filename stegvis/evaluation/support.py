"""How it went for people with more or fewer contacts: counted from `support`, through the gate.

Of the people who have ended, each stands in one band by the contacts of the last enrolment, and has gone to work or
studies (the headline of the exit) or elsewhere. It is what stands together, not what causes what: who needs most gets
most support.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from stegvis.evaluation.by_band import GOALS, any_noted, people_by_band
from stegvis.evaluation.codes import SUPPORT_AND_RESULT, SUPPORT_BANDS, SUPPORT_OF
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.intervals import wilson
from stegvis.evaluation.kept import KeptExtract

TABLE = "support"
REACHED, ELSEWHERE = SUPPORT_OF
OUTSIDE = "outside"


def noted(extract: Extract) -> bool:
    """Does anybody in the extract have a contact?"""
    return any_noted(extract, TABLE, "contacts")


def people_by_support(extract: Extract | KeptExtract | Place, at: date) -> Counter[tuple[str, str]]:
    """How many people who have ended, by band of SUPPORT_BANDS and whether they `reached` a goal or went `elsewhere`.

    As known on the day. Raises DefinitionError for a day after the extract's own, or without support.
    """
    found = people_by_band(extract, TABLE, "contacts", SUPPORT_BANDS, at)
    return Counter({(band, REACHED if reached else ELSEWHERE): people for (band, reached), people in found.items()})


def digest() -> str:
    """SHA-256 over what the table counts."""
    return hashlib.sha256(json.dumps([SUPPORT_AND_RESULT, GOALS, SUPPORT_BANDS]).encode()).hexdigest()


def gated_table(extract: Extract, *, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()) -> dict[str, Any]:
    """The table as a release keeps it: by band the share to work or studies, null where either number is hidden."""
    from stegvis.evaluation.gate import one_row_cells

    told = {
        result: one_row_cells(extract, table, at=at, threshold=threshold, earlier=earlier)
        for result, table in SUPPORT_OF.items()
    }
    whole = all(told[result]["due"][1] for result in SUPPORT_OF)
    rows = []
    for band in SUPPORT_BANDS:
        shown = whole and all(told[result][band][1] for result in SUPPORT_OF)
        reached = told[REACHED][band][0]
        people = reached + told[ELSEWHERE][band][0]
        interval = wilson(reached, people) if shown else None
        rows.append(
            {
                "by": {},
                "destination": band,
                "numerator": reached if shown else None,
                "denominator": people if shown else None,
                "value": reached / people if shown and people else None,
                "interval": list(interval) if interval else None,
                "suppressed": not shown,
            }
        )
    return {"indicator": SUPPORT_AND_RESULT, "definition": digest(), "base": "ended", "by": [], "rows": rows}

"""Tables of one row as a release keeps them: groups of some people, null where the gate hides them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.intervals import wilson


def gated_table(
    extract: Extract,
    indicator: str,
    definition: str,
    groups: tuple[str, ...],
    *,
    at: date,
    threshold: int,
    earlier: Sequence[PublishedSet] = (),
) -> dict[str, Any]:
    """The table as a release keeps it: what the gate shows of its numbers, and nulls."""
    from stegvis.evaluation.gate import one_row_cells

    told = one_row_cells(extract, indicator, at=at, threshold=threshold, earlier=earlier)
    return frozen_table(indicator, definition, groups, told)


def frozen_table(
    indicator: str, definition: str, groups: tuple[str, ...], told: Mapping[str, tuple[int, bool]], base: str = "ended"
) -> dict[str, Any]:
    """`told`: number (`due` and the groups) → value, and whether it may be shown."""
    due, due_shown = told["due"]
    rows = []
    for group in groups:
        number, shown = told[group]
        shown = shown and due_shown
        interval = wilson(number, due) if shown else None
        rows.append(
            {
                "by": {},
                "destination": group,
                "numerator": number if shown else None,
                "denominator": due if shown else None,
                "value": number / due if shown and due else None,
                "interval": list(interval) if interval else None,
                "suppressed": not shown,
            }
        )
    return {"indicator": indicator, "definition": definition, "base": base, "by": [], "rows": rows}

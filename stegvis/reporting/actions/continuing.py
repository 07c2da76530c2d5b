"""Drawing an extract of a large project without reading all of it again: the cost follows the change.

The log names whoever something was done to, in the order of commits. So a draw that knows the log's number before an
earlier one reads those people anew, and the enrolments of which something has become true by the day; the rest is
copied. It draws everything when it cannot be sure: the first time, for an earlier day, when what all rows depend on has
changed (municipality of a unit, words, numbers that belong together, the key), or when the counts do not fit.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db import transaction

from stegvis.access.queries import audit
from stegvis.casework.queries import extract as casework_extract
from stegvis.evaluation.contracts import CONTRACT_VERSION, ExtractError
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.evaluation.splicing import spliced
from stegvis.organisation.models import Project, Unit
from stegvis.reporting.models import StandingExtract

#: Enrolments from which it is worth keeping a draw: a second's work and less is done anew, always.
WORTH_KEEPING = 20_000

#: Raise it when the same register gives other rows than before: nothing is then continued from older draws.
_WAY_OF_DRAWING = 2

Tables = dict[str, list[dict[str, Any]]]


class Drawn(Protocol):
    """The tables' rows: of the enrolments named, or of all."""

    def __call__(self, only: Iterable[str] | None = None) -> Tables: ...


def facts(
    project: Project,
    at: dt.date,
    *,
    drawn: Drawn,
    pseudonyms: Callable[[Iterable[str]], set[str]],
    sealed: Callable[[str], str],
) -> Facts:
    """The extract of the day. `pseudonyms` of enrolments; `sealed` makes a keyed digest. Keeps it when it is large."""
    number = audit.last_number()  # before anything is read: what happens meanwhile is read again the next time
    basis = sealed(_basis(project))
    found = _continued(project, at, basis, drawn, pseudonyms) or Facts.from_rows(project.code, at, **drawn())
    if found.enrolments.num_rows >= WORTH_KEEPING:
        _keep(project, found, number, basis)
    return found


def _continued(project: Project, at: dt.date, basis: str, drawn: Drawn, pseudonyms) -> Facts | None:
    """The extract from the one before, or None when everything must be drawn."""
    kept = StandingExtract.objects.filter(project=project, basis=basis, at__lte=at).first()
    if kept is None:
        return None
    try:
        before = Facts.from_bytes(bytes(kept.content))
    except ExtractError:  # damaged: it is only a copy
        return None
    people, enrolments = audit.changed_since(kept.log_number)
    changed = casework_extract.touched(project, people, after=kept.at, until=at) | enrolments
    if len(changed) * 2 > before.enrolments.num_rows:
        return None
    rows = drawn(changed)
    if set(rows) != set(before.tables):
        return None
    found = spliced(before, at, changed=pseudonyms(changed), rows=rows)
    return found if found.enrolments.num_rows == casework_extract.count(project, at) else None


def _keep(project: Project, found: Facts, number: int, basis: str) -> None:
    with transaction.atomic():
        told = {"at": found.at, "log_number": number, "basis": basis, "content": found.to_bytes()}
        StandingExtract.objects.defer("content").update_or_create(project=project, defaults=told)


def _basis(project: Project) -> str:
    """What the rows of all depend on, beside what is logged of each person."""
    units = Unit.objects.filter(projects=project).order_by("pk").values_list("pk", "municipality")
    parts = [
        _WAY_OF_DRAWING,
        CONTRACT_VERSION,
        sorted((str(pk), place) for pk, place in units),
        sorted(casework_extract.own_groups().items()),
        sorted(casework_extract.counted_numbers(project).items()),
        list(project.headline_order),
    ]
    return json.dumps(parts)

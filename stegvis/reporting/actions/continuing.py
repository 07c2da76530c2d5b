"""Drawing an extract of a large project without reading all of it again: the cost follows the change.

The log names whoever something was done to, in the order of commits. So a draw that knows the log's number before an
earlier one reads those people anew, and the enrolments of which something has become true by the day; only the pieces
(`evaluation/pieces.py`) where these lie are read, made anew and stored. It draws everything when it cannot be sure: the
first time, for an earlier day, when what all rows depend on has changed (municipality of a unit, words, numbers that
belong together, the key), when a piece is damaged, or when the counts do not fit.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db import transaction

from stegvis.access.queries import audit
from stegvis.casework.queries import extract as casework_extract
from stegvis.evaluation import contracts, pieces
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.pieces import ExtractInPieces, PieceList
from stegvis.organisation.models import Project, Unit
from stegvis.reporting.actions import kept_pieces
from stegvis.reporting.models import StandingExtract

#: Raise it when the same register gives other rows than before: nothing is then continued from older draws.
_WAY_OF_DRAWING = 6

Tables = dict[str, list[dict[str, Any]]]


class Drawn(Protocol):
    """The tables' rows as of a day: of the enrolments named, or of all."""

    def __call__(self, at: dt.date, only: Iterable[str] | None = None) -> Tables: ...


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
    stood = StandingExtract.objects.filter(project=project).first()
    before = _standing(project, stood)
    found = _from_before(project, at, stood, before, basis, drawn, pseudonyms)
    if found is None:
        found = Facts.from_rows(project.code, at, **drawn(at))
    if found.in_pieces:
        found = pieces.cut(found)
        _keep(project, found, before, stood, {"log_number": number, "basis": basis})
    return found


def is_right(project: Project, *, drawn: Drawn, pseudonyms, sealed: Callable[[str], str]) -> bool:
    """Does what stands, brought up to now, say what a whole draw says? True when nothing stands. Writes nothing.

    False also when a piece is damaged, so that all would be drawn anyway. When people work meanwhile, it tries again.
    """
    while stood := StandingExtract.objects.filter(project=project).first():
        number, basis = audit.last_number(), sealed(_basis(project))
        if stood.basis != basis:
            return True
        found = _from_before(project, stood.at, stood, _standing(project, stood), basis, drawn, pseudonyms)
        whole = Facts.from_rows(project.code, stood.at, **drawn(stood.at))
        if audit.last_number() == number:
            return found is not None and found.digest == whole.digest and _is_readable(found)
    return True


def _is_readable(found: ExtractInPieces) -> bool:
    try:
        return bool(found.tables)
    except ExtractError:
        return False


def forget(project: Project) -> None:
    """Let the next draw be a whole one."""
    StandingExtract.objects.filter(project=project).delete()


def standing() -> list[Project]:
    """The projects of which a draw is kept to go on from."""
    return list(Project.objects.filter(pk__in=StandingExtract.objects.values("project")).order_by("code"))


def _standing(project: Project, stood: StandingExtract | None) -> ExtractInPieces | None:
    if stood is None:
        return None
    try:
        listed = PieceList.from_bytes(bytes(stood.content), stood.digest)
    except ExtractError:  # damaged: it is only a copy
        return None
    return ExtractInPieces(listed, kept_pieces.reading(project))


def _from_before(project: Project, at: dt.date, stood, before, basis: str, drawn: Drawn, pseudonyms) -> Facts | None:
    """The extract from the one before, or None when everything must be drawn."""
    if before is None or stood.basis != basis or stood.at > at:
        return None
    people, enrolments = audit.changed_since(stood.log_number)
    changed = casework_extract.touched(project, people, after=stood.at, until=at) | enrolments
    if len(changed) * 2 > before.listed.rows:
        return None
    rows = drawn(at, changed)
    if set(rows) != set(before.listed.names):
        return None
    try:
        found = pieces.spliced(before, at, changed=pseudonyms(changed), rows=rows)
    except ExtractError:  # a piece is damaged; what the register says wrongly, a whole draw says too
        return None
    still_large = found.listed.rows >= contracts.IN_PIECES_FROM
    return found if still_large and found.listed.rows == casework_extract.count(project, at) else None


def _keep(project: Project, found: ExtractInPieces, before: ExtractInPieces | None, stood, told: dict) -> None:
    """Let it stand, unless somebody else has drawn meanwhile: theirs goes on from what ours may have left."""
    with transaction.atomic():
        kept_pieces.lock(project)
        stands = StandingExtract.objects.filter(project=project).values_list("drawn_at", flat=True).first()
        if stands != (stood.drawn_at if stood else None):
            return
        kept_pieces.add(project, found.fresh)
        told = told | {"at": found.at, "digest": found.digest, "content": found.listed.to_bytes()}
        StandingExtract.objects.defer("content").update_or_create(project=project, defaults=told)
        earlier = before.listed.pieces if before else ()
        kept_pieces.leave(project, {one.digest for one in earlier} - {one.digest for one in found.listed.pieces})


def _basis(project: Project) -> str:
    """What the rows of all depend on, beside what is logged of each person."""
    units = Unit.objects.filter(projects=project).order_by("pk").values_list("pk", "municipality")
    parts = [
        _WAY_OF_DRAWING,
        contracts.CONTRACT_VERSION,
        sorted((str(pk), place) for pk, place in units),
        sorted(casework_extract.own_groups().items()),
        sorted(casework_extract.counted_numbers(project).items()),
        list(project.headline_order),
    ]
    return json.dumps(parts)

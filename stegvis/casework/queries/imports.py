"""Imports, and what stands in their sealed parts. Everything about rows is for the person who imports, nobody else."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base.keys import seal_bytes, unseal, unseal_bytes
from stegvis.casework.importing.chosen import Chosen
from stegvis.casework.importing.faults import Fault, RowReport
from stegvis.casework.importing.files import Line
from stegvis.casework.models import ImportPart, ParticipantImport

#: The key purpose of everything an import keeps.
SEALED_FOR = "import"


def visible_to(viewer: Viewer) -> QuerySet[ParticipantImport]:
    """The history the viewer may see: their own imports and those of their units, newest first."""
    found = ParticipantImport.objects.filter(_reached(viewer, "read"))
    return found.select_related("project", "organisation", "unit").order_by("-created_at", "-pk")


def find(viewer: Viewer, import_id: UUID | str, verb: str = "read") -> ParticipantImport:
    """Look up and access check in one. Raises NotFound, or NotAllowed for an import one may read but not `verb`."""
    item = visible_to(viewer).filter(pk=import_id).first()
    if item is None:
        raise NotFound
    if verb != "read" and not may(viewer, verb, item):
        raise NotAllowed
    return item


def may(viewer: Viewer, verb: str, item: ParticipantImport) -> bool:
    """May the viewer go on with the import (`create`: only the importer) or `undo` it?

    A key meets only what was sent with a key that could do no more: the rows of other files may be about people who
    do not exist for it.
    """
    if not _within(viewer, item):
        return False
    if verb == "create":
        return viewer.kind == "operator" or (item.user_id is not None and item.user_id == viewer.user_id)
    return ParticipantImport.objects.filter(_reached(viewer, verb), pk=item.pk).exists()


def permissions_of(viewer: Viewer) -> list[list[str]] | None:
    """What an import keeps of the key it came with (`narrowed_to`)."""
    return None if viewer.narrowed_to is None else sorted(list(one) for one in viewer.narrowed_to)


def _within(viewer: Viewer, item: ParticipantImport) -> bool:
    if viewer.narrowed_to is None:
        return True
    return item.narrowed_to is not None and {tuple(one) for one in item.narrowed_to} <= viewer.narrowed_to


def own(viewer: Viewer, import_id: UUID | str) -> ParticipantImport:
    """An import whose rows the viewer may see: one they made. Raises NotFound, NotAllowed."""
    return find(viewer, import_id, "create")


def _reached(viewer: Viewer, verb: str) -> Q:
    reach = viewer.reach("import", verb)
    if reach.everything:
        return Q()
    if not reach:
        return Q(pk__in=())
    places = {grant.organisation_id for grant in viewer.grants}
    found = Q(user_id=viewer.user_id, organisation_id__in=places)
    return found | Q(unit_id__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids)


def same_file(viewer: Viewer, digest: str, project_id: int, states) -> ParticipantImport | None:
    """An import of the very same file by the same person, with the same key's rights, that is still under way."""
    same = ParticipantImport.objects.filter(user_id=viewer.user_id, digest=digest, project_id=project_id)
    rights = permissions_of(viewer)
    return next(
        (one for one in same.filter(state__in=states).order_by("-created_at") if one.narrowed_to == rights), None
    )


# --- sealed parts -----------------------------------------------------------------------------------------------
def sealed(content: object) -> bytes:
    """Content of a part, packed and sealed."""
    return seal_bytes(zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1), SEALED_FOR)


def content_of(part: ImportPart) -> list:
    """What `sealed` was given."""
    return json.loads(zlib.decompress(unseal_bytes(part.sealed, SEALED_FOR)))


def chosen_of(item: ParticipantImport) -> Chosen:
    """What is chosen for the import so far."""
    return Chosen.from_json(unseal(item.sealed_choices, SEALED_FOR) if item.sealed_choices else "")


def lines_of(item: ParticipantImport, number: int) -> list[Line]:
    """The rows of a chunk as they stand in the file; none when they are taken in already."""
    part = item.parts.filter(kind="lines", number=number).first()
    return [Line(line, cells) for line, cells in content_of(part)] if part else []


def file_of(item: ParticipantImport) -> bytes:
    """The file as it came."""
    pieces = item.parts.filter(kind="file").order_by("number").iterator(chunk_size=4)
    return b"".join(unseal_bytes(piece.sealed, SEALED_FOR) for piece in pieces)


def words_waiting(item: ParticipantImport) -> list[tuple[list[str], str, int]]:
    """Words that mean nothing yet: [column, context, key], how it is written, in how many rows."""
    part = item.parts.filter(kind="words").first()
    return [tuple(one) for one in content_of(part)] if part else []


def first_rows(item: ParticipantImport) -> list[dict]:
    """How the first rows will become."""
    part = item.parts.filter(kind="first").first()
    return content_of(part) if part else []


# --- rows that are not taken in ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class FaultyRow:
    """A row that is not taken in: `kind` is rejected or conflicts; `cells` as in the file."""

    kind: str
    report: RowReport
    cells: list[str]


@dataclass(frozen=True)
class FaultyPage:
    """Some faulty rows, and the cursor for those after them ("" when there are no more)."""

    rows: list[FaultyRow]
    next_cursor: str


def faulty_rows(item: ParticipantImport, number: int = 0, skip: int = 0) -> Iterator[tuple[str, FaultyRow]]:
    """Rows that are not taken in, in the order of the file, each with the cursor for going on after it."""
    parts = item.parts.filter(kind="faults", filled__gt=0, number__gte=number).order_by("number")
    for part in parts.iterator(chunk_size=2):
        for place, (line, kind, faults, cells) in enumerate(content_of(part), start=1):
            if part.number > number or place > skip:
                report = RowReport(line, tuple(Fault(*fault) for fault in faults))
                yield f"{part.number}-{place}", FaultyRow(kind, report, cells)


def faulty_page(item: ParticipantImport, cursor: str = "", size: int = 25) -> FaultyPage:
    """The next rows after the cursor. A cursor that is none means the beginning."""
    number, _dash, place = cursor.partition("-")
    start = (int(number), int(place)) if number.isdecimal() and place.isdecimal() and len(cursor) < 16 else (0, 0)
    shown: list[FaultyRow] = []
    last = ""
    for at, row in faulty_rows(item, *start):
        if len(shown) == size:
            return FaultyPage(shown, last)
        shown.append(row)
        last = at
    return FaultyPage(shown, "")

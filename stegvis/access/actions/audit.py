"""Write to the audit log. Every action of every room calls `record` inside its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from stegvis.access.chain import note_checkpoint, seal_of_row
from stegvis.access.models import AuditEvent, AuditHead
from stegvis.access.rules import Viewer
from stegvis.base.inserting import insert


@dataclass(frozen=True)
class Act:
    """What happened. `facts` holds counts and names of fields, never what stands in them."""

    verb: str
    record: str
    record_id: object = ""
    subject_id: object = ""
    organisation_id: int | None = None
    facts: dict = field(default_factory=dict)


def record(
    *, by: Viewer, verb: str, record: str, record_id="", subject_id="", organisation_id=None, facts=None
) -> AuditEvent:
    """Log one act in the transaction of the caller. If the log cannot be written, the act does not happen."""
    return record_all(by=by, acts=[Act(verb, record, record_id, subject_id, organisation_id, facts or {})])[0]


def record_all(*, by: Viewer, acts: Iterable[Act], last_only: bool = False) -> list[AuditEvent]:
    """Log several acts of one actor as consecutive rows.

    `last_only`: return the last event alone. Of thousands, making objects takes longer than sealing and writing them.
    """
    same = {
        "at": timezone.now(),
        "actor_kind": by.kind,
        "actor_id": by.actor_id[:64],
        "actor_name": by.name[:200],
        "screen": by.screen[:80],
        "purpose": by.purpose[:300],
    }
    with transaction.atomic():
        number, seal = _locked_head()
        rows = []
        for act in acts:
            number += 1
            row = {**same, "number": number, **_row(act)}
            row["seal"] = seal = seal_of_row(row, seal)
            rows.append(row)
        if rows:
            _write(rows)
            transaction.on_commit(lambda: note_checkpoint(number, seal))
    return [AuditEvent(**row) for row in (rows[-1:] if last_only else rows)]


def _row(act: Act) -> dict:
    return {
        "verb": act.verb,
        "record": act.record,
        "record_id": _text(act.record_id),
        "subject_id": _text(act.subject_id),
        "organisation_id": act.organisation_id,
        "facts": act.facts,
    }


# Every page shown writes here, always the same three statements: as text they take a third of the time that the ORM
# needs to make them anew.
_FIELDS = AuditEvent._meta.concrete_fields
_INSERT = (
    f"INSERT INTO {AuditEvent._meta.db_table} ({', '.join(field.column for field in _FIELDS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)
#: From so many rows on the database's way of taking many is quicker.
_MANY = 50
_READ_HEAD = f"SELECT number, seal FROM {AuditHead._meta.db_table} WHERE id = 1"  # noqa: S608
_MOVE_HEAD = f"UPDATE {AuditHead._meta.db_table} SET number = %s, seal = %s WHERE id = 1"  # noqa: S608


def _locked_head() -> tuple[int, str]:
    """Number and seal of the newest link, held until the transaction ends (SQLite's transactions hold everything)."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else ""))
        found = cursor.fetchone()
    if found:
        return found
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    return head.number, head.seal


def _write(rows: list[dict]) -> None:
    with connection.cursor() as cursor:
        if len(rows) < _MANY:
            values = [[f.get_db_prep_save(row[f.attname], connection) for f in _FIELDS] for row in rows]
            cursor.executemany(_INSERT, values)
        else:
            insert(AuditEvent, rows)
        cursor.execute(_MOVE_HEAD, [rows[-1]["number"], rows[-1]["seal"]])


def _text(opaque_id: object) -> str:
    return "" if opaque_id is None else str(opaque_id)

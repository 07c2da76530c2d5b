"""Who has changed a record of the programme since somebody opened it, from the log."""

import datetime as dt
from dataclasses import dataclass

from stegvis.access.models import AuditEvent


@dataclass(frozen=True)
class Change:
    """One change: when, by whom (by name), and the names of the facts it touched."""

    at: dt.datetime
    by: str
    facts: tuple[str, ...]


def since(record: str, record_id: object, version: int) -> list[Change]:
    """The changes of a record that was found for the viewer, after that version, the latest first."""
    rows = AuditEvent.objects.filter(record=record, record_id=str(record_id)).order_by("-number")[:100]
    return [
        Change(row.at, row.actor_name, tuple(row.facts.get("fields", ())))
        for row in rows
        if row.facts.get("version", 0) > version
    ]

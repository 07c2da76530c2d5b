"""Who has changed a record since somebody opened it, and which of its facts."""

import datetime as dt
from dataclasses import dataclass

from stegvis.access.models import AuditEvent
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import enrolments, participants

_WRITES = ("create", "change", "close", "reopen", "void")


@dataclass(frozen=True)
class Change:
    """One change: when, by whom (by name), what was done, and the names of the facts it touched (as in the log)."""

    at: dt.datetime
    by: str
    verb: str
    facts: tuple[str, ...]


def since(viewer: Viewer, record: Participant | Enrolment, version: int, opened_at: dt.datetime) -> list[Change]:
    """The changes after a version that was opened at that time, the latest first. What stood there is in no log.

    Raises NotFound, NotAllowed as the record's own page does.
    """
    name = "participant" if isinstance(record, Participant) else "enrolment"
    (participants if name == "participant" else enrolments).find(viewer, record.pk)
    found = AuditEvent.objects.filter(record=name, record_id=str(record.pk), verb__in=_WRITES).order_by("-number")
    changes = []
    for event in found[:100]:
        # imports write without naming the version: then the time decides
        late = event.facts["version"] > version if "version" in event.facts else event.at > opened_at
        if late:
            changes.append(Change(event.at, event.actor_name, event.verb, tuple(event.facts.get("fields", ()))))
    return changes

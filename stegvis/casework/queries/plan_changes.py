"""Who has changed a plan, a step or a frame since somebody opened it."""

import datetime as dt

from stegvis.access.models import AuditEvent
from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant
from stegvis.casework.queries import sight
from stegvis.casework.queries.changes import Change


def since(
    viewer: Viewer, person: Participant, record: str, one: object, version: int, opened_at: dt.datetime
) -> list[Change]:
    """The changes of the record (`plan`, `step`, `frame`) after that version, the latest first.

    Raises NotFound, NotAllowed as the plan does.
    """
    sight.check_participant(viewer, "plan", "read", person)
    mine = {"record_id": str(one.pk)} if one is not None else {}
    found = AuditEvent.objects.filter(record=record, subject_id=str(person.pk), **mine).exclude(verb="refused")
    return [
        Change(event.at, event.actor_name, event.verb, tuple(event.facts.get("fields", ())))
        for event in found.order_by("-number")[:100]
        if (event.facts["version"] > version if "version" in event.facts else event.at > opened_at)
    ]

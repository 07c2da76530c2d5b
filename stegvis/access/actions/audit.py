"""Write to the audit log. Every action of every room calls `record` inside its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from stegvis.access.chain import note_checkpoint, seal_of
from stegvis.access.models import AuditEvent, AuditHead
from stegvis.access.rules import Viewer


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


def record_all(*, by: Viewer, acts: Iterable[Act]) -> list[AuditEvent]:
    """Log several acts of one actor as consecutive rows."""
    now = timezone.now()
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
        events = []
        for act in acts:
            event = AuditEvent(
                number=head.number + 1,
                at=now,
                actor_kind=by.kind,
                actor_id=by.actor_id[:64],
                actor_name=by.name[:200],
                verb=act.verb,
                record=act.record,
                record_id=_text(act.record_id),
                subject_id=_text(act.subject_id),
                organisation_id=act.organisation_id,
                screen=by.screen[:80],
                purpose=by.purpose[:300],
                facts=act.facts,
            )
            event.seal = seal_of(event, head.seal)
            head.number, head.seal = event.number, event.seal
            events.append(event)
        if events:
            AuditEvent.objects.bulk_create(events, batch_size=500)
            head.save(update_fields=["number", "seal"])
            newest = (head.number, head.seal)
            transaction.on_commit(lambda: note_checkpoint(*newest))
    return events


def _text(opaque_id: object) -> str:
    return "" if opaque_id is None else str(opaque_id)

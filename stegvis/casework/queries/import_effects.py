"""What an import wrote, and what has been touched since.

Touched: the log holds an event about the person, after the import's own, that is more than looking and that the same
import did not make. That covers changes, closings, re-openings, other imports and whatever later rooms write about
the person, since no write goes without its event.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.models import AuditEvent
from stegvis.access.queries.audit import changes
from stegvis.access.rules import Viewer
from stegvis.casework.models import ImportEffect, Participant, ParticipantImport
from stegvis.casework.queries import sight

#: The verb with which the log says that what an import wrote was taken back.
TAKEN_BACK = "undo_import"


def standing(item: ParticipantImport) -> QuerySet[ImportEffect]:
    """What the import wrote and nobody has undone."""
    return item.effects.filter(undone_at__isnull=True)


def touched(item: ParticipantImport, subjects: Collection[str] | None = None) -> QuerySet[ImportEffect]:
    """Of those, the ones about people whom something else has touched since (only of `subjects`, if given)."""
    since = _by_others(item).filter(subject_id=OuterRef("subject"), number__gt=OuterRef("event"))
    found = standing(item).filter(Exists(since))
    return found if subjects is None else found.filter(subject__in=subjects)


def _by_others(item: ParticipantImport) -> QuerySet[AuditEvent]:
    """Changes that neither the import made nor a later one that was undone as a whole."""
    undone = ParticipantImport.objects.filter(state="undone", created_at__gte=item.created_at)
    passed_over = [str(item.pk), *(str(one) for one in undone.values_list("pk", flat=True))]
    # has_key first: a fact that is not there is neither equal nor unequal
    own = Q(facts__has_key="import") & Q(facts__import__in=passed_over)
    return changes().exclude(verb=TAKEN_BACK).exclude(own)


@dataclass(frozen=True)
class Touched:
    """A person whose rows stay: the line of the file, the person if the viewer may see them, and the last change."""

    line: int
    participant: Participant | None
    event: AuditEvent


@dataclass(frozen=True)
class UndoPlan:
    """What undoing would do: rows and people that go back, people who stay, and some of those by name."""

    rows: int
    people: int
    kept: int
    named: tuple[Touched, ...]


def plan(viewer: Viewer, item: ParticipantImport, *, most: int = 20) -> UndoPlan:
    """What undoing the import would do now. Always the same number of queries."""
    kept = touched(item).values("subject")
    subjects = list(kept.distinct().order_by("subject").values_list("subject", flat=True)[:most])
    count = kept.distinct().count()
    back = standing(item).exclude(subject__in=kept)
    people = back.values("subject").distinct().count()
    return UndoPlan(back.count(), people, count, tuple(_named(viewer, item, subjects)))


def _named(viewer: Viewer, item: ParticipantImport, subjects: list[str]):
    lines = dict(item.effects.filter(subject__in=subjects).order_by("-line").values_list("subject", "line"))
    readable = sight.of_participants(viewer, "participant", "read")
    people = {str(one.pk): one for one in Participant.objects.filter(readable, pk__in=subjects)}
    others = _by_others(item).filter(subject_id__in=subjects)
    latest = {event.subject_id: event for event in others.order_by("number")}
    for subject in sorted(subjects, key=lambda subject: lines[subject]):
        yield Touched(lines[subject], people.get(subject), latest[subject])

"""Contacts with the person, and attempts."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, Note, Participant
from stegvis.casework.queries.lanes.lane import Lane, Point
from stegvis.casework.queries.notes import CONTACT_KINDS
from stegvis.casework.vocabulary import NOTE_KINDS

#: So many of the latest: more would lie on top of each other.
MOST = 400


def contacts(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """One point for each contact; hollow for an attempt that reached nobody. Sensitive notes are contacts too."""
    if not viewer.may("note", "read"):
        return []
    rows = kept_queries.rows(_contacts, given=(person.pk,))
    labels = {kind: NOTE_KINDS.label(kind) for kind in {kind for kind, _at in rows}}
    zone = timezone.get_current_timezone()
    points = (Point(labels[kind], at.astimezone(zone).date(), hollow=kind == "attempt") for kind, at in rows)
    return [Lane("contact", _("Contacts"), points=tuple(points))]


def _contacts(person_id) -> QuerySet:
    found = Note.objects.filter(participant=person_id, kind__in=[*CONTACT_KINDS, "attempt"], withdrawn_at=None)
    return found.order_by("-happened_at").values_list("kind", "happened_at")[:MOST]

"""How much support somebody has had: contacts, and hours by kind."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from stegvis.casework.models import Enrolment, Note
from stegvis.casework.queries.notes import CONTACT_KINDS


@dataclass(frozen=True)
class Dose:
    """Counts and minutes within one enrolment. `minutes` are those that were noted; a contact without says nothing."""

    contacts: int
    attempts: int
    minutes: int
    without_minutes: int


def of(enrolment: Enrolment) -> Dose:
    """The support one enrolment has had. One query; whoever may read the enrolment's notes may ask."""
    notes = Note.objects.filter(enrolment=enrolment, withdrawn_at=None)
    contact = Q(kind__in=CONTACT_KINDS)
    found = notes.aggregate(
        contacts=Count("pk", filter=contact),
        attempts=Count("pk", filter=Q(kind="attempt")),
        minutes=Sum("minutes", filter=contact),
        without_minutes=Count("pk", filter=contact & Q(minutes=None)),
    )
    return Dose(**{name: value or 0 for name, value in found.items()})

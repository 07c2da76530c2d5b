"""Meetings of the team. The faces call `actions.looks`."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant, TeamMeeting
from stegvis.casework.queries import sight


def of(viewer: Viewer, participant: Participant) -> QuerySet[TeamMeeting]:
    """The person's meetings that were not cancelled, the latest first, with who is invited. Empty without the right."""
    return of_person(viewer, participant.pk).prefetch_related("parties__contact")


def of_person(viewer: Viewer, participant_id: UUID) -> QuerySet[TeamMeeting]:
    """The same meetings alone."""
    return TeamMeeting.objects.filter(participant__in=_people(viewer).filter(pk=participant_id), dropped_at=None)


def counted(viewer: Viewer, since: dt.date, until: dt.date) -> int:
    """How many meetings were held between the days, both included: each once, however many parties came."""
    held = TeamMeeting.objects.filter(participant__in=_people(viewer), held_on__gte=since, held_on__lte=until)
    return held.count()


def _people(viewer: Viewer) -> QuerySet:
    return Participant.objects.filter(sight.of_participants(viewer, "team", "read")).order_by().values("pk")

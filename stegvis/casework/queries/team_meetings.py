"""Meetings of the team. The faces call `actions.looks`."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import MeetingParty, Participant, TeamMeeting
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


@dataclass(frozen=True)
class Figures:
    """Meetings held between two days. `parties`: how often somebody from another party came; `people`: of how many."""

    held: int
    sip: int
    parties: int
    people: int


def figures(viewer: Viewer, since: dt.date, until: dt.date) -> Figures:
    """What was held between the days about those whose team the viewer may read. Three queries."""
    held = TeamMeeting.objects.filter(
        participant__in=_people(viewer), held_on__gte=since, held_on__lte=until
    ).order_by()
    sums = held.aggregate(sip=Count("pk", filter=Q(kind="sip")), people=Count("participant", distinct=True))
    parties = MeetingParty.objects.filter(meeting__in=held.values("pk"), attended=True).count()
    return Figures(counted(viewer, since, until), sums["sip"], parties, sums["people"])


def open_ones(viewer: Viewer, most: int) -> QuerySet[TeamMeeting]:
    """Planned meetings that are not noted, the earliest first: those that were, then those to come."""
    found = TeamMeeting.objects.filter(participant__in=_people(viewer), held_on=None, dropped_at=None)
    found = found.select_related("participant").prefetch_related("parties__contact")
    return found.order_by("planned_on", "starts_at", "id")[:most]


def _people(viewer: Viewer) -> QuerySet:
    return Participant.objects.filter(sight.of_participants(viewer, "team", "read")).order_by().values("pk")

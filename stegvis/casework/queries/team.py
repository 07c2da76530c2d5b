"""The team around a participant. Nothing here is logged: the faces call `actions.looks` for what they show."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Contact, Participant, TeamMember
from stegvis.casework.queries import sight


def may(viewer: Viewer, record: str, verb: str, participant: Participant) -> bool:
    """May the viewer do that with the person's `team` or `disclosure`? For what a page offers."""
    return sight.reaches(viewer, record, verb, participant)


def of(viewer: Viewer, participant: Participant) -> QuerySet[TeamMember]:
    """Everybody who is or was in the team, with their contact. Empty for who may not read it."""
    return _of_person(viewer, participant.pk)


def _of_person(viewer: Viewer, participant_id) -> QuerySet[TeamMember]:
    people = Participant.objects.filter(sight.of_participants(viewer, "team", "read"), pk=participant_id)
    return TeamMember.objects.filter(participant__in=people.order_by().values("pk")).select_related("contact")


def now(viewer: Viewer, participant: Participant, on: dt.date) -> list[TeamMember]:
    """Those in the team on a day, and those who are to join it; the main contact first."""
    return kept.rows(viewer, _now, given=(participant.pk, on))


def _now(viewer: Viewer, participant_id, on: dt.date) -> QuerySet[TeamMember]:
    return _of_person(viewer, participant_id).filter(Q(until_on=None) | Q(until_on__gte=on))


def part(viewer: Viewer, record: str, model: type, participant: Participant, pk: UUID | str):
    """One row of the person's team or register. Raises NotFound, NotAllowed as the `record` itself does."""
    sight.check_participant(viewer, record, "read", participant)
    found = model.objects.filter(pk=pk, participant=participant).first()
    if found is None:
        raise NotFound
    return found


def contacts_for(viewer: Viewer, participant: Participant) -> QuerySet[Contact]:
    """The contacts that may be chosen for the person: the directory of the person's own controller."""
    if not viewer.may("contact", "read"):
        return Contact.objects.none()
    return Contact.objects.filter(controller=participant.controller_id, retired_at=None)

"""What has been handed over to a coach and waits for them. The faces call `actions.looks`."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import HandOver, Protection
from stegvis.casework.queries import deputies, sight


def find(viewer: Viewer, hand_over_id: UUID) -> HandOver:
    """A hand-over whose person's plan the viewer may read. Raises NotFound, NotAllowed."""
    found = HandOver.objects.select_related(
        "enrolment__participant", "enrolment__project", "enrolment__unit", "from_coach", "to_coach", "plan_version"
    )
    found = found.filter(pk=hand_over_id).first()
    if found is None:
        raise NotFound
    sight.check_enrolment(viewer, "plan", "read", found.enrolment)
    return found


def may_take(viewer: Viewer, hand_over: HandOver) -> bool:
    """Is it the viewer, or whom they stand in for, that it waits for?"""
    mine = (
        hand_over.to_coach_id in deputies.coaches_of(viewer) and hand_over.enrolment.coach_id == hand_over.to_coach_id
    )
    return mine and hand_over.taken_at is None


def waiting(enrolments: QuerySet, most: int) -> QuerySet[HandOver]:
    """Those of the enrolments whose present coach has not taken over yet, the oldest first."""
    found = HandOver.objects.filter(enrolment__in=enrolments, enrolment__coach=F("to_coach"), taken_at=None)
    return found.select_related("enrolment__participant", "from_coach").order_by("made_at", "id")[:most]


def untold(user_id: int) -> QuerySet[HandOver]:
    """What waits for a coach who has not been told. Of somebody protected no message goes out: it may find nothing."""
    held = Protection.objects.filter(participant=OuterRef("enrolment__participant"), lifted_at=None)
    found = HandOver.objects.filter(~Exists(held), to_coach=user_id, told_at=None, taken_at=None)
    return found.filter(enrolment__coach=user_id, enrolment__state="active")

"""Where a participant was referred onward, and how it stands. The faces call `actions.looks`."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, OnwardReferral, Participant
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary.onward import ONWARD_OPEN


def of(viewer: Viewer, participant: Participant) -> QuerySet[OnwardReferral]:
    """Every referral onward of the person with its steps, the latest first. Empty for who may not read the team."""
    return of_person(viewer, participant.pk).select_related("contact", "disclosure").prefetch_related("moves")


def of_person(viewer: Viewer, participant_id: UUID) -> QuerySet[OnwardReferral]:
    """The same referrals alone."""
    people = Participant.objects.filter(sight.of_participants(viewer, "team", "read"), pk=participant_id)
    return OnwardReferral.objects.filter(participant__in=people.order_by().values("pk"))


def left_with_sick_leave(viewer: Viewer) -> QuerySet[Enrolment]:
    """Closed times in a project with care or illness among the destinations, the latest end first.

    Each comes with `handed_over`: whether somebody outside was asked to take over or to support, at any time.
    """
    asked = OnwardReferral.objects.filter(participant=OuterRef("participant")).exclude(state="withdrawn")
    return (
        Enrolment.objects.filter(
            sight.of_enrolments(viewer, "participant", "list"),
            state="closed", outcomes__destination="care_or_illness",
        )
        .annotate(handed_over=Exists(asked))
        .select_related("participant", "unit", "coach")
        .order_by("-ended_on", "-pk")
    )  # fmt: skip


def late(today: dt.date) -> QuerySet[OnwardReferral]:
    """Those without an answer after the day it was asked for, whoever's they are, the longest waiting first."""
    found = OnwardReferral.objects.filter(state__in=ONWARD_OPEN, answer_by__lte=today)
    return found.select_related("participant", "contact").order_by("answer_by", "id")

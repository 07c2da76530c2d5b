"""Read what is known about a participant from the intake."""

from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import (
    CoApplicant,
    Enrolment,
    EntryException,
    Participant,
    ResidencePermit,
    SchoolStatus,
    UvasPeriod,
)
from stegvis.casework.queries import sight
from stegvis.organisation.models import Unit


@dataclass(frozen=True)
class Facts:
    """The latest of each. `groups` is None for who may not see them; `unit`: where the person takes part now."""

    schooling: SchoolStatus | None
    permit: ResidencePermit | None
    uvas: list[UvasPeriod]
    co_applicants: list[CoApplicant]
    exceptions: list[EntryException]
    groups: list[str] | None
    unit: Unit | None


def may(viewer: Viewer, verb: str, participant: Participant, record: str = "intake") -> bool:
    """May the viewer `read` or `change` the person's facts of the intake?"""
    reached = sight.of_participants(viewer, record, verb)
    return Participant.objects.filter(reached, pk=participant.pk).exists()


def now(participant: Participant) -> tuple[SchoolStatus | None, ResidencePermit | None, UvasPeriod | None]:
    """Latest schooling and permit, and the period without work or studies that goes on; for who may read them."""
    found = (kept_queries.rows(which, given=(participant.pk,)) for which in (_schooling, _permit, _uvas))
    schooling, permit, uvas = (next(iter(rows), None) for rows in found)
    return schooling, permit, uvas


def _schooling(participant_id) -> QuerySet[SchoolStatus]:
    return SchoolStatus.objects.filter(participant=participant_id)[:1]


def _permit(participant_id) -> QuerySet[ResidencePermit]:
    return ResidencePermit.objects.filter(participant=participant_id)[:1]


def _uvas(participant_id) -> QuerySet[UvasPeriod]:
    return UvasPeriod.objects.filter(participant=participant_id, until_on=None)[:1]


def of(viewer: Viewer, participant: Participant) -> Facts:
    """The person's facts. The right to read them is asked before (`may`), that to the sensitive groups here."""
    groups = None
    if may(viewer, "read", participant, "vulnerable_group"):
        groups = list(participant.vulnerable_groups.filter(until_on=None).values_list("code", flat=True))
    running = Enrolment.objects.filter(participant=participant, state="active").select_related("unit")
    latest = running.order_by("-started_on").first()
    return Facts(
        participant.schooling.first(),
        participant.permits.first(),
        list(participant.uvas_periods.all()),
        list(participant.co_applicants.all()),
        list(participant.entry_exceptions.all()),
        groups,
        latest.unit if latest else None,
    )

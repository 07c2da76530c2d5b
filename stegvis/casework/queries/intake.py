"""Read what is known about a participant from the intake."""

from dataclasses import dataclass

from stegvis.access.rules import Viewer
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

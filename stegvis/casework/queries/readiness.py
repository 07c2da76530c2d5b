"""The unit's readiness list, and how far a participant has come on it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant, ReadinessCheck, ReadinessList, ReadinessRecord
from stegvis.casework.queries import sight
from stegvis.organisation.models import Unit


def published(unit: Unit | int) -> ReadinessList | None:
    """The list of the unit that holds. It is public: everybody may know what is asked for."""
    return ReadinessList.objects.filter(unit=unit).prefetch_related("criteria").order_by("-number").first()


def history(viewer: Viewer, unit: Unit) -> QuerySet[ReadinessList]:
    """All versions of the unit's list, the newest first. Raises NotFound, NotAllowed."""
    sight.check_unit(viewer, "unit_plan", "read", unit)
    return ReadinessList.objects.filter(unit=unit).prefetch_related("criteria").order_by("-number")


@dataclass(frozen=True)
class Line:
    """A line of the list, and since when the person meets it (None: that is left)."""

    line: UUID
    text: str
    met_on: dt.date | None


@dataclass(frozen=True)
class Standing:
    """Where one person stands on the unit's list, and what was recorded of being ready."""

    unit: Unit
    readiness_list: ReadinessList
    lines: tuple[Line, ...]
    records: tuple[ReadinessRecord, ...]

    @property
    def left(self) -> list[Line]:
        """The lines that are left."""
        return [line for line in self.lines if line.met_on is None]

    @property
    def ready(self) -> ReadinessRecord | None:
        """The record that holds: prepared for the next step."""
        return next((record for record in self.records if record.ended_at is None), None)


def of(viewer: Viewer, participant: Participant, unit: Unit) -> Standing | None:
    """Where the person stands; None when the unit has published nothing. Raises NotFound, NotAllowed."""
    sight.check_participant(viewer, "plan", "read", participant)
    held = published(unit)
    if held is None:
        return None
    checks = ReadinessCheck.objects.filter(participant=participant, ended_at=None)
    met = dict(checks.values_list("line", "met_on"))
    lines = tuple(Line(each.line, each.text, met.get(each.line)) for each in held.criteria.all())
    return Standing(unit, held, lines, tuple(ReadinessRecord.objects.filter(participant=participant)))

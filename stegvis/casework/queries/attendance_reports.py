"""The attendance a party is to hear of, person by person, and the reports that have been handed out."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import (
    Attendance,
    AttendanceReport,
    AttendanceReportLine,
    Contact,
    Disclosure,
    DisclosureConsent,
    Participant,
    Protection,
)
from stegvis.casework.queries import activity_hours, sight
from stegvis.organisation.models import Unit


@dataclass(frozen=True)
class Reported:
    """A person and the marks about them, in order of time: as they stand now, or as they were handed out."""

    participant: Participant
    marks: tuple[dict, ...]
    disclosure: Disclosure | None = None

    @property
    def came(self) -> int:
        """How many times the person was there."""
        return sum(mark["state"] == "present" for mark in self.marks)

    @property
    def away(self) -> int:
        """How many times the person was away."""
        return len(self.marks) - self.came

    @property
    def latest(self) -> dt.date:
        """The day of the last mark."""
        return dt.date.fromisoformat(self.marks[-1]["on"])

    @property
    def minutes(self) -> int:
        """All minutes together."""
        return sum(mark["minutes"] for mark in self.marks)


def now(viewer: Viewer, unit: Unit, ordered_by: str, first: dt.date, last: dt.date) -> tuple[list[Reported], int]:
    """Whom a report could tell of, by family name, and how many with a protected identity it leaves out.

    A protected person's attendance goes by hand, in a way agreed on with the party; only those who may see the person
    are counted here.
    """
    held = Protection.objects.filter(participant=OuterRef("participant_id"), lifted_at=None)
    rows = activity_hours.for_agency(viewer, unit, ordered_by, first, last).annotate(protected=Exists(held))
    people: dict[UUID, list[Attendance]] = {}
    apart = set()
    for row in rows:
        if row.protected:
            apart.add(row.participant_id)
        else:
            people.setdefault(row.participant_id, []).append(row)
    return [Reported(marks[0].participant, tuple(map(mark_of, marks))) for marks in people.values()], len(apart)


def mark_of(row: Attendance) -> dict:
    """One mark as a report keeps it."""
    return {
        "on": row.on.isoformat(),
        "activity": row.session.activity.name,
        "mode": row.session.mode,
        "state": row.state,
        "minutes": row.minutes,
        "reason": row.reason,
    }


def without_consent(people: Iterable[Participant], contact: Contact, kinds: Collection[str], on: dt.date) -> set[UUID]:
    """Those of whom no consent that holds on the day lets the contact hear of all these kinds. One query."""
    ids = {person.pk for person in people}
    found = DisclosureConsent.objects.filter(participant__in=ids, contact=contact, since_on__lte=on, until_on__gte=on)
    return ids - {each.participant_id for each in found if each.holds(on) and set(kinds) <= set(each.kinds)}


def given(viewer: Viewer, unit: Unit) -> QuerySet[AttendanceReport]:
    """The unit's reports in which there is somebody of whose register the viewer may read, the latest first."""
    mine = AttendanceReportLine.objects.filter(report=OuterRef("pk"), disclosure__participant__in=_people(viewer))
    return AttendanceReport.objects.filter(Exists(mine), unit=unit).select_related("contact")


def find(viewer: Viewer, report_id: UUID) -> tuple[AttendanceReport, list[Reported]]:
    """A report with the people whose register the viewer may read, by family name. Raises NotFound when there is none.

    Two queries.
    """
    report = AttendanceReport.objects.select_related("contact", "unit__organisation").filter(pk=report_id).first()
    lines = []
    if report is not None:
        rows = report.lines.filter(disclosure__participant__in=_people(viewer))
        rows = rows.select_related("disclosure__participant").order_by("disclosure__participant__sort_key", "pk")
        lines = [Reported(each.disclosure.participant, tuple(each.marks), each.disclosure) for each in rows]
    if not lines:
        raise NotFound
    return report, lines


def _people(viewer: Viewer) -> QuerySet:
    return Participant.objects.filter(sight.of_participants(viewer, "disclosure", "read")).order_by().values("pk")

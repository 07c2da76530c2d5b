"""How much support somebody has had: contacts and hours by kind, and hours in activities."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from stegvis.base import kept_queries
from stegvis.casework.models import Attendance, Enrolment, Note
from stegvis.casework.queries.notes import CONTACT_KINDS


@dataclass(frozen=True)
class KindDose:
    """Contacts of one kind of note, and the minutes that were noted."""

    kind: str
    contacts: int
    minutes: int


@dataclass(frozen=True)
class ActivityDose:
    """Times and minutes in one activity, and how often the person was expected and did not come."""

    name: str
    track: str
    times: int
    absent: int
    minutes: int


@dataclass(frozen=True)
class Dose:
    """Counts and minutes within one enrolment. `minutes` are those that were noted; a contact without says nothing."""

    contacts: int = 0
    attempts: int = 0
    minutes: int = 0
    without_minutes: int = 0
    kinds: tuple[KindDose, ...] = ()
    activities: tuple[ActivityDose, ...] = ()

    @property
    def activity_minutes(self) -> int:
        """Minutes in all activities together."""
        return sum(each.minutes for each in self.activities)


def of(enrolment: Enrolment) -> Dose:
    """The support one enrolment has had. Two queries; whoever may read the notes and attendance may ask."""
    return of_all([enrolment])[enrolment.pk]


def of_all(enrolments: Iterable[Enrolment]) -> dict[UUID, Dose]:
    """The support each has had, an empty one for whoever has had none. Two queries, however many enrolments."""
    enrolments = list(enrolments)
    ids = [each.pk for each in enrolments]
    noted, attended = defaultdict(list), defaultdict(list)
    if not ids:
        return {}
    given = (kept_queries.padded(ids),)
    for enrolment, *line in kept_queries.rows(_by_kind, given=given):
        noted[enrolment].append(line)
    people = kept_queries.padded(dict.fromkeys(each.participant_id for each in enrolments))
    for enrolment, *line in kept_queries.rows(_by_activity, given=(*given, people)):
        attended[enrolment].append(ActivityDose(*line))
    return {each: _one(noted[each], attended[each]) for each in ids}


def _by_kind(ids: tuple) -> QuerySet:
    """Enrolment, kind, contacts, minutes, and contacts without minutes."""
    notes = Note.objects.filter(enrolment__in=ids, withdrawn_at=None, kind__in=(*CONTACT_KINDS, "attempt")).order_by()
    counted = notes.values_list("enrolment", "kind").annotate(
        count=Count("pk"), all_minutes=Sum("minutes"), without=Count("pk", filter=Q(minutes=None))
    )
    return counted.order_by("enrolment", "kind")


def _by_activity(ids: tuple, people: tuple) -> QuerySet:
    """Enrolment, name and track of the activity, times, absences, minutes.

    The people are told as well, though the enrolments say it all: SQLite else goes through each session there is.
    """
    there = Attendance.objects.filter(enrolment__in=ids, participant__in=people).order_by()
    counted = there.values_list("enrolment", "session__activity__name", "session__activity__track").annotate(
        times=Count("pk", filter=Q(state="present")),
        absent=Count("pk", filter=Q(state="absent")),
        all_minutes=Sum("minutes"),
    )
    return counted.order_by("enrolment", "session__activity__name")


def _one(noted: list, attended: list[ActivityDose]) -> Dose:
    contact = [line for line in noted if line[0] != "attempt"]
    return Dose(
        contacts=sum(count for _kind, count, _minutes, _without in contact),
        attempts=sum(line[1] for line in noted if line[0] == "attempt"),
        minutes=sum(minutes or 0 for _kind, _count, minutes, _without in contact),
        without_minutes=sum(line[3] for line in contact),
        kinds=tuple(KindDose(kind, count, minutes or 0) for kind, count, minutes, _without in contact),
        activities=tuple(attended),
    )

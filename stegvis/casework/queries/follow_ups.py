"""Who is to be asked how it went, and what those who were asked answered."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Enrolment, FollowUp, Note, Participant, Protection
from stegvis.casework.queries import enrolments, sight
from stegvis.casework.vocabulary.follow_up import OCCASIONS

#: The occasions that come by themselves.
PLANNED = ("weeks_4", "months_6")
#: So long before the day it stands on the list.
AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class ToAsk:
    """A former participant, the occasion, and the day from which they are asked."""

    enrolment: Enrolment
    occasion: str
    due_on: dt.date


@dataclass(frozen=True)
class Attempts:
    """How often somebody tried to reach a former participant since the last day, and when and how the latest ended."""

    count: int
    last_at: dt.datetime
    last_result: str


def visible_to(viewer: Viewer) -> QuerySet[FollowUp]:
    """The follow-ups of everybody whose follow-up the viewer may read, the latest first."""
    theirs = Enrolment.objects.filter(sight.of_enrolments(viewer, "follow_up", "read"))
    return FollowUp.objects.filter(enrolment__in=theirs.order_by().values("pk")).order_by("-asked_on", "-id")


def find(viewer: Viewer, follow_up_id: UUID | str) -> FollowUp:
    """One of them, with enrolment and person; `protected`: has the person a protected identity? Raises NotFound,
    NotAllowed."""
    held = Protection.objects.filter(participant=OuterRef("enrolment__participant_id"), lifted_at=None)
    rows = FollowUp.objects.filter(pk=follow_up_id).annotate(protected=Exists(held))
    found = rows.select_related("enrolment__participant", "enrolment__unit").first()
    if found is None:
        raise NotFound
    sight.check_enrolment(viewer, "follow_up", "read", found.enrolment)
    return found


def waiting(viewer: Viewer, occasion: str, first: dt.date, last: dt.date) -> QuerySet[Enrolment]:
    """Enrolments closed between the days that are to be followed up at the occasion, the longest waiting first.

    Not those who came back since.
    """
    asked = FollowUp.objects.filter(enrolment=OuterRef("pk"), occasion=occasion)
    again = Enrolment.objects.filter(participant=OuterRef("participant"), state="active")
    found = enrolments.visible_to(viewer).filter(
        sight.of_enrolments(viewer, "follow_up", "write"),
        ~Exists(asked),
        ~Exists(again),
        state="closed",
        ended_on__lte=last,
        ended_on__gte=first,
    )
    return found.order_by("ended_on", "pk")


def to_ask(viewer: Viewer, today: dt.date, most: int, *, coach_ids: Sequence[int] | None = None) -> list[ToAsk]:
    """At most so many of each occasion, the longest waiting first; with `coach_ids` only those these coached.

    From AHEAD of the day on, and until the time has run out.
    """
    found = []
    for occasion in PLANNED:
        term = OCCASIONS[occasion]
        given = (today - term.until, today + AHEAD - term.after, *([tuple(coach_ids)] if coach_ids is not None else []))
        rows = kept.rows(viewer, _to_ask, occasion, most, given=given)
        found += [ToAsk(one, occasion, one.ended_on + term.after) for one in rows]
    return sorted(found, key=lambda each: each.due_on)


def _to_ask(
    viewer: Viewer, occasion: str, most: int, first: dt.date, last: dt.date, coach_ids: tuple | None = None
) -> QuerySet[Enrolment]:
    rows = waiting(viewer, occasion, first, last)
    if coach_ids is not None:
        rows = rows.filter(coach_id__in=coach_ids)
    return rows.select_related(None).select_related("participant", "project", "coach")[:most]


def attempts_since(viewer: Viewer, enrolments: Iterable[Enrolment]) -> dict[UUID, Attempts]:
    """Of some closed enrolments, by their ids: the attempts written down after the last day that the viewer may read.

    Those without any are left out. One query.
    """
    ended = {each.participant_id: each for each in enrolments}
    readable = Participant.objects.filter(sight.of_participants(viewer, "note", "read"), pk=OuterRef("participant_id"))
    tried = Note.objects.filter(
        Exists(readable), participant__in=list(ended), kind="attempt", sensitive=False, withdrawn_at=None
    )
    found: dict[UUID, Attempts] = {}
    for participant_id, at, result in tried.order_by("happened_at", "pk").values_list(
        "participant_id", "happened_at", "attempt_result"
    ):
        enrolment = ended[participant_id]
        if timezone.localdate(at) > enrolment.ended_on:
            before = found.get(enrolment.pk)
            found[enrolment.pk] = Attempts((before.count if before else 0) + 1, at, result)
    return found


def missed(viewer: Viewer, occasion: str, today: dt.date) -> int:
    """How many of those the viewer may follow up were not asked in time in the last two years."""
    term = OCCASIONS[occasion]
    asked = FollowUp.objects.filter(enrolment=OuterRef("pk"), occasion=occasion)
    late = Q(ended_on__lt=today - term.until, ended_on__gte=today - term.until - dt.timedelta(days=731))
    found = enrolments.visible_to(viewer).filter(
        sight.of_enrolments(viewer, "follow_up", "write"), late, ~Exists(asked), state="closed"
    )
    return found.count()

"""What is still open when a time in a project ends: steps and talks of the plan, places in activities, meetings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.models import Booking, Enrolment, Meeting, Note, PlanTalk, Step, StepMove
from stegvis.casework.queries import activities, meetings, notes, plans, steps
from stegvis.casework.vocabulary.plan import NEXT_STATES


@dataclass(frozen=True)
class OpenMatters:
    """Steps that go on, places and plan talks that end with the time, and booked meetings, which stay."""

    steps: list[Step]
    places: list[Booking]
    meetings: Sequence[Meeting]
    talks: Sequence[PlanTalk] = ()


def before_closing(viewer: Viewer, enrolment: Enrolment) -> OpenMatters:
    """What a closing meets, as far as the viewer may read it. At most eight queries."""
    steps_on = next_steps(viewer, enrolment, "change")
    talks = booked_talks(viewer, enrolment, "change")
    return OpenMatters(steps_on, _ending_places(viewer, enrolment), _booked_meetings(viewer, enrolment), talks)


def after_closing(viewer: Viewer, enrolment: Enrolment) -> OpenMatters:
    """What became of it: the steps that were paused with the closing, the places that ended, meetings still booked."""
    readable = set(steps.visible_to(viewer).filter(participant=enrolment.participant_id).values_list("pk", flat=True))
    paused = [move.step for move in pauses(enrolment, enrolment.ended_on) if move.step_id in readable]
    ended = Booking.objects.filter(
        enrolment=enrolment, ended_because="left", session__on__gte=timezone.localdate(),
        participant__in=activities.reachable(viewer, "read"),
    )  # fmt: skip
    places = list(ended.select_related("session__activity").order_by("session__starts_at", "id"))
    return OpenMatters(paused, places, _booked_meetings(viewer, enrolment), _cancelled_talks(viewer, enrolment))


def booked_talks(viewer: Viewer, enrolment: Enrolment, verb: str = "read") -> list[PlanTalk]:
    """The plan talks that are booked, if the viewer may do `verb` with the plan and no other time goes on."""
    person = enrolment.participant
    others = Enrolment.objects.filter(participant=person, state="active").exclude(pk=enrolment.pk)
    if not plans.may(viewer, verb, person) or others.exists():
        return []
    return list(PlanTalk.objects.filter(participant=person, held_on=None, dropped_at=None).order_by("planned_on", "id"))


def _cancelled_talks(viewer: Viewer, enrolment: Enrolment) -> list[PlanTalk]:
    person = enrolment.participant
    if not plans.may(viewer, "read", person):
        return []
    return list(PlanTalk.objects.filter(participant=person, dropped_at=enrolment.closed_at).order_by("planned_on"))


def _booked_meetings(viewer: Viewer, enrolment: Enrolment) -> list[Meeting]:
    coming = meetings.of_person(viewer, enrolment.participant, timezone.now(), most=20)
    return [each for each in coming if each.state == "planned"]


def next_steps(viewer: Viewer, enrolment: Enrolment, verb: str = "read") -> list[Step]:
    """The planned and begun steps that belong to this time in a project, if the viewer may do `verb` with the plan.

    A step that belongs to no time belongs to this one unless another goes on.
    """
    person = enrolment.participant
    if not plans.may(viewer, verb, person):
        return []
    others = Enrolment.objects.filter(participant=person, state="active").exclude(pk=enrolment.pk)
    belongs = Q(enrolment=enrolment) if others.exists() else Q(enrolment=enrolment) | Q(enrolment=None)
    found = Step.objects.filter(belongs, participant=person, state__in=NEXT_STATES)
    return list(found.select_related("participant").order_by("due_on", "id"))


def pauses(enrolment: Enrolment, ended_on: dt.date) -> list[StepMove]:
    """The moves by which a closing on that day paused steps that are paused still, and have not moved since."""
    latest = StepMove.objects.filter(step=OuterRef("step")).order_by("-id").values("pk")[:1]
    found = StepMove.objects.filter(
        Q(step__enrolment=enrolment) | Q(step__enrolment=None),
        pk=Subquery(latest), step__participant=enrolment.participant_id, step__state="paused", because="closing",
        happened_on=ended_on,
    )  # fmt: skip
    return list(found.select_related("step__participant"))


def attempts(viewer: Viewer, enrolment: Enrolment, most: int = 5) -> list[Note]:
    """The latest attempts to reach the person that are written down in this time, the latest first (EXT-24)."""
    every = notes.of_participant(viewer, enrolment.participant)
    return list(every.filter(enrolment=enrolment, kind="attempt", withdrawn_at=None)[:most])


def _ending_places(viewer: Viewer, enrolment: Enrolment) -> list[Booking]:
    """Places and waiting places that no other active time of the person gives a right to."""
    person = enrolment.participant
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    every = activities.bookings_of(viewer, [person.pk], tomorrow)
    coming = list(every.exclude(state="cancelled").filter(session__state="planned"))
    if not coming:
        return []
    others = list(person.enrolments.filter(state="active").exclude(pk=enrolment.pk).select_related("unit"))
    return [each for each in coming if not any(activities.gives_right(one, each.session) for one in others)]

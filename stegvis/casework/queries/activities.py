"""Find activities and sessions: those of the viewer's units, and those that other units of the same controller open.

People in a session are shown as far as the viewer may see them. A person hidden by a protected identity is in no list,
count or number of free places that is shown to others: a full group would else give them away. The group can therefore
become one larger than its places.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from stegvis.access.models import Membership, User
from stegvis.access.queries import kept
from stegvis.access.rules import NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import (
    Activity,
    ActivityRoom,
    ActivitySession,
    Attendance,
    Booking,
    Enrolment,
    Meeting,
    Participant,
    Protection,
)
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary import ACTIVITY_KINDS
from stegvis.organisation.models import Unit

_NOBODY = Q(pk__in=())


def units_of(viewer: Viewer, verb: str = "read") -> QuerySet[Unit]:
    """Units whose catalogue the viewer may read or change, in Swedish order."""
    reach = viewer.reach("activity", verb)
    units = Unit.objects.select_related("organisation")
    if reach.everything:
        return units
    return units.filter(Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids))


def visible_to(viewer: Viewer) -> QuerySet[Activity]:
    """The catalogue as the viewer may read it, in Swedish order of name."""
    return Activity.objects.filter(_seen(viewer)).select_related("unit", "leader", "room")


def _seen(viewer: Viewer, before: str = "") -> Q:
    reach = viewer.reach("activity", "read")
    if reach.everything:
        return Q()
    if not reach:
        return _NOBODY
    own = Q(**{f"{before}unit_id__in": reach.unit_ids}) | Q(
        **{f"{before}unit__organisation_id__in": reach.organisation_ids}
    )
    neighbours = Unit.objects.filter(pk__in=reach.unit_ids).values("organisation_id")
    return own | Q(**{f"{before}open_to_others": True, f"{before}unit__organisation_id__in": neighbours})


def find(viewer: Viewer, activity_id) -> Activity:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    found = visible_to(viewer).filter(pk=activity_id).first()
    if found is None:
        there = Activity.objects.filter(pk=activity_id).values_list("unit__organisation_id", flat=True).first()
        sight.refuse(viewer, there)
    return found


def sessions_of(viewer: Viewer) -> QuerySet[ActivitySession]:
    """Every session the viewer may read, with its activity, in order of time; each with `taken`, `waiting`, `noted`.

    They count those who are not hidden from the viewer: booked, waiting, and with attendance noted.
    """
    # each count is a query of its own inside the one query: joined, they would multiply each other
    hidden = Q(participant_id__in=sight.hidden_from(viewer))
    bookings = Booking.objects.filter(~hidden, session=OuterRef("pk")).order_by().values("session")
    noted = Attendance.objects.filter(~hidden, session=OuterRef("pk"), state="present").order_by().values("session")
    return (
        ActivitySession.objects.filter(_seen(viewer, "activity__"))
        .select_related("activity__unit", "leader", "room", "series")
        .annotate(
            taken=_number(bookings.filter(state="booked")),
            waiting=_number(bookings.filter(state="waiting")),
            came=_number(noted),
        )
        .order_by("starts_at", "activity__sort_key", "id")
    )


def _number(grouped) -> Coalesce:
    return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)


def sessions_between(viewer: Viewer, first: dt.date, last: dt.date) -> QuerySet[ActivitySession]:
    """Sessions on the days from `first` to `last`, both included."""
    return sessions_of(viewer).filter(on__gte=first, on__lte=last)


def find_session(viewer: Viewer, session_id) -> ActivitySession:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    found = sessions_of(viewer).filter(pk=session_id).first()
    if found is None:
        there = ActivitySession.objects.filter(pk=session_id)
        sight.refuse(viewer, there.values_list("activity__unit__organisation_id", flat=True).first())
    return found


def may_change(viewer: Viewer, activity: Activity) -> bool:
    """May the viewer plan and change this activity? For what a page offers."""
    reach = viewer.reach("activity", "change")
    return (
        reach.everything
        or activity.unit_id in reach.unit_ids
        or activity.unit.organisation_id in reach.organisation_ids
    )


def rooms_of(unit: Unit) -> QuerySet[ActivityRoom]:
    """The rooms of the unit that are in use."""
    return ActivityRoom.objects.filter(unit=unit, retired_on__isnull=True)


def leaders_of(unit: Unit, today: dt.date) -> QuerySet[User]:
    """Whoever works at the unit today and may lead an activity there."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), unit=unit, starts_on__lte=today
    ).exclude(role="participant")
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("sort_key")


def same_room(session: ActivitySession) -> list[str]:
    """What else is planned in the session's room at the same time: an activity by its name, or a meeting without."""
    if session.room_id is None:
        return []
    then = {"room": session.room_id, "state": "planned"}
    then |= {"starts_at__lt": session.ends_at, "ends_at__gt": session.starts_at}
    others = ActivitySession.objects.filter(**then).exclude(pk=session.pk)
    if names := list(others.values_list("activity__name", flat=True)[:1]):
        return names
    return [_("a meeting")] if Meeting.objects.filter(**then).exists() else []


# --- people in a session ----------------------------------------------------------------------------------------
@dataclass
class Seat:
    """A participant in a session, as the viewer may see it: the booking, and the attendance when it is noted."""

    participant: Participant
    booking: Booking | None
    attendance: Attendance | None = None
    unit: Unit | None = None
    may_change: bool = False


@dataclass
class People:
    """Everybody in a session whom the viewer may see, and how many others there are (nobody hidden among them)."""

    booked: list[Seat] = field(default_factory=list)
    waiting: list[Seat] = field(default_factory=list)
    others_booked: int = 0
    others_waiting: int = 0


def people_of(viewer: Viewer, session: ActivitySession) -> People:
    """Who is booked and waiting, in order of arrival for the waiting and of family name for the booked."""
    bookings = _marked(Booking.objects.filter(session=session).exclude(state="cancelled")).select_related(
        "participant", "enrolment__unit"
    )
    bookings = bookings.exclude(participant_id__in=sight.hidden_from(viewer))
    seen = set(reachable(viewer, "read").filter(bookings__session=session).values_list("pk", flat=True))
    mine = set(reachable(viewer, "change").filter(bookings__session=session).values_list("pk", flat=True))
    noted = {row.participant_id: row for row in Attendance.objects.filter(session=session)}
    people = People()
    for booking in bookings:
        waiting = booking.state == "waiting"
        if booking.participant_id not in seen:
            people.others_waiting += waiting
            people.others_booked += not waiting
            continue
        booking.session, booking.participant.protected = session, booking.protected
        seat = Seat(
            booking.participant,
            booking,
            noted.get(booking.participant_id),
            booking.enrolment.unit if booking.enrolment_id else None,
            booking.participant_id in mine,
        )
        (people.waiting if waiting else people.booked).append(seat)
    people.booked.sort(key=lambda seat: (seat.participant.sort_key, str(seat.participant.pk)))
    return people


def _marked(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    held = Protection.objects.filter(participant=OuterRef("participant_id"), lifted_at__isnull=True)
    return bookings.annotate(protected=Exists(held))


def reachable(viewer: Viewer, verb: str = "change") -> QuerySet[Participant]:
    """The participants whose bookings and attendance the viewer may read or change."""
    return Participant.objects.filter(sight.of_participants(viewer, "attendance", verb))


def rights_to_book(session: ActivitySession) -> Q:
    """Enrolments that give the right to a place: their unit may book there, and they cover the day."""
    activity = session.activity
    where = Q(unit_id=activity.unit_id)
    if activity.open_to_others:
        where |= Q(unit__organisation_id=activity.unit.organisation_id)
    covers = Q(started_on__lte=session.on) & (Q(ended_on__isnull=True) | Q(ended_on__gte=session.on))
    return where & covers & ~Q(state="void")


def gives_right(enrolment: Enrolment, session: ActivitySession) -> bool:
    """Does this enrolment, while it is active, give the right to a place in a coming session? Asks nothing."""
    activity = session.activity
    same_unit = enrolment.unit_id == activity.unit_id
    return same_unit or (activity.open_to_others and enrolment.unit.organisation_id == activity.unit.organisation_id)


def bookable(viewer: Viewer, session: ActivitySession) -> QuerySet[Participant]:
    """Whom the viewer may book into the session and who has no place there yet, in Swedish order of family name."""
    rights = Enrolment.objects.filter(rights_to_book(session), participant=OuterRef("pk"))
    there = Booking.objects.filter(session=session, participant=OuterRef("pk")).exclude(state="cancelled")
    return reachable(viewer).filter(Exists(rights), ~Exists(there)).order_by("sort_key", "pk")


def find_booking(viewer: Viewer, booking_id) -> Booking:
    """A booking whose participant the viewer may see. Raises NotFound, NotAllowed."""
    found = Booking.objects.select_related("session__activity__unit", "participant").filter(pk=booking_id).first()
    if found is None:
        raise NotFound
    find_session(viewer, found.session_id)
    sight.check_participant(viewer, "attendance", "read", found.participant)
    return found


def rest_of_series(session: ActivitySession) -> QuerySet[ActivitySession]:
    """The session and the planned ones after it in its series; only itself without a series."""
    if session.series_id is None:
        return ActivitySession.objects.filter(pk=session.pk)
    return ActivitySession.objects.filter(series=session.series_id, on__gte=session.on, state="planned")


def bookings_of(viewer: Viewer, participants: Iterable, since: dt.date) -> QuerySet[Booking]:
    """Places and waiting places from a day on, of those whose attendance the viewer may read, in order of time."""
    return (
        Booking.objects.filter(
            participant__in=reachable(viewer, "read").filter(pk__in=participants), session__on__gte=since
        )
        .select_related("session__activity__unit", "session__room", "session__leader", "participant")
        .order_by("session__starts_at", "id")
    )


def coming(viewer: Viewer, participant: Participant, today: dt.date, most: int) -> list[Booking]:
    """The first of the person's places from today on, each with its session, activity and room; also ended ones."""
    return kept.rows(viewer, _coming, most, given=(participant.pk, today))


def _coming(viewer: Viewer, most: int, participant_id, today: dt.date) -> QuerySet[Booking]:
    found = bookings_of(viewer, [participant_id], today).select_related(None)
    return found.select_related("session__activity", "session__room")[:most]


def lately(participant: Participant, first: dt.date, last: dt.date) -> list[tuple[str, int]]:
    """State and minutes of each mark of the person between the days; for who may read attendance."""
    return kept_queries.rows(_lately, given=(participant.pk, first, last))


def _lately(participant_id, first: dt.date, last: dt.date) -> QuerySet:
    found = Attendance.objects.filter(participant=participant_id, on__gte=first, on__lte=last)
    return found.order_by().values_list("state", "minutes")


def to_switch(unit: Unit, first: dt.date, last: dt.date, mode: str) -> QuerySet[ActivitySession]:
    """The unit's planned sessions between two days that would change if all were held in that way."""
    found = ActivitySession.objects.filter(activity__unit=unit, on__gte=first, on__lte=last, state="planned")
    return found.filter(attendance_at__isnull=True).exclude(mode__in=[mode, "home_visit"])


def notices_of(viewer: Viewer, session: ActivitySession) -> list[tuple[str, int, int]]:
    """Kind, how many shall be told and how many have been, of a session's notices; nobody hidden is among them."""
    rows = session.notices.exclude(participant_id__in=sight.hidden_from(viewer)).order_by()
    counted = rows.values("kind").annotate(number=Count("pk"), sent=Count("sent_at"))
    return sorted((row["kind"], row["number"], row["sent"]) for row in counted)


def task_areas(viewer: Viewer, unit: Unit) -> list[Activity]:
    """What the unit offers to try: its activities of the kinds in which people take turns (ACT-10, ACT-28)."""
    kinds = [term.code for term in ACTIVITY_KINDS if term.task_area]
    return list(visible_to(viewer).filter(unit=unit, retired_on__isnull=True, kind__in=kinds))

"""Activities: the catalogue, rooms, sessions, places in them, attendance."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from stegvis.access.rules import NotFound
from stegvis.casework.actions import activities as offering
from stegvis.casework.actions import activity_sessions as planning
from stegvis.casework.actions import attendance, bookings, looks
from stegvis.casework.queries import activities, participants
from stegvis.casework.queries.meetings import rooms
from stegvis.organisation.models import Unit
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.meetings import midnight
from stegvis.web.api.operations.places import named
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import activities as shapes
from stegvis.web.api.shapes.parts import Day

router = Router(tags=["Activities"])
_ACTIVITY = (
    "name", "aim", "track", "kind", "description", "mode", "place", "led_by", "language", "ordered_by", "adaptations",
    "capacity", "minutes", "open_to_others", "compulsory", "with_wellbeing", "with_staff", "retired_on", "version",
)  # fmt: skip
_SESSION = (
    "starts_at", "ends_at", "topic", "mode", "place", "travel", "capacity", "waiting", "state", "attendance_at",
    "version",
)  # fmt: skip


def _activity(activity) -> dict:
    told = {name: getattr(activity, name) for name in _ACTIVITY}
    return {"id": activity.pk, "unit": named(activity.unit), **told}


def _session(session) -> dict:
    activity = session.activity
    return {
        "id": session.pk,
        "activity": activity.pk,
        "name": activity.name,
        "unit": named(activity.unit),
        "led_by": session.leader_name or (session.leader.full_name if session.leader_id else ""),
        "booked": session.taken,
        **{name: getattr(session, name) for name in _SESSION},
    }


def _with_people(viewer, session_id) -> dict:
    """The session as it stands, with the people the viewer may see; one line in the log."""
    session = activities.find_session(viewer, session_id)
    people = activities.people_of(viewer, session)
    seats = [*people.booked, *people.waiting]
    if seats:
        looks.note_list(viewer, viewer.screen, len(seats))
    return _session(session) | {
        "seats": [_seat(each) for each in seats],
        "others_booked": people.others_booked,
        "others_waiting": people.others_waiting,
    }


def _seat(seat) -> dict:
    noted = seat.attendance
    return {
        "booking": seat.booking.pk,
        "participant": seat.participant.pk,
        "state": seat.booking.state,
        "present": noted.state == "present" if noted else None,
        "minutes": noted.minutes if noted else None,
        "reason": noted.reason if noted else "",
    }


@operation(
    router, "GET", "/activities", "activity_list", answers={200: shapes.Activities}, summary="Catalogue of activities"
)
def activity_list(
    request: HttpRequest,
    unit: int | None = Query(None, ge=0, le=2_000_000_000, description="Only this unit's."),
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """Of your units, and what others of the organisation have opened, also what is no longer offered."""
    rows = activities.visible_to(request.viewer)
    rows = rows.filter(unit=unit) if unit is not None else rows
    found, further = page(rows, ("sort_key", "pk"), after=after, size=size)
    return {"items": [_activity(each) for each in found], "after": further}


@operation(
    router, "POST", "/activities", "activity_create", answers={201: shapes.Activity}, summary="Offer an activity"
)
def activity_create(request: HttpRequest, response: HttpResponse, sent: shapes.NewActivity):
    """Put it into a unit's catalogue. Send the header `Idempotency-Key` to make one of several sendings."""

    def make():
        unit = Unit.objects.select_related("organisation").filter(pk=sent.unit).first()
        if unit is None:
            raise NotFound
        facts = {name: value for name, value in sent.told().items() if name != "unit"}
        return offering.create(unit=unit, by=request.viewer, **facts)

    made = created(request, response, operation="activity_create", at="activity", make=make)
    return Status(201, _activity(activities.find(request.viewer, made)))


@operation(
    router, "GET", "/activities/{uuid:activity_id}", "activity", answers={200: shapes.Activity}, summary="One activity"
)
def activity(request: HttpRequest, activity_id: UUID):
    """It holds nothing about participants."""
    return _activity(activities.find(request.viewer, activity_id))


@operation(
    router,
    "PATCH",
    "/activities/{uuid:activity_id}",
    "activity_change",
    answers={200: shapes.Activity},
    summary="Change an activity",
)
def activity_change(request: HttpRequest, activity_id: UUID, sent: shapes.ActivityChange):
    """What is planned already stays as it was planned."""
    found = activities.find(request.viewer, activity_id)
    offering.change(activity=found, by=request.viewer, **sent.told())
    return _activity(activities.find(request.viewer, activity_id))


@operation(router, "GET", "/sessions", "session_list", answers={200: shapes.Sessions}, summary="Planned sessions")
def session_list(
    request: HttpRequest,
    since: Day | None = Query(None, description="From this day."),
    before: Day | None = Query(None, description="Before this day."),
    activity: UUID | None = Query(None, description="Only of this activity."),
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """In order of time, also cancelled ones; with how many have a place, and nobody by name."""
    rows = activities.sessions_of(request.viewer)
    if since:
        rows = rows.filter(starts_at__gte=midnight(since))
    if before:
        rows = rows.filter(starts_at__lt=midnight(before))
    if activity:
        rows = rows.filter(activity=activity)
    found, further = page(rows, ("starts_at", "pk"), after=after, size=size)
    return {"items": [_session(each) for each in found], "after": further}


@operation(
    router,
    "POST",
    "/activities/{uuid:activity_id}/sessions",
    "session_create",
    answers={201: shapes.SessionPeople},
    summary="Plan a session",
)
def session_create(request: HttpRequest, response: HttpResponse, activity_id: UUID, sent: shapes.NewSession):
    """What is left out follows the activity. Send the header `Idempotency-Key` to make one of several sendings."""
    found = activities.find(request.viewer, activity_id)

    def make():
        return planning.plan(activity=found, by=request.viewer, **sent.told())

    made = created(request, response, operation="session_create", at="session", make=make)
    return Status(201, _with_people(request.viewer, made))


@operation(
    router,
    "POST",
    "/activities/{uuid:activity_id}/series",
    "session_series",
    answers={200: shapes.Sessions},
    summary="Plan sessions week after week",
)
def session_series(request: HttpRequest, activity_id: UUID, sent: shapes.NewSeries):
    """All are planned, or none. The answer holds the first hundred; the others stand in the list of sessions."""
    found = activities.find(request.viewer, activity_id)
    facts = sent.told() | {"starts_at": dt.time.fromisoformat(sent.starts_at)}
    series = planning.plan_series(activity=found, by=request.viewer, **facts)
    rows = activities.sessions_of(request.viewer).filter(series=series)
    planned, further = page(rows, ("starts_at", "pk"), after=None, size=LARGEST_PAGE)
    return {"items": [_session(each) for each in planned], "after": further}


def _room(room) -> dict:
    told = {name: getattr(room, name) for name in ("name", "seats", "access_note")}
    return {"id": room.pk, "unit": named(room.unit), **told}


@operation(router, "GET", "/rooms", "room_list", answers={200: shapes.Rooms}, summary="Rooms")
def room_list(request: HttpRequest):
    """Of the units where you work with activities, those in use."""
    return {"items": [_room(room) for room in rooms(request.viewer).select_related("unit")]}


@operation(router, "POST", "/rooms", "room_add", answers={200: shapes.Room}, summary="Add a room")
def room_add(request: HttpRequest, sent: shapes.NewRoom):
    """One of the same name that is there already is given back."""
    unit = Unit.objects.select_related("organisation").filter(pk=sent.unit).first()
    if unit is None:
        raise NotFound
    return _room(offering.add_room(unit=unit, by=request.viewer, **sent.model_dump(exclude={"unit"})))


@operation(
    router,
    "GET",
    "/sessions/{uuid:session_id}",
    "session",
    answers={200: shapes.SessionPeople},
    summary="One session with its people",
)
def session(request: HttpRequest, session_id: UUID):
    """Who has a place or waits, and who came, as far as you may read their attendance; the others are counted."""
    return _with_people(request.viewer, session_id)


@operation(
    router,
    "PATCH",
    "/sessions/{uuid:session_id}",
    "session_change",
    answers={200: shapes.SessionPeople},
    summary="Move or change a session",
)
def session_change(request: HttpRequest, session_id: UUID, sent: shapes.SessionChange):
    """Everybody booked or waiting is told when time, mode or place changes."""
    found = activities.find_session(request.viewer, session_id)
    planning.change(session=found, by=request.viewer, **sent.told())
    return _with_people(request.viewer, session_id)


@operation(
    router,
    "POST",
    "/sessions/{uuid:session_id}/cancel",
    "session_cancel",
    answers={200: shapes.SessionPeople},
    summary="Cancel a session",
)
def session_cancel(request: HttpRequest, session_id: UUID, sent: shapes.Cancelling):
    """Everybody booked or waiting is told."""
    found = activities.find_session(request.viewer, session_id)
    planning.cancel(session=found, reason=sent.reason, version=sent.version, by=request.viewer)
    return _with_people(request.viewer, session_id)


@operation(
    router,
    "POST",
    "/sessions/{uuid:session_id}/bookings",
    "session_book",
    answers={200: shapes.SessionPeople},
    summary="Give places in a session",
)
def session_book(request: HttpRequest, session_id: UUID, sent: shapes.Booking):
    """When it is full, the next places in the waiting list. Who has a place keeps it: sent twice is booked once."""
    found = activities.find_session(request.viewer, session_id)
    people = [participants.find(request.viewer, each) for each in dict.fromkeys(sent.participants)]
    bookings.book(
        session=found,
        participants=people,
        rest_of_series=sent.rest_of_series,
        compulsory=sent.compulsory,
        by=request.viewer,
    )
    return _with_people(request.viewer, session_id)


@operation(
    router,
    "POST",
    "/bookings/{uuid:booking_id}/cancel",
    "booking_cancel",
    answers={200: shapes.SessionPeople},
    summary="Take back a place",
)
def booking_cancel(request: HttpRequest, booking_id: UUID, sent: shapes.Unbooking):
    """The waiting list moves up. Twice does nothing more."""
    found = activities.find_booking(request.viewer, booking_id)
    bookings.cancel(booking=found, rest_of_series=sent.rest_of_series, by=request.viewer)
    return _with_people(request.viewer, found.session_id)


@operation(
    router,
    "POST",
    "/sessions/{uuid:session_id}/attendance",
    "session_attendance",
    answers={200: shapes.SessionPeople},
    summary="Note who came",
)
def session_attendance(request: HttpRequest, session_id: UUID, sent: shapes.Attendance):
    """Of people who have a place in the session. The same again is not written again."""
    found = activities.find_session(request.viewer, session_id)
    marks = [
        attendance.Mark(participant_id=each.participant, **each.model_dump(exclude={"participant"}))
        for each in sent.marks
    ]
    attendance.take(
        session=found, marks=marks, staff_present=sent.staff_present, version=sent.version, by=request.viewer
    )
    return _with_people(request.viewer, session_id)

"""Meetings with participants: the calendar, booking, moving, and how they went."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import looks
from stegvis.casework.queries import meetings, participants
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.places import named
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import meetings as shapes
from stegvis.web.api.shapes.parts import Day

router = Router(tags=["Meetings"])
_FACTS = (
    "kind", "starts_at", "ends_at", "mode", "place", "interpreter_language", "state", "moved_from",
    "moved_because", "version",
)  # fmt: skip
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


def _shape(meeting) -> dict:
    told = {name: getattr(meeting, name) for name in _FACTS}
    return {"id": meeting.pk, "participant": meeting.participant_id, "user": named(meeting.user), **told}


def midnight(day: dt.date) -> dt.datetime:
    """The first instant of a day here, of a day that every database can hold."""
    return timezone.make_aware(dt.datetime.combine(min(max(day, _FIRST), _LAST), dt.time()))


@operation(router, "GET", "/meetings", "meeting_list", answers={200: shapes.Meetings}, summary="The calendar")
def meeting_list(
    request: HttpRequest,
    since: Day | None = Query(None, description="From this day."),
    before: Day | None = Query(None, description="Before this day."),
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """Meetings with everybody whose meetings you may read, in order of time. One line in the log for each page."""
    rows = meetings.visible_to(request.viewer)
    if since:
        rows = rows.filter(starts_at__gte=midnight(since))
    if before:
        rows = rows.filter(starts_at__lt=midnight(before))
    found, further = page(rows, ("starts_at", "pk"), after=after, size=size)
    looks.note_list(request.viewer, request.viewer.screen, len({each.participant_id for each in found}))
    return {"items": [_shape(each) for each in found], "after": further}


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/meetings",
    "meeting_create",
    answers={201: shapes.Meeting},
    summary="Book a meeting",
)
def meeting_create(request: HttpRequest, response: HttpResponse, participant_id: UUID, sent: shapes.NewMeeting):
    """For oneself or for somebody who coaches the person; who has agreed to it is reminded. Send the header
    `Idempotency-Key` to make one of several sendings."""
    person = participants.find(request.viewer, participant_id)
    facts = sent.model_dump(exclude={"user"})
    if sent.user is not None:
        facts["user"] = _user(request.viewer, person, sent.user)

    def make():
        return jobs.book_meeting(participant=person, by=request.viewer, **facts)

    made = created(request, response, operation="meeting_create", at="meeting", make=make)
    return Status(201, _shape(meetings.find(request.viewer, made)))


def _user(viewer, person, user_id: int):
    found = meetings.users_for(viewer, person).filter(pk=user_id).first()
    if found is None:
        raise NotPossible(_("Choose somebody who coaches the person."), field="user", code="user_elsewhere")
    return found


@operation(
    router, "GET", "/meetings/{uuid:meeting_id}", "meeting", answers={200: shapes.Meeting}, summary="One meeting"
)
def meeting(request: HttpRequest, meeting_id: UUID):
    """One line in the log, as for the person."""
    found = meetings.find(request.viewer, meeting_id)
    looks.note_opened(request.viewer, found.participant)
    return _shape(found)


@operation(
    router,
    "PUT",
    "/meetings/{uuid:meeting_id}",
    "meeting_change",
    answers={200: shapes.Meeting},
    summary="Move or change a meeting",
)
def meeting_change(request: HttpRequest, meeting_id: UUID, sent: shapes.MeetingChange):
    """Who meets the person and the room stay. Who has agreed to messages is told."""
    found = meetings.find(request.viewer, meeting_id)
    jobs.change_meeting(
        meeting=found, user=found.user, room=found.room, by=request.viewer, **sent.model_dump()
    )  # fmt: skip
    return _shape(meetings.find(request.viewer, meeting_id))


@operation(
    router,
    "POST",
    "/meetings/{uuid:meeting_id}/settle",
    "meeting_settle",
    answers={200: shapes.Meeting},
    summary="Say how a meeting went",
)
def meeting_settle(request: HttpRequest, meeting_id: UUID, sent: shapes.MeetingSettling):
    """Held, not come, or cancelled. Said twice is said once."""
    found = meetings.find(request.viewer, meeting_id)
    jobs.settle_meeting(meeting=found, state=sent.state, version=sent.version, by=request.viewer)
    return _shape(meetings.find(request.viewer, meeting_id))


def _messages(viewer, person) -> dict:
    told = ("id", "kind", "about_at", "send_after", "state", "reason", "channel")
    latest = meetings.messages_of(viewer).filter(participant=person)[:LARGEST_PAGE]
    return {
        "wanted": meetings.wants_reminders(person),
        "items": [{name: getattr(each, name) for name in told} for each in latest],
    }


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/messages",
    "participant_messages",
    answers={200: shapes.Messages},
    summary="Messages to a person",
)
def participant_messages(request: HttpRequest, participant_id: UUID):
    """Reminders and notices, the latest first: when, by which way, and whether they arrived. One line in the log."""
    person = participants.find(request.viewer, participant_id)
    looks.note_opened(request.viewer, person)
    return _messages(request.viewer, person)


@operation(
    router,
    "PUT",
    "/participants/{uuid:participant_id}/messages",
    "messages_want",
    answers={200: shapes.Messages},
    summary="Say whether a person wants messages",
)
def messages_want(request: HttpRequest, participant_id: UUID, sent: shapes.Wanting):
    """Nothing is sent to whoever has not said yes. Said twice is said once."""
    person = participants.find(request.viewer, participant_id)
    jobs.agree_to_reminders(participant=person, wanted=sent.wanted, by=request.viewer)
    return _messages(request.viewer, person)

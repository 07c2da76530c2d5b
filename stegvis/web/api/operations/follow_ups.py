"""Follow-ups after an exit: who is to be asked, what was answered, corrections."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from stegvis.casework.actions import follow_ups as writing
from stegvis.casework.actions import looks
from stegvis.casework.queries import enrolments, follow_ups
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import follow_ups as shapes

router = Router(tags=["Follow-ups"])


def _shape(found) -> dict:
    return {
        "id": found.pk,
        "enrolment": found.enrolment_id,
        "participant": found.enrolment.participant_id,
        "occasion": found.occasion,
        "result": found.result,
        "asked_on": found.asked_on,
        "destination": found.destination,
        "income": found.income,
        "occupation": found.occupation,
        "industry": found.industry,
        "through_us": found.through_us,
        "text": found.text,
        "written_at": found.written_at,
        "version": found.version,
    }


@operation(
    router, "GET", "/follow-ups", "follow_up_list", answers={200: shapes.FollowUps}, summary="Answers after the exit"
)
def follow_up_list(
    request: HttpRequest,
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """Of everybody whose follow-ups you may read, the latest first. One line in the log for each page."""
    rows = follow_ups.visible_to(request.viewer).select_related("enrolment")
    found, further = page(rows, ("asked_on", "pk"), after=after, size=size, latest_first=True)
    looks.note_list(request.viewer, request.viewer.screen, len({each.enrolment.participant_id for each in found}))
    return {"items": [_shape(each) for each in found], "after": further}


@operation(
    router,
    "GET",
    "/follow-ups/due",
    "follow_up_due",
    answers={200: shapes.AllToAsk},
    summary="Who is to be asked",
)
def follow_up_due(request: HttpRequest):
    """Those whose day has come or comes within a week, and for whom it is not too late."""
    found = follow_ups.to_ask(request.viewer, timezone.localdate(), LARGEST_PAGE)
    looks.note_list(request.viewer, request.viewer.screen, len({each.enrolment.participant_id for each in found}))
    tried = follow_ups.attempts_since(request.viewer, [each.enrolment for each in found])
    items = [
        {
            "attempts": tried[each.enrolment.pk].count if each.enrolment.pk in tried else 0,
            "enrolment": each.enrolment.pk,
            "participant": each.enrolment.participant_id,
            "project": each.enrolment.project.code,
            "occasion": each.occasion,
            "due_on": each.due_on,
        }
        for each in found
    ]
    return {"items": items}


@operation(
    router,
    "POST",
    "/enrolments/{uuid:enrolment_id}/follow-ups",
    "follow_up_create",
    answers={201: shapes.FollowUp},
    summary="Note a follow-up",
)
def follow_up_create(request: HttpRequest, response: HttpResponse, enrolment_id: UUID, sent: shapes.NewFollowUp):
    """What was answered at one of the occasions after the last day. Send the header `Idempotency-Key` to make one of
    several sendings."""
    enrolment = enrolments.find(request.viewer, enrolment_id)

    def make():
        return writing.note(enrolment=enrolment, by=request.viewer, **sent.model_dump())

    made = created(request, response, operation="follow_up_create", at="follow_up", make=make)
    return Status(201, _shape(follow_ups.find(request.viewer, made)))


@operation(
    router,
    "GET",
    "/follow-ups/{uuid:follow_up_id}",
    "follow_up",
    answers={200: shapes.FollowUp},
    summary="One follow-up",
)
def follow_up(request: HttpRequest, follow_up_id: UUID):
    """One line in the log, as for the person."""
    found = follow_ups.find(request.viewer, follow_up_id)
    looks.note_opened(request.viewer, found.enrolment.participant)
    return _shape(found)


@operation(
    router,
    "PUT",
    "/follow-ups/{uuid:follow_up_id}",
    "follow_up_correct",
    answers={200: shapes.FollowUp},
    summary="Correct a follow-up",
)
def follow_up_correct(request: HttpRequest, follow_up_id: UUID, sent: shapes.FollowUpChange):
    """Write it anew; its occasion stays."""
    found = follow_ups.find(request.viewer, follow_up_id)
    writing.correct(follow_up=found, by=request.viewer, **sent.model_dump())
    return _shape(follow_ups.find(request.viewer, follow_up_id))

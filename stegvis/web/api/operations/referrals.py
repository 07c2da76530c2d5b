"""Referrals: send one, the call-back list, attempts, start meeting, waiting list, what came of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from stegvis.access.rules import NotFound
from stegvis.casework.actions import looks
from stegvis.casework.actions import referrals as writing
from stegvis.casework.queries import participants, referrals
from stegvis.organisation.models import Unit
from stegvis.programme.queries import projects
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.operations.places import named
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import meetings as shapes
from stegvis.web.api.shapes.parts import Code

router = Router(tags=["Referrals"])
_FACTS = (
    "channel", "received_on", "referred_by", "about", "sex", "state", "start_at", "review_on", "settled_on", "version",
)  # fmt: skip


def _shape(referral) -> dict:
    person = None if referral.participant_id else getattr(referral, "person", None)
    return {
        "id": referral.pk,
        "participant": referral.participant_id,
        "name": referral.called,
        "reach": person.reach if person else "",
        "may_leave_message": bool(person and person.may_leave_message),
        "project": referral.project.code,
        "unit": named(referral.unit),
        "taken_by": named(referral.taken_by),
        **{name: getattr(referral, name) for name in _FACTS},
    }


def _again(viewer, referral_id) -> dict:
    """The referral as it stands after a change."""
    return _shape(referrals.find(viewer, referral_id, "change"))


@operation(
    router, "GET", "/referrals", "referral_list", answers={200: shapes.Referrals}, summary="Referrals to your units"
)
def referral_list(
    request: HttpRequest,
    state: Code = Query("", description="Only in this state, such as `waiting`."),
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """The longest wait first. One line in the log for each page."""
    rows = referrals.visible_to(request.viewer)
    rows = rows.filter(state=state) if state else rows
    found, further = page(rows, ("received_on", "pk"), after=after, size=size)
    looks.note_list(request.viewer, request.viewer.screen, len(found))
    return {"items": [_shape(each) for each in found], "after": further}


@operation(router, "POST", "/referrals", "referral_create", answers={201: shapes.Referral}, summary="Send a referral")
def referral_create(request: HttpRequest, response: HttpResponse, sent: shapes.NewReferral):
    """With a scope of its own, so that a referring system needs no other right. Send the header `Idempotency-Key` to
    make one of several sendings."""

    def make():
        unit = Unit.objects.select_related("organisation").filter(pk=sent.unit).first()
        if unit is None:
            raise NotFound
        person = participants.find(request.viewer, sent.participant) if sent.participant else None
        facts = sent.model_dump(exclude={"participant", "project", "unit"})
        project = projects.find(request.viewer, sent.project)
        return writing.receive(project=project, unit=unit, participant=person, by=request.viewer, **facts)

    made = created(request, response, operation="referral_create", at="referral", make=make)
    return Status(201, _shape(referrals.find(request.viewer, made, "create")))


@operation(
    router, "GET", "/referrals/{uuid:referral_id}", "referral", answers={200: shapes.Referral}, summary="One referral"
)
def referral(request: HttpRequest, referral_id: UUID):
    """One line in the log."""
    found = referrals.find(request.viewer, referral_id)
    if found.participant_id:
        looks.note_opened(request.viewer, found.participant)
    else:
        writing.note_opened(referral=found, by=request.viewer)
    return _shape(found)


@operation(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/take",
    "referral_take",
    answers={200: shapes.Referral},
    summary="Undertake to get in touch",
)
def referral_take(request: HttpRequest, referral_id: UUID):
    """So that nobody calls twice."""
    found = referrals.find(request.viewer, referral_id, "change")
    writing.take(referral=found, by=request.viewer)
    return _again(request.viewer, referral_id)


@operation(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/attempts",
    "referral_attempt",
    answers={200: shapes.Referral},
    summary="Note an attempt to reach the person",
)
def referral_attempt(request: HttpRequest, referral_id: UUID, sent: shapes.NewAttempt):
    """By whichever party."""
    found = referrals.find(request.viewer, referral_id, "change")
    writing.attempt(referral=found, by=request.viewer, **sent.model_dump())
    return _again(request.viewer, referral_id)


@operation(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/start",
    "referral_start",
    answers={200: shapes.Referral},
    summary="Book the start meeting",
)
def referral_start(request: HttpRequest, referral_id: UUID, sent: shapes.Start):
    """With the day a care or treatment ends, when it begins after one."""
    found = referrals.find(request.viewer, referral_id, "change")
    writing.book_start(referral=found, by=request.viewer, **sent.model_dump())
    return _again(request.viewer, referral_id)


@operation(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/wait",
    "referral_wait",
    answers={200: shapes.Referral},
    summary="Put on the waiting list",
)
def referral_wait(request: HttpRequest, referral_id: UUID, sent: shapes.Wait):
    """With a reason, and the day somebody looks again."""
    found = referrals.find(request.viewer, referral_id, "change")
    writing.put_in_line(referral=found, by=request.viewer, **sent.model_dump())
    return _again(request.viewer, referral_id)


@operation(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/settle",
    "referral_settle",
    answers={200: shapes.Referral},
    summary="Settle without an enrolment",
)
def referral_settle(request: HttpRequest, referral_id: UUID, sent: shapes.ReferralSettling):
    """Advice, declined, or nobody could reach the person. What was known about somebody not registered goes."""
    found = referrals.find(request.viewer, referral_id, "change")
    writing.settle(referral=found, by=request.viewer, **sent.model_dump())
    return _again(request.viewer, referral_id)

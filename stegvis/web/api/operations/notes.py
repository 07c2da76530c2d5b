"""Contacts and notes: list, read, write, correct, take back; open the words of a sensitive one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import looks
from stegvis.casework.actions import notes as writing
from stegvis.casework.queries import notes, participants
from stegvis.web.api.once import created
from stegvis.web.api.operation import operation
from stegvis.web.api.pages import LARGEST_PAGE, page
from stegvis.web.api.shapes import notes as shapes
from stegvis.web.api.shapes.parts import Reason

router = Router(tags=["Notes"])


def _shape(note) -> dict:
    return {
        "id": note.pk,
        "participant": note.participant_id,
        "enrolment": note.enrolment_id,
        "kind": note.kind,
        "happened_at": note.happened_at,
        "mode": note.mode,
        "minutes": note.minutes,
        "methods": [each.code for each in note.methods.all()],
        "attempt_result": note.attempt_result,
        "attempt_party": note.attempt_party,
        "sensitive": note.sensitive,
        "text": None if note.sensitive else "".join(each.text for each in note.words),
        "author": note.author_name,
        "written_at": note.written_at,
        "withdrawn_at": note.withdrawn_at,
        "version": note.version,
    }


@operation(
    router,
    "GET",
    "/participants/{uuid:participant_id}/notes",
    "participant_notes",
    answers={200: shapes.Notes},
    summary="One person's contacts and notes",
)
def participant_notes(
    request: HttpRequest,
    participant_id: UUID,
    after: UUID | None = Query(None, description="The `after` of the page before."),
    size: int = Query(50, ge=1, le=LARGEST_PAGE),
):
    """The newest first. Sensitive ones stand there without words for a key that may open them, and not for others."""
    person = participants.find(request.viewer, participant_id)
    if not notes.may(request.viewer, "read", person):
        raise NotAllowed
    looks.note_opened(request.viewer, person)
    rows = notes.of_participant(request.viewer, person)
    found, further = page(rows, ("happened_at", "pk"), after=after, size=size, latest_first=True)
    return {"items": [_shape(each) for each in found], "after": further}


@operation(
    router,
    "POST",
    "/participants/{uuid:participant_id}/notes",
    "note_create",
    answers={201: shapes.Note},
    summary="Write a contact or note",
)
def note_create(request: HttpRequest, response: HttpResponse, participant_id: UUID, sent: shapes.NewNote):
    """It belongs to the enrolment that went on that day. A `next_step` goes into the plan in the same moment. Send the
    header `Idempotency-Key` to make one of several sendings."""
    person = participants.find(request.viewer, participant_id)
    facts = sent.model_dump(exclude={"next_step"})
    step = (sent.next_step.text, sent.next_step.due_on) if sent.next_step else None

    def make():
        return writing.write(participant=person, next_step=step, by=request.viewer, **facts)

    made = created(request, response, operation="note_create", at="note", make=make)
    return Status(201, _shape(notes.find(request.viewer, made)))


@operation(router, "GET", "/notes/{uuid:note_id}", "note", answers={200: shapes.Note}, summary="One note")
def note(request: HttpRequest, note_id: UUID):
    """One line in the log, as for the person."""
    found = notes.find(request.viewer, note_id)
    looks.note_opened(request.viewer, found.participant)
    return _shape(found)


@operation(router, "PUT", "/notes/{uuid:note_id}", "note_correct", answers={200: shapes.Note}, summary="Correct a note")
def note_correct(request: HttpRequest, note_id: UUID, sent: shapes.NoteChange):
    """Write it anew; the former words are kept. One's own, or those of a unit one leads."""
    found = notes.find(request.viewer, note_id)
    writing.correct(note=found, by=request.viewer, **sent.model_dump())
    return _shape(notes.find(request.viewer, note_id))


@operation(
    router,
    "POST",
    "/notes/{uuid:note_id}/withdraw",
    "note_withdraw",
    answers={200: shapes.Note},
    summary="Take a note back",
)
def note_withdraw(request: HttpRequest, note_id: UUID, sent: Reason):
    """It was about the wrong person. It is kept, crossed out, and counts nowhere."""
    found = notes.find(request.viewer, note_id)
    writing.withdraw(note=found, reason=sent.reason, version=sent.version, by=request.viewer)
    return _shape(notes.find(request.viewer, note_id))


@operation(
    router,
    "POST",
    "/notes/{uuid:note_id}/words",
    "note_words",
    answers={200: shapes.Words},
    summary="Open the words of a sensitive note",
)
def note_words(request: HttpRequest, note_id: UUID):
    """That they were opened stands in the log, as on the page. An ordinary note has its words with it already."""
    found = notes.find(request.viewer, note_id)
    if not found.sensitive:
        return {"compartment": "", "text": _shape(found)["text"]}
    latest = writing.open_sensitive(note=found, by=request.viewer)[-1]
    return {"compartment": latest.compartment, "text": latest.text}

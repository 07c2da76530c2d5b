"""Read contacts and notes. Words of sensitive notes are opened by `actions.notes.open_sensitive` alone."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from stegvis.access.queries import kept
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, Note, NoteTemplate, NoteText, Participant
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary.notes import NOTE_KINDS

#: Kinds that count as contact with the person.
CONTACT_KINDS = tuple(kind.code for kind in NOTE_KINDS if kind.contact)


def of_participant(viewer: Viewer, participant: Participant) -> QuerySet[Note]:
    """A person's notes, newest first, each with `words` (the latest text row, none for sensitive ones) and methods.

    Sensitive notes stand there without their words for those who may open them, and do not exist for others.
    Empty for a viewer who may not read the person's notes.
    """
    return _with_words(_readable(viewer, may(viewer, "read", participant, sensitive=True), participant.pk))


def _readable(viewer: Viewer, sensitive: bool, participant_id) -> QuerySet[Note]:
    person = Participant.objects.filter(sight.of_participants(viewer, "note", "read"), pk=participant_id)
    found = Note.objects.filter(Exists(person), participant=participant_id)
    return (found if sensitive else found.filter(sensitive=False)).order_by("-happened_at", "-id")


def latest_of(viewer: Viewer, participant: Participant, most: int) -> list[Note]:
    """The first of `of_participant`, for the person's page."""
    found = kept.rows(viewer, _latest, may(viewer, "read", participant, sensitive=True), most, given=(participant.pk,))
    kept_queries.load(found, "methods")
    texts = kept_queries.rows(_latest_texts, given=(kept_queries.padded(one.pk for one in found),)) if found else []
    for one in found:
        one.words = [text for text in texts if text.note_id == one.pk]
    return found


def _latest(viewer: Viewer, sensitive: bool, most: int, participant_id) -> QuerySet[Note]:
    return _readable(viewer, sensitive, participant_id)[:most]


def _latest_texts(ids: tuple) -> QuerySet[NoteText]:
    return NoteText.objects.filter(number=F("note__version"), note__in=ids)


def find(viewer: Viewer, note_id: UUID | str) -> Note:
    """One note with its person. Raises NotFound and NotAllowed as the person's page does."""
    note = _with_words(Note.objects.filter(pk=note_id).select_related("participant")).first()
    if note is None:
        raise NotFound
    record = "sensitive_note" if note.sensitive else "note"
    sight.check_participant(viewer, record, "read", note.participant)
    return note


def _with_words(notes: QuerySet[Note]) -> QuerySet[Note]:
    latest = NoteText.objects.filter(number=F("note__version"))
    return notes.prefetch_related(Prefetch("texts", latest, to_attr="words"), "methods")


def former_words(note: Note) -> QuerySet[NoteText]:
    """What an ordinary note said before it was corrected, the oldest first."""
    return note.texts.exclude(number=note.version).order_by("number")


def may(viewer: Viewer, verb: str, participant: Participant, *, sensitive: bool = False) -> bool:
    """May the viewer `read` or `write` the person's notes?"""
    record = "sensitive_note" if sensitive else "note"
    return viewer.may(record, verb) and sight.reaches(viewer, record, verb, participant)


def may_correct(viewer: Viewer, note: Note) -> bool:
    """Is it one's own note, or does one lead the unit it belongs to?"""
    if note.withdrawn_at:
        return False
    if note.author_id is not None and note.author_id == viewer.user_id:
        return may(viewer, "write", note.participant, sensitive=note.sensitive)
    return Participant.objects.filter(sight.of_participants(viewer, "note", "correct"), pk=note.participant_id).exists()


def check_correcting(viewer: Viewer, note: Note, sensitive: bool) -> None:
    """Raise NotFound or NotAllowed unless the viewer may correct the note."""
    sight.check_participant(viewer, "sensitive_note" if sensitive else "note", "write", note.participant)
    if not may_correct(viewer, note):
        raise NotAllowed


def enrolment_on(participant: Participant, at: dt.datetime) -> Enrolment | None:
    """The enrolment that was going on at the time, the latest if there were several; None outside all."""
    day = timezone.localtime(at).date() if timezone.is_aware(at) else at.date()
    found = participant.enrolments.exclude(state="void").filter(started_on__lte=day)
    return found.filter(Q(ended_on=None) | Q(ended_on__gte=day)).order_by("-started_on", "-pk").first()


def last_contact_at(participants: Iterable[UUID]) -> dict[UUID, dt.datetime]:
    """When each was last in contact; whoever never was is left out. One query."""
    found = Note.objects.filter(participant__in=list(participants), kind__in=CONTACT_KINDS, withdrawn_at=None)
    return dict(found.order_by().values_list("participant").annotate(Max("happened_at")))


def contact_since(at: dt.datetime, participant: str = "participant_id") -> Exists:
    """A condition on rows with a person (`participant` names the column): there was contact after that time."""
    return Exists(
        Note.objects.filter(
            participant=OuterRef(participant), kind__in=CONTACT_KINDS, withdrawn_at=None, happened_at__gte=at
        )
    )


def templates(viewer: Viewer) -> QuerySet[NoteTemplate]:
    """The templates of the units where the viewer writes notes, in order of name."""
    reach = viewer.reach("note", "write")
    units = Q() if reach.everything else Q(unit__in=_units(viewer, reach))
    return NoteTemplate.objects.filter(units, retired_at=None).select_related("unit").order_by("name", "id")


def _units(viewer: Viewer, reach) -> set[int]:
    own = {grant.unit_id for grant in viewer.grants if grant.unit_id} if reach.own else set()
    return own | set(reach.unit_ids)

"""Write down contacts and notes, correct them with the former words kept, take back what is on the wrong person.

One transaction each with its audit event inside. The log says that something was noted, of which kind and how long it
took; never what it says.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import plan_talks, steps
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Enrolment, Note, NoteMethod, NoteText, Participant, SensitiveText
from stegvis.casework.models.note import LONGEST_NOTE
from stegvis.casework.queries import notes, sight
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import notes as rules
from stegvis.casework.rules.plans import written


@dataclass(frozen=True)
class Said:
    """What a note says beside its words. `happened_at` is an instant; an attempt has a result and a party."""

    kind: str
    happened_at: dt.datetime
    mode: str = ""
    minutes: int | None = None
    methods: tuple[str, ...] = ()
    attempt_result: str = ""
    attempt_party: str = ""

    def require(self, text: str, compartment: str, sensitive: bool) -> None:
        """Raise NotPossible for what the rules refuse."""
        rules.of_kind(self.kind, self.attempt_result, self.attempt_party).require()
        rules.happened(self.happened_at, timezone.now()).require()
        rules.minutes(self.minutes).require()
        rules.words(self.mode, self.methods, compartment, sensitive).require()
        rules.has_content(self.kind, text).require()

    @property
    def columns(self) -> dict:
        """The facts as columns; an attempt's are empty for every other kind."""
        attempt = self.kind == "attempt"
        return {
            "kind": self.kind,
            "happened_at": self.happened_at,
            "mode": self.mode,
            "minutes": self.minutes,
            "attempt_result": self.attempt_result if attempt else "",
            "attempt_party": self.attempt_party if attempt else "",
        }


def write(
    *,
    participant: Participant,
    kind: str,
    happened_at: dt.datetime,
    text: str = "",
    mode: str = "",
    minutes: int | None = None,
    methods: Iterable[str] = (),
    attempt_result: str = "",
    attempt_party: str = "",
    compartment: str = "",
    enrolment: Enrolment | None = None,
    next_step: tuple[str, dt.date | None] | None = None,
    sent_as: UUID | None = None,
    by: Viewer,
) -> Note:
    """Note a contact, an attempt or something of one's own. With a `compartment` the words are kept apart.

    `next_step` (words, day) goes into the plan in the same transaction, with the writer as the one who does it. A note
    of a plan talk also says that the booked talk was held.

    Sent twice from one page (`sent_as`) it is written once and given back. Without `enrolment` the one that was going
    on that day, if there is one.
    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `in_future`, `minutes`, `required`, `too_long`.
    """
    sensitive = bool(compartment)
    sight.check_participant(by, "sensitive_note" if sensitive else "note", "write", participant)
    said = Said(kind, happened_at, mode, minutes, tuple(dict.fromkeys(methods)), attempt_result, attempt_party)
    words = written(text, "text", LONGEST_NOTE)
    said.require(words, compartment, sensitive)
    if sent_as and (there := Note.objects.filter(sent_as=sent_as, participant=participant).first()):
        return there
    try:
        with whole():
            note = Note.objects.create(
                participant=participant,
                enrolment=enrolment or notes.enrolment_on(participant, happened_at),
                sensitive=sensitive,
                author_id=by.user_id,
                author_name=by.name[:200],
                sent_as=sent_as,
                **said.columns,
            )
            _keep_words(note, words, compartment, by)
            _keep_methods(note, said.methods)
            if next_step:
                steps.add(participant=participant, text=next_step[0], due_on=next_step[1], by=by)
            if kind == "plan_talk":
                plan_talks.took_place(participant=participant, on=timezone.localdate(happened_at), by=by)
            _log(by, "create", note, {"kind": kind, "minutes": minutes, "sensitive": sensitive})
    except IntegrityError:
        # the same page sent twice at once: the other one was quicker
        there = Note.objects.filter(sent_as=sent_as, participant=participant).first() if sent_as else None
        if there is None:
            raise
        return there
    return note


def correct(
    *,
    note: Note,
    kind: str,
    happened_at: dt.datetime,
    text: str,
    mode: str = "",
    minutes: int | None = None,
    methods: Iterable[str] = (),
    attempt_result: str = "",
    attempt_party: str = "",
    compartment: str = "",
    version: int | None = None,
    by: Viewer,
) -> Note:
    """Write the note anew; the former words stay, and who wrote which. Whether it is sensitive cannot be taken away.

    An ordinary note may become sensitive: its former words then move into the compartment too. Only the author may
    correct, or whoever leads the unit. Raises as `write`, ChangedMeanwhile, and NotPossible with `withdrawn`.
    """
    with whole():
        found = _locked(note, version)
        if found.sensitive and not compartment:
            compartment = found.sensitive_texts.order_by("-number").values_list("compartment", flat=True)[0]
        sensitive = bool(compartment)
        notes.check_correcting(by, found, sensitive)
        said = Said(kind, happened_at, mode, minutes, tuple(dict.fromkeys(methods)), attempt_result, attempt_party)
        words = written(text, "text", LONGEST_NOTE)
        said.require(words, compartment, sensitive)
        if sensitive and not found.sensitive:
            _move_apart(found, compartment)
        for name, value in (said.columns | {"sensitive": sensitive, "version": found.version + 1}).items():
            setattr(found, name, value)
        found.save()
        _keep_words(found, words, compartment, by)
        found.methods.all().delete()
        _keep_methods(found, said.methods)
        _log(by, "change", found, {"kind": kind, "version": found.version})
    return found


def withdraw(*, note: Note, reason: str, version: int | None = None, by: Viewer) -> Note:
    """Take back a note that was written about the wrong person. It is kept, crossed out, and counts nowhere.

    Raises as `correct`, and NotPossible without a reason.
    """
    said = cleaned(reason, "reason", 300, required=True)
    with whole():
        found = _locked(note, version)
        notes.check_correcting(by, found, found.sensitive)
        found.withdrawn_at, found.withdrawn_by, found.withdraw_reason = timezone.now(), by.actor_id[:64], said
        found.version += 1
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason", "version"])
        # the latest words count as the version they were: nothing is written anew
        model = SensitiveText if found.sensitive else NoteText
        model.objects.filter(note=found, number=found.version - 1).update(number=found.version)
        _log(by, "withdraw", found, {"version": found.version})
    return found


def open_sensitive(*, note: Note, by: Viewer) -> list[SensitiveText]:
    """The words of a sensitive note, the latest last; each opening stands in the log. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "sensitive_note", "read", note.participant)
    with transaction.atomic():
        _log(by, "open", note, {})
        return list(note.sensitive_texts.order_by("number"))


def _locked(note: Note, version: int | None) -> Note:
    found = Note.objects.select_for_update(of=("self",)).select_related("participant").get(pk=note.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    if found.withdrawn_at:
        raise NotPossible(_("The note has been taken back and cannot be changed."), code="withdrawn")
    return found


def _keep_words(note: Note, words: str, compartment: str, by: Viewer) -> None:
    facts = {"number": note.version, "text": words, "written_at": timezone.now(), "written_by": by.actor_id[:64]}
    if not note.sensitive:
        NoteText.objects.create(note=note, **facts)
        return
    SensitiveText.objects.create(note=note, compartment=compartment, **facts)


def _keep_methods(note: Note, methods: tuple[str, ...]) -> None:
    NoteMethod.objects.bulk_create(NoteMethod(note=note, code=code) for code in methods)


def _move_apart(note: Note, compartment: str) -> None:
    former = [
        SensitiveText(
            note=note,
            number=each.number,
            compartment=compartment,
            text=each.text,
            written_at=each.written_at,
            written_by=each.written_by,
        )
        for each in note.texts.all()
    ]
    SensitiveText.objects.bulk_create(former)
    note.texts.all().delete()


def _log(by: Viewer, verb: str, note: Note, facts: dict) -> None:
    record = "sensitive_note" if note.sensitive else "note"
    log_about(by, verb, record, note.pk, note.participant, facts)

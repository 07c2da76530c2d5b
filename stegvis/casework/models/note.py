from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.notes import (
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    COMPARTMENTS,
    NOTE_KINDS,
    NOTE_MODES,
)
from stegvis.organisation.models import Unit

#: The longest text of one note, in characters.
LONGEST_NOTE = 20_000


class Note(models.Model):
    """A contact with a participant, an attempt to reach them, or a note of one's own. Never deleted.

    Its words stand in NoteText, or in SensitiveText when they are `sensitive`: `version` says which of them is the
    latest, and earlier ones are kept. `withdrawn_at`: written about the wrong person; it is shown crossed out to
    whoever may read it, and counts nowhere. `sent_as` names the page it was sent from: sent twice it is written once.
    `attempt_result` and `attempt_party` belong to attempts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="notes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes", null=True, blank=True)
    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    mode = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    attempt_result = models.CharField(max_length=20, blank=True)
    attempt_party = models.CharField(max_length=30, blank=True)
    sensitive = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    author_name = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    sent_as = models.UUIDField(null=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["participant", "happened_at", "id"], name="note_by_participant"),
            models.Index(fields=["author", "happened_at"], name="note_by_author"),
            # the index alone tells whether and when there was a contact
            models.Index(
                fields=["participant", "happened_at", "kind", "withdrawn_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="contact_by_participant",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NOTE_KINDS.codes), name="note_kind_known"),
            models.CheckConstraint(condition=Q(mode__in=["", *NOTE_MODES.codes]), name="note_mode_known"),
            models.CheckConstraint(
                condition=Q(kind="attempt", attempt_result__in=ATTEMPT_RESULTS.codes)
                & Q(attempt_party__in=ATTEMPT_PARTIES.codes)
                | ~Q(kind="attempt") & Q(attempt_result="", attempt_party=""),
                name="note_attempt_facts_together",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdraw_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdraw_reason=""),
                name="note_withdrawn_facts_together",
            ),
        ]

    class Privacy:
        personal = {"participant", "author", "author_name", "withdrawn_by"}
        sensitive = {"attempt_result", "attempt_party", "withdraw_reason"}
        kept = {
            "id", "enrolment", "kind", "happened_at", "mode", "minutes", "sensitive", "written_at", "sent_as",
            "withdrawn_at", "version",
        }  # fmt: skip

    def __str__(self):
        return f"note {self.pk}"


class NoteText(models.Model):
    """The words of an ordinary note, one row for each time it was written or corrected."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST_NOTE)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["note", "number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_text_once")]

    class Privacy:
        personal = {"written_by"}
        sensitive = {"text"}
        kept = {"id", "note", "number", "written_at"}


class SensitiveText(models.Model):
    """The words of a sensitive note, in a compartment that a right of its own opens; the log tells each time."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="sensitive_texts")
    number = models.PositiveIntegerField()
    compartment = models.CharField(max_length=20)
    text = models.TextField(max_length=LONGEST_NOTE)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["note", "number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="sensitive_text_once"),
            models.CheckConstraint(condition=Q(compartment__in=COMPARTMENTS.codes), name="compartment_known"),
        ]

    class Privacy:
        personal = {"written_by"}
        sensitive = {"compartment", "text"}
        kept = {"id", "note", "number", "written_at"}


class NoteMethod(models.Model):
    """A conversation method that was used; several may be."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="methods")
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["note", "code"], name="note_method_once")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "note", "code"}


class NoteTemplate(models.Model):
    """Words a unit begins its notes with. Retired rather than deleted."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=NOTE_KINDS.codes), name="note_template_kind_known")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "unit", "name", "kind", "text", "retired_at", "version"}

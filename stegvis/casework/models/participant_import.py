from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.vocabulary.imports import IMPORT_STATES
from stegvis.organisation.models import Organisation, Project, Unit


class ParticipantImport(models.Model):
    """One file of participants on its way into a project: who, when, what was chosen, and what became of its rows.

    `unit` is the importer's unit when they have only one in the project. `user` is empty for the shell.
    `round` counts changes of the choices: a look at the file that was ordered for an earlier round is thrown away.
    `narrowed_to`: the permissions of the key with which another system sent the file, as [record, verb]; None when a
    person did. Its rows are looked at and taken in with no more than these.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    made_by = models.CharField(max_length=200)
    narrowed_to = models.JSONField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=5, default="sv")
    state = models.CharField(max_length=20, default="working")
    round = models.PositiveIntegerField(default=0)
    chunks = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    sealed_choices = models.TextField(blank=True)
    problem = models.CharField(max_length=500, blank=True)

    read = models.PositiveIntegerField(default=0)
    new_people = models.PositiveIntegerField(default=0)
    renumbered = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="import_history"),
            models.Index(fields=["user", "digest"], name="import_same_file"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IMPORT_STATES.codes), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="", undo_reason="")
                | Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undo_reason=""),
                name="import_undo_facts_together",
            ),
        ]

    class Privacy:
        personal = {"user", "made_by", "file_name", "undone_by"}
        sensitive = {"sealed_choices", "undo_reason", "problem"}
        kept = {
            "id", "project", "organisation", "unit", "narrowed_to", "digest", "language", "state", "round", "chunks",
            "job_id", "read", "new_people", "renumbered", "created", "closed", "unchanged", "rejected", "conflicts",
            "created_at", "ended_at", "kept_until", "undone_at",
        }  # fmt: skip

    def __str__(self):
        return f"import {self.pk}"

    @property
    def good(self) -> int:
        """Rows that will be, or were, taken in."""
        return self.created + self.closed

    @property
    def faulty(self) -> int:
        """Rows that are not taken in: rejected, or in conflict with the register."""
        return self.rejected + self.conflicts


class ImportPart(models.Model):
    """A piece of what an import needs for a while, sealed under a key outside the database.

    `kind`: `file` (the file as it came), `lines` (its rows), `faults` (rows that are not taken in, with reasons and
    cells), `first` (how the first rows will become), `words` (words that mean nothing yet). Removed as soon as it is
    no longer needed. `filled`: how many rows it holds; `counts`: what became of the chunk's rows.
    """

    participant_import = models.ForeignKey(ParticipantImport, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    filled = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant_import", "kind", "number"], name="import_part_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "lines", "faults", "first", "words"]), name="import_part_kind_known"
            ),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"sealed"}
        kept = {"id", "participant_import", "kind", "number", "filled", "counts"}


class ImportEffect(models.Model):
    """What one row of an import wrote, so that it can be undone: opaque ids only.

    `subject` is the participant's id as the log writes it, `event` the log's number after the row was written.
    `sealed_before` holds what undoing must put back: open income periods, links, a former identity number.
    """

    participant_import = models.ForeignKey(ParticipantImport, on_delete=models.CASCADE, related_name="effects")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=36)
    enrolment_id = models.UUIDField()
    new_person = models.BooleanField(default=False)
    sealed_before = models.TextField(blank=True)
    event = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participant_import", "subject"], name="import_effect_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["created", "closed", "renumbered"]), name="import_effect_kind_known"
            ),
        ]

    class Privacy:
        personal = {"subject"}
        sensitive = {"sealed_before"}
        kept = {"id", "participant_import", "line", "kind", "enrolment_id", "new_person", "event", "undone_at"}


class RememberedChoice(models.Model):
    """What an organisation once chose for a heading or a word of its files, so that it need not choose again.

    `kind` is `column` or `word`; `key` the folded text, `written` how it was written, `target` the column, code or
    unit meant ("" for left out or a gap).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    column = models.CharField(max_length=40, blank=True)
    context = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120)
    written = models.CharField(max_length=120)
    target = models.CharField(max_length=60, blank=True)
    chosen_at = models.DateTimeField(auto_now=True)
    chosen_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "column", "context", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "column", "context", "key"], name="remembered_choice_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=["column", "word"]), name="remembered_choice_kind_known"),
        ]

    class Privacy:
        personal = {"chosen_by", "key", "written"}
        sensitive: set[str] = set()
        kept = {"id", "organisation", "kind", "column", "context", "target", "chosen_at"}

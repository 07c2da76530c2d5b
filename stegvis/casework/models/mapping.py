from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.mapping_form import MappingFormVersion
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.mapping import MAPPING_STATES
from stegvis.casework.vocabulary.notes import COMPARTMENTS, NOTE_MODES


class Mapping(models.Model):
    """A mapping of a participant's situation, done over one or several sittings. It can be gone on with when done:
    what is answered after `done_at` has shown later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="mappings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="mappings", null=True, blank=True)
    common_part = models.ForeignKey(MappingFormVersion, on_delete=models.PROTECT, related_name="+")
    own_part = models.ForeignKey(MappingFormVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, default="open")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-begun_at", "-id"]
        indexes = [models.Index(fields=["participant", "begun_at"], name="mapping_by_participant")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MAPPING_STATES.codes), name="mapping_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | Q(state="done", done_at__isnull=False),
                name="mapping_done_when",
            ),
        ]

    class Privacy:
        personal = {"participant"}
        sensitive: set[str] = set()
        kept = {"id", "enrolment", "common_part", "own_part", "state", "begun_at", "done_at", "version"}


class MappingSitting(models.Model):
    """One time the form was filled in: when, how, by whom and with whom (a list of codes of PRESENT)."""

    mapping = models.ForeignKey(Mapping, on_delete=models.CASCADE, related_name="sittings")
    held_at = models.DateTimeField()
    mode = models.CharField(max_length=20)
    present = models.JSONField(default=list, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["held_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=NOTE_MODES.codes), name="mapping_mode_known"),
        ]

    class Privacy:
        personal = {"author", "author_name"}
        sensitive = {"present"}
        kept = {"id", "mapping", "held_at", "mode"}


class _Answer(models.Model):
    """A row for each time a question was answered; the one that stands has no `superseded_at`.

    An empty value takes the answer back. `form_version` is the one the question stood in; `page` names the page it was
    last written from, so that the next save of that page writes over its own words and not another row.
    """

    mapping = models.ForeignKey(Mapping, on_delete=models.CASCADE, related_name="%(class)ss")
    question = models.CharField(max_length=40)
    form_version = models.ForeignKey(MappingFormVersion, on_delete=models.PROTECT, related_name="+")
    sitting = models.ForeignKey(MappingSitting, on_delete=models.PROTECT, related_name="+")
    value = models.TextField(blank=True)
    page = models.CharField(max_length=36, blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["mapping", "question", "id"]


class MappingAnswer(_Answer):
    """An ordinary answer."""

    class Meta(_Answer.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["mapping", "question"],
                condition=Q(superseded_at__isnull=True),
                name="mapping_answer_stands_once",
            )
        ]

    class Privacy:
        personal = {"written_by"}
        sensitive = {"value"}
        kept = {"id", "mapping", "question", "form_version", "sitting", "page", "written_at", "superseded_at"}


class SensitiveAnswer(_Answer):
    """An answer in a compartment that a right of its own opens; the log tells each time."""

    compartment = models.CharField(max_length=20)

    class Meta(_Answer.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["mapping", "question"],
                condition=Q(superseded_at__isnull=True),
                name="sensitive_answer_stands_once",
            ),
            models.CheckConstraint(condition=Q(compartment__in=COMPARTMENTS.codes), name="answer_compartment_known"),
        ]

    class Privacy:
        personal = {"written_by"}
        sensitive = {"value", "compartment"}
        kept = {"id", "mapping", "question", "form_version", "sitting", "page", "written_at", "superseded_at"}

from django.db import models

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.organisation.models import Unit


class ReadinessList(models.Model):
    """What a unit asks for before a placement or another next step: one published, dated version of the list.

    The one with the highest number holds. What has been published is never changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_on = models.DateField()
    published_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="readiness_number_once")]

    class Privacy:
        personal = {"made_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "number", "published_on", "published_at"}


class ReadinessCriterion(models.Model):
    """One line of a readiness list. `line` is the same in later versions, however the line is worded."""

    readiness_list = models.ForeignKey(ReadinessList, on_delete=models.PROTECT, related_name="criteria")
    line = models.UUIDField(default=new_id)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position", "id"]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "readiness_list", "line", "position", "text"}


class ReadinessCheck(models.Model):
    """A line of the unit's list that the participant meets, since a day. Taken back by `ended_at`."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="readiness_checks")
    line = models.UUIDField()
    met_on = models.DateField()
    made_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participant", "line"], name="readiness_by_participant")]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"line", "met_on"}
        kept = {"id", "ended_at"}


class ReadinessRecord(models.Model):
    """Prepared to take the next step: said on a day, about which next step, by the list that held then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="readiness_records")
    readiness_list = models.ForeignKey(ReadinessList, on_delete=models.PROTECT, related_name="+")
    ready_on = models.DateField()
    next_step = models.CharField(max_length=300)
    left = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ready_on", "-id"]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"next_step", "reason"}
        kept = {"id", "readiness_list", "ready_on", "left", "ended_at"}

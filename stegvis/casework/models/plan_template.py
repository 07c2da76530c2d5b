from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.plan import RESPONSIBLE, TRACKS, TRIED_RESULTS
from stegvis.organisation.models import Unit


class PlanTemplate(models.Model):
    """A unit's own steps to start a plan from. Free to change: a plan made from it knows nothing of it afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    explanation = models.CharField(max_length=300, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name", "id"]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "unit", "name", "explanation", "retired_at", "version"}


class PlanTemplateStep(models.Model):
    """A step of a template. `after_weeks`: due so long after the plan is made from it."""

    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    responsible = models.CharField(max_length=12)
    after_weeks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=TRACKS.codes), name="template_track_known"),
            models.CheckConstraint(condition=Q(responsible__in=RESPONSIBLE.codes), name="template_responsible_known"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "template", "position", "track", "text", "responsible", "after_weeks"}


class Tried(models.Model):
    """What was tried with a participant and how it went, for later investigations and the final report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="tried")
    track = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10)
    what_worked = models.TextField(blank=True)
    made_by = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=TRACKS.codes), name="tried_track_known"),
            models.CheckConstraint(condition=Q(result__in=TRIED_RESULTS.codes), name="tried_result_known"),
        ]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"text", "result", "what_worked"}
        kept = {"id", "track", "since_on", "until_on", "taken_back_at"}

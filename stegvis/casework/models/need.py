from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.mapping import Mapping
from stegvis.casework.models.participant import Participant
from stegvis.casework.models.step import Step
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES, NEED_STATES


class Need(models.Model):
    """Something a participant needs, with what comes first; from a mapping or noticed later (MAP-07).

    `noticed_on`: the day it showed. `mapping` and `question`: the answer it comes from, if it does. `step`: the step of
    the plan by which it is met. Every change is kept as a NeedMove.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="needs")
    text = models.CharField(max_length=300)
    area = models.CharField(max_length=20, blank=True)
    priority = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="open")
    noticed_on = models.DateField()
    mapping = models.ForeignKey(Mapping, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    question = models.CharField(max_length=40, blank=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["noticed_on", "id"]
        indexes = [models.Index(fields=["participant", "state"], name="need_by_participant")]
        constraints = [
            models.CheckConstraint(condition=Q(priority__in=NEED_PRIORITIES.codes), name="need_priority_known"),
            models.CheckConstraint(condition=Q(state__in=NEED_STATES.codes), name="need_state_known"),
            models.CheckConstraint(condition=Q(area__in=["", *INFORMATION_KINDS.codes]), name="need_area_known"),
        ]

    class Privacy:
        personal = {"participant"}
        sensitive = {"text", "area", "priority", "question"}
        kept = {"id", "state", "noticed_on", "mapping", "step", "version"}


class NeedMove(models.Model):
    """A need as it stood from an instant on, who wrote it and why: its history, never changed."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="moves")
    text = models.CharField(max_length=300)
    priority = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["need", "-id"]

    class Privacy:
        personal = {"made_by"}
        sensitive = {"text", "priority", "reason"}
        kept = {"id", "need", "state", "moved_at"}

from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.mapping import LIFE_AREAS

LOWEST, HIGHEST = 1, 10


class LifeWheel(models.Model):
    """How a person sees eight areas of life on one day. Never changed: taken back if it was wrong, and done anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="life_wheels")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="life_wheels", null=True, blank=True
    )
    scored_on = models.DateField()
    words = models.TextField(blank=True)
    noted_by = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    sent_as = models.UUIDField(null=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-scored_on", "-noted_at", "-id"]
        indexes = [
            models.Index(fields=["participant", "scored_on"], name="life_wheel_by_participant"),
            models.Index(fields=["scored_on"], name="life_wheel_by_day"),
        ]

    class Privacy:
        personal = {"participant", "noted_by"}
        sensitive = {"words"}
        kept = {"id", "enrolment", "scored_on", "noted_at", "sent_as", "withdrawn_at"}


class LifeWheelScore(models.Model):
    """One area of a wheel, 1 (does not work at all) to 10 (as I want it). `first`: where the person wants to begin."""

    wheel = models.ForeignKey(LifeWheel, on_delete=models.CASCADE, related_name="scores")
    area = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField()
    first = models.BooleanField(default=False)

    class Meta:
        ordering = ["wheel", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wheel", "area"], name="life_wheel_area_once"),
            models.CheckConstraint(condition=Q(area__in=LIFE_AREAS.codes), name="life_area_known"),
            models.CheckConstraint(condition=Q(score__gte=LOWEST, score__lte=HIGHEST), name="life_score_in_range"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"score", "first"}
        kept = {"id", "wheel", "area"}

from django.db import models
from django.db.models import F, Q

from stegvis.casework.models.activity import Activity
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.participant import Participant


class RotationTurn(models.Model):
    """A participant's time in a task area, from one day to another, before moving on to the next (ACT-10)."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="turns")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="turns")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["activity", "from_on"], name="turn_by_activity")]
        constraints = [
            models.UniqueConstraint(fields=["participant", "from_on"], name="turn_once_per_start"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="turn_ends_after_start"),
        ]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive: set[str] = set()
        kept = {"id", "activity", "enrolment", "from_on", "until_on", "made_at"}

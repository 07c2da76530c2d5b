from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.plan import PlanVersion


class HandOver(models.Model):
    """A participant goes from one coach to another, with words on the way and the plan kept as it stood.

    It waits for the new coach until `taken_at`. `told_at`: when a message that something waits went out, at most once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="hand_overs")
    from_coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["to_coach", "taken_at"], name="hand_over_waiting")]
        constraints = [
            models.CheckConstraint(condition=~Q(from_coach=F("to_coach")), name="hand_over_to_another"),
        ]

    class Privacy:
        personal = {"from_coach", "to_coach", "made_by"}
        sensitive = {"words"}
        kept = {"id", "enrolment", "plan_version", "made_at", "told_at", "taken_at"}

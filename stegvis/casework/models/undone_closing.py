from django.db import models
from django.db.models import Q

from stegvis.casework.models.enrolment import Enrolment


class UndoneClosing(models.Model):
    """A closing that was taken back: everything it said, who took it back, when and why.

    `outcomes` holds the destinations as they stood; they no longer count anywhere.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="undone_closings")
    ended_on = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=64)
    outcomes = models.JSONField(default=list)
    income_at_exit = models.CharField(max_length=40, blank=True)
    undone_at = models.DateTimeField()
    undone_by = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["undone_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="undone_closing_has_reason")]

    class Privacy:
        personal = {"closed_by", "undone_by"}
        sensitive = {"outcomes", "income_at_exit", "reason"}
        kept = {"id", "enrolment", "ended_on", "closed_at", "undone_at"}

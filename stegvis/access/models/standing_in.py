from django.db import models
from django.utils import timezone

from stegvis.access.models.user import Membership, User
from stegvis.organisation.models import Organisation, Project


class Deputyship(models.Model):
    """Somebody works with an absent colleague's participants between two days, both included; `ended_at` when it was
    taken back before its time."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputyships")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="standing_in")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    named_by = models.CharField(max_length=64)
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(absent=models.F("deputy")), name="deputy_is_somebody_else"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="deputyship_ends_after_start"
            ),
        ]

    class Privacy:
        personal = {"absent", "deputy", "named_by"}
        sensitive: set[str] = set()
        kept = {"id", "organisation", "starts_on", "ends_on", "named_at", "ended_at"}


class Assignment(models.Model):
    """An evaluator's written assignment: which project, for what, between which days, and who decided it.

    The right itself is the membership; the assignment narrows it to the project and gives it its last day.
    """

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="assignment")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    registered_by = models.CharField(max_length=64)
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="assignment_has_purpose"),
            models.CheckConstraint(condition=~models.Q(decided_by=""), name="assignment_has_decider"),
        ]

    class Privacy:
        personal = {"membership", "decided_by", "registered_by"}
        sensitive: set[str] = set()
        kept = {"id", "project", "purpose", "decided_on", "registered_at"}

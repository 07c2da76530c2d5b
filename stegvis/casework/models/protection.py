from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import PROTECTION_LEVELS
from stegvis.organisation.models import Project, Unit


class Protection(models.Model):
    """A participant has a protected identity from a day on, until it is lifted. At most one at a time.

    While it lasts only the users of NamedViewer see the person at all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="protections")
    level = models.CharField(max_length=30)
    since_on = models.DateField()
    decided_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    review_on = models.DateField()
    postal_address = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=64)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-set_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=PROTECTION_LEVELS.codes), name="protection_level_known"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="", lift_reason="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lift_reason=""),
                name="protection_lifted_facts_together",
            ),
            models.CheckConstraint(
                condition=Q(postal_address="") | Q(level="protected_registration"), name="protection_address_fits_level"
            ),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(lifted_at__isnull=True), name="protection_once_at_a_time"
            ),
        ]

    class Privacy:
        personal = {"participant", "set_by", "lifted_by"}
        sensitive = {"level", "since_on", "decided_by", "reason", "review_on", "postal_address", "lift_reason"}
        kept = {"id", "set_at", "lifted_at"}


class NamedViewer(models.Model):
    """A user who may see a protected participant between two days, if their role reaches the person too."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="named_viewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=64, blank=True)
    remove_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="named_viewer_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by="", remove_reason="")
                | Q(removed_at__isnull=False) & ~Q(removed_by="") & ~Q(remove_reason=""),
                name="named_viewer_removed_facts_together",
            ),
            models.UniqueConstraint(
                fields=["participant", "user"], condition=Q(removed_at__isnull=True), name="named_viewer_once"
            ),
        ]

    class Privacy:
        personal = {"participant", "user", "added_by", "removed_by"}
        sensitive = {"reason", "remove_reason"}
        kept = {"id", "since_on", "until_on", "added_at", "removed_at"}


class EnrolAttempt(models.Model):
    """Somebody tried to enrol or register a person whom they may not see. Whoever sees the person takes it from there.

    Without unit and project when the number was only to be registered.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="enrol_attempts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    tried_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-tried_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="") | Q(settled_at__isnull=False) & ~Q(settled_by=""),
                name="enrol_attempt_settled_facts_together",
            )
        ]

    class Privacy:
        personal = {"participant", "user", "settled_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "project", "tried_at", "settled_at"}

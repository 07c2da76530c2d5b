from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.casework.models.participant import Participant


class DueSnooze(models.Model):
    """A row of what needs somebody, put off until a day for a reason that everybody who shares the work can read.

    One for each person and kind; `kind` is that of `queries.due`. Woken early it ends at once.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="snoozes")
    kind = models.CharField(max_length=40)
    until_on = models.DateField()
    reason = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["until_on", "id"]
        indexes = [
            models.Index(fields=["participant", "until_on"], name="snooze_by_participant"),
            models.Index(fields=["until_on"], name="snooze_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="snooze_once_of_a_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="snooze_has_a_reason"),
        ]

    class Privacy:
        personal = {"participant", "set_by"}
        sensitive = {"reason"}
        kept = {"id", "kind", "until_on", "set_at"}

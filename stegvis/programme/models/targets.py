from django.db import models

from stegvis.organisation.models import Project, Unit


class VolumeTarget(models.Model):
    """How many participants a project aims at: for all, for a sex, for a unit or for both, in one version.

    Both original and revised targets are kept, each with the decision that set it (INT-31).
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    version_name_sv = models.CharField(max_length=100)
    version_name_en = models.CharField(max_length=100)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["project", "version", "unit", "sex"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version", "sex", "unit"], name="target_once_per_unit"),
            models.UniqueConstraint(
                fields=["project", "version", "sex"],
                condition=models.Q(unit__isnull=True),
                name="target_once_for_all_units",
            ),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {
            "id",
            "project",
            "version",
            "version_name_sv",
            "version_name_en",
            "decided_on",
            "decision",
            "sex",
            "unit",
            "people",
        }

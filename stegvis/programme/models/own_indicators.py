from django.db import models

from stegvis.organisation.models import Project


class OwnIndicator(models.Model):
    """An indicator that people have composed for a project. What it says stands in its versions, which all stay.

    A retired one is no longer listed first and nothing new may build on it; its numbers can still be read.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["project", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="own_indicator_code_once")]

    class Privacy:
        personal = {"retired_by_name"}
        sensitive: set[str] = set()
        kept = {"id", "project", "code", "name", "retired_at"}


class OwnIndicatorVersion(models.Model):
    """What an own indicator said from a day on, and how many of the invented people it was to count: its own test.

    `expected_of` is empty for an indicator that is a number and not a share.
    """

    indicator = models.ForeignKey(OwnIndicator, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    expected = models.PositiveSmallIntegerField()
    expected_of = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["indicator", "version"]
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="own_indicator_version_once")]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {
            "id", "indicator", "version", "definition", "digest", "expected", "expected_of", "reason", "added_at",
        }  # fmt: skip

from django.db import models

from stegvis.organisation.models import Project


class ExtractPiece(models.Model):
    """Rows of some people of a large extract, stored once for all extracts that hold just these. Never changed.

    `digest` is the SHA-256 of `content`: an extract names its pieces by it. `released`: an Extract names it, and so it
    stays. Another one is removed some time after `left_at`, when the standing extract went on without it. As personal
    as an Extract: never shown or exported.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    released = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "digest"], name="piece_once")]
        indexes = [models.Index(fields=["project", "left_at"], name="piece_by_leaving")]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"content"}
        kept = {"id", "project", "digest", "released", "left_at"}

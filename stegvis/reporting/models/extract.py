from django.db import models

from stegvis.base.ids import new_id
from stegvis.organisation.models import Project


class Extract(models.Model):
    """Pseudonymised rows of one project as they were known on the data date. Never changed once taken.

    `digest` is the SHA-256 of the canonical content: equal digests mean equal data. The content holds no name and no
    identity number, but is still personal data: it is never shown or exported. Of a large extract `content` lists its
    pieces (ExtractPiece).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    at = models.DateField()
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    content = models.BinaryField()
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["-taken_at"]
        constraints = [models.UniqueConstraint(fields=["project", "at", "digest"], name="extract_once")]

    class Privacy:
        personal = {"taken_by"}
        sensitive = {"content"}
        kept = {"id", "project", "at", "digest", "people", "taken_at"}

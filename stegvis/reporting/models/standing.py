from django.db import models

from stegvis.organisation.models import Project


class StandingExtract(models.Model):
    """The latest draw of a large project, from which the next one goes on. Replaced by each draw; may be removed.

    It is what the register said, before a release holds anything back. `log_number` is the newest event of the log
    before it was drawn: whom later events are about is drawn anew. `basis` is a keyed digest of what else the rows
    depend on. `content` lists its pieces (ExtractPiece), and `digest` is that of the list. As personal as an Extract:
    never shown or exported.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="+", primary_key=True)
    at = models.DateField()
    log_number = models.BigIntegerField()
    basis = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    drawn_at = models.DateTimeField(auto_now=True)

    class Privacy:
        personal: set[str] = set()
        sensitive = {"content"}
        kept = {"project", "at", "log_number", "basis", "digest", "drawn_at"}

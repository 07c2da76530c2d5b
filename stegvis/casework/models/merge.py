from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.organisation.models import Organisation


class Merge(models.Model):
    """Two records of one person made one, inside a controller. The other record is gone, and can come back.

    `sealed_changes` says for every row that was touched how it was before and after, sealed because it holds facts
    about the person. Once undone it is emptied.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="merges")
    removed_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=300)
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=64)
    sealed_changes = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-merged_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") & ~Q(sealed_changes="")
                | Q(undone_at__isnull=False, sealed_changes="") & ~Q(undone_by=""),
                name="merge_undone_facts_together",
            )
        ]

    class Privacy:
        personal = {"kept", "merged_by", "undone_by"}
        sensitive = {"reason", "sealed_changes"}
        kept = {"id", "controller", "removed_id", "merged_at", "undone_at"}

from django.db import models

from stegvis.casework.models.participant import Participant
from stegvis.organisation.models import Organisation


class FormerNumber(models.Model):
    """A coordination number a participant had before the present identity number.

    It is still a way to find the person inside the controller's register, and keeps the person one person in the
    projects' numbers. Never kept for somebody whose earlier identity must not be known.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="former_numbers")
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    identity_number = models.CharField(max_length=12)
    known_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["known_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "identity_number"], name="former_number_once_per_controller")
        ]

    class Privacy:
        personal = {"participant", "identity_number", "replaced_by"}
        sensitive: set[str] = set()
        kept = {"id", "controller", "known_at", "replaced_at"}

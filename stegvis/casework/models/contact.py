from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.vocabulary.team import PARTIES
from stegvis.organisation.models import Organisation


class Contact(models.Model):
    """Somebody, or a desk, at another party: a line of a controller's directory. It names no participant.

    `name` may be empty when it is a desk and not a person. `ways`: the short way there (hours, door, direct line).
    `agreement`: what has been agreed with the party on how one works together.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=20)
    organisation = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    ways = models.CharField(max_length=500, blank=True)
    agreement = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["organisation", "name", "id"]
        constraints = [models.CheckConstraint(condition=Q(party__in=PARTIES.codes), name="contact_party_known")]

    class Privacy:
        personal = {"name", "phone", "email", "added_by"}
        sensitive: set[str] = set()
        kept = {
            "id", "controller", "party", "organisation", "role", "ways", "agreement", "retired_at", "added_at",
            "version",
        }  # fmt: skip

    def __str__(self):
        return f"{self.name}, {self.organisation}" if self.name else self.organisation

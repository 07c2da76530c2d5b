from django.db import models

from stegvis.base.fields import KeyField
from stegvis.base.text_keys import sort_key
from stegvis.organisation.models.organisation import Organisation
from stegvis.organisation.vocabulary import SIGHT


class Unit(models.Model):
    """A municipality's labour-market unit: where participants are enrolled and staff work."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)
    sort_key = KeyField(max_length=200, editable=False)
    municipality = models.CharField(max_length=100)
    municipality_code = models.CharField(max_length=4, blank=True)
    sight = models.CharField(max_length=10, default="unit")

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_once_per_organisation"),
            models.CheckConstraint(condition=models.Q(sight__in=SIGHT.codes), name="unit_sight_known"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "organisation", "name", "sort_key", "municipality", "municipality_code", "sight"}

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

from django.db import models

from stegvis.base.fields import KeyField
from stegvis.base.text_keys import sort_key
from stegvis.organisation.vocabulary import KINDS


class Organisation(models.Model):
    """A legal body, controller of the personal data it registers: a municipality, a regional office, an agency."""

    name = models.CharField(max_length=200, unique=True)
    sort_key = KeyField(max_length=200, editable=False)
    kind = models.CharField(max_length=40)
    municipality_code = models.CharField(max_length=4, blank=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS.codes), name="organisation_kind_known"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "name", "sort_key", "kind", "municipality_code"}

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

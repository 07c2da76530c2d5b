from django.db import models
from django.db.models import Q

from stegvis.organisation.models import Project


class ComparisonShare(models.Model):
    """A share printed for other projects, with what is known of its base, to stand beside one's own (EXT-18).

    `base` is one of evaluation's bases, or empty when the source does not say of whom; `base_sv` and `base_en` say what
    it does say. `people` is how many the share is of: without it nobody can tell how uncertain the share is. Nothing is
    overwritten: a correction is a new row that points to the one it `corrects`, which is then retired.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60)
    destination = models.CharField(max_length=40, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    people = models.PositiveIntegerField(null=True, blank=True)
    base = models.CharField(max_length=40, blank=True)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    base_sv = models.CharField(max_length=300)
    base_en = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    as_of = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by_name = models.CharField(max_length=200, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="comparison_share_is_a_share"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_because="") | Q(retired_at__isnull=False),
                name="comparison_reason_only_when_retired",
            ),
        ]

    class Privacy:
        personal = {"added_by_name", "retired_by_name"}
        sensitive: set[str] = set()
        kept = {
            "id",
            "project",
            "indicator",
            "destination",
            "share",
            "people",
            "base",
            "name_sv",
            "name_en",
            "base_sv",
            "base_en",
            "source",
            "as_of",
            "added_at",
            "corrects",
            "retired_at",
            "retired_because",
        }

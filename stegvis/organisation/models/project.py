from django.db import models

from stegvis.organisation.models.organisation import Organisation
from stegvis.organisation.models.unit import Unit


class Project(models.Model):
    """A funded undertaking with a period, an age rule and units that take part.

    `headline_order` is the project's rule for people with several outcomes: the first of these destinations that a
    person has is the headline; all outcomes are stored (EXT-10). Empty means the order of the vocabulary.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=40, blank=True)
    funder = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_projects")
    starts_on = models.DateField()
    ends_on = models.DateField()
    age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)
    headline_order = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, through="ProjectUnit", related_name="projects")

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="project_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(age_min__isnull=True)
                | models.Q(age_max__isnull=True)
                | models.Q(age_max__gte=models.F("age_min")),
                name="project_age_range_in_order",
            ),
        ]

    class Privacy:
        personal = {"contact"}
        sensitive: set[str] = set()
        kept = {
            "id", "code", "name", "registration_number", "funder", "owner", "starts_on", "ends_on",
            "age_min", "age_max", "headline_order",
        }  # fmt: skip

    def __str__(self):
        return self.name


class ProjectUnit(models.Model):
    """A unit's part in a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "unit"], name="unit_once_per_project")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "project", "unit"}

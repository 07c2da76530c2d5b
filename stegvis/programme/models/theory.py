from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.organisation.models import Project
from stegvis.programme.theory_words import LAYERS, VERDICTS


class Theory(models.Model):
    """A project's theory of change: the call it answers, and `version`, which every change of it raises by one."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="+")
    call = models.CharField(max_length=200, blank=True)
    call_number = models.CharField(max_length=60, blank=True)
    objective = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["project"]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "project", "call", "call_number", "objective", "version"}


class TheoryBox(models.Model):
    """One box of the chart. Retired boxes are kept. `figure`: see `programme.figures`.

    `planned`: how much is aimed at, in percent where the figure is a share. `reached`: counted outside Stegvis and
    noted by hand; `of_people` says that both are numbers of people, so that small ones are refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, related_name="boxes")
    layer = models.CharField(max_length=24)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=100)
    text = models.TextField(max_length=1000, blank=True)
    figure = models.CharField(max_length=160, blank=True)
    planned = models.PositiveIntegerField(null=True, blank=True)
    counted_in = models.CharField(max_length=40, blank=True)
    of_people = models.BooleanField(default=False)
    reached = models.PositiveIntegerField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    reached_source = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["theory", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(layer__in=LAYERS.codes), name="theory_box_layer"),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | Q(reached_on__isnull=False) & ~Q(reached_source=""),
                name="theory_box_reached_has_source",
            ),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {
            "id", "theory", "layer", "position", "name", "text", "figure", "planned", "counted_in", "of_people",
            "reached", "reached_on", "reached_source", "version", "retired_at",
        }  # fmt: skip


class TheoryArrow(models.Model):
    """One box leads to another of a later layer. Retired arrows are kept, for the assumptions about them."""

    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, related_name="arrows")
    source = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["theory", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="theory_arrow_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="theory_arrow_goes_on"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "theory", "source", "target", "retired_at"}


class Assumption(models.Model):
    """What must hold for a box to come about, or (with `target`) for it to lead to that box. `number` is its name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, related_name="assumptions")
    number = models.PositiveSmallIntegerField()
    box = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    text = models.CharField(max_length=500)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["theory", "number"]
        constraints = [models.UniqueConstraint(fields=["theory", "number"], name="assumption_number_once")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "theory", "number", "box", "target", "text", "version", "retired_at"}


class AssumptionReview(models.Model):
    """Somebody looked whether an assumption holds: what was seen, and what was changed because of it."""

    assumption = models.ForeignKey(Assumption, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    verdict = models.CharField(max_length=10)
    saw = models.TextField(max_length=1000)
    changed = models.TextField(max_length=1000, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["assumption", "reviewed_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS.codes), name="assumption_review_verdict")
        ]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {"id", "assumption", "reviewed_on", "verdict", "saw", "changed", "added_at"}


class TheoryVersion(models.Model):
    """The whole chart as it stood after a change: what was done (`change`), to which box or assumption (`about`)."""

    theory = models.ForeignKey(Theory, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    change = models.CharField(max_length=24)
    about = models.CharField(max_length=120, blank=True)
    chart = models.JSONField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["theory", "-version"]
        constraints = [models.UniqueConstraint(fields=["theory", "version"], name="theory_version_once")]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {"id", "theory", "version", "change", "about", "chart", "added_at"}

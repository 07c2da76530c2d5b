from django.db import models
from django.db.models import Q

from stegvis.organisation.models import Project, Unit

AREAS = ("steering", "actors", "health", "study", "work", "external")
KINDS = ("share", "count", "perception", "existence")
FULFILMENTS = ("met", "partly", "not_met")


class Goal(models.Model):
    """A goal of a project, or a sub-goal of another; `unit` when it is a local goal beside a common one.

    What it says exactly, and its target, stand in its versions: original and revised are both kept. `fulfilment` is a
    judgement in words with its reasoning and what it is built on (`evidence`); what the numbers say is never stored
    here. `source`: where the facts come from, for what releases do not tell.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    area = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=300, blank=True)
    fulfilment = models.CharField(max_length=8, blank=True)
    reasoning = models.CharField(max_length=1000, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="goal_code_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="goal_kind"),
            models.CheckConstraint(condition=Q(area__in=["", *AREAS]), name="goal_area"),
            models.CheckConstraint(
                condition=Q(fulfilment="") | (Q(fulfilment__in=FULFILMENTS) & ~Q(reasoning="")),
                name="goal_judged_with_reasoning",
            ),
        ]

    class Privacy:
        personal = {"judged_by_name"}
        sensitive: set[str] = set()
        kept = {
            "id",
            "project",
            "code",
            "name",
            "parent",
            "unit",
            "area",
            "kind",
            "source",
            "fulfilment",
            "reasoning",
            "evidence",
            "judged_at",
        }


class GoalVersion(models.Model):
    """What a goal said from a decision on: its definition (shares) or its target in words (other kinds).

    `target_number`: how many, for a goal that is counted. `due_on`: the day by which it is to be reached.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    definition = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    target_text = models.CharField(max_length=300, blank=True)
    target_number = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["goal", "version"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "version"], name="goal_version_once"),
            models.CheckConstraint(
                condition=Q(definition__isnull=False) | ~Q(target_text=""), name="goal_version_says_something"
            ),
        ]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {
            "id", "goal", "version", "definition", "digest", "target_text", "target_number", "due_on", "decided_on",
            "decision", "added_at",
        }  # fmt: skip


class GoalCount(models.Model):
    """How far a goal that is counted had come on a day: a number of things, never of participants, and its source.

    Written once; what was wrong is followed by a new count of the same day, of which the latest holds.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField()
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["goal", "counted_on", "id"]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {"id", "goal", "counted_on", "number", "source", "added_at"}


class TargetImage(models.Model):
    """What everybody wants to have brought about, in a few words: of the whole project, or of a unit for itself.

    Each wording is a version; the earlier ones stay.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    decision = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["project", "unit", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "version"], condition=Q(unit__isnull=True), name="target_image_once"
            ),
            models.UniqueConstraint(
                fields=["project", "unit", "version"], condition=Q(unit__isnull=False), name="target_image_once_in_unit"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="target_image_says_something"),
        ]

    class Privacy:
        personal = {"added_by_name"}
        sensitive: set[str] = set()
        kept = {"id", "project", "unit", "version", "text", "decision", "added_at"}

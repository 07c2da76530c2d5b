from django.db import models
from django.db.models import Q

from stegvis.organisation.models import Project, Unit

AREAS = ("steering", "actors", "health", "study", "work", "external")
KINDS = ("share", "count", "perception", "existence")
FULFILMENTS = ("met", "partly", "not_met")


class Goal(models.Model):
    """A goal of a project, or a sub-goal of another; `unit` when it is a local goal beside a common one.

    What it says exactly, and its target, stand in its versions: original and revised are both kept. `fulfilment` is a
    judgement in words with its reasoning; what the numbers say is never stored here.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    area = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12)
    fulfilment = models.CharField(max_length=8, blank=True)
    reasoning = models.CharField(max_length=1000, blank=True)
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
            "fulfilment",
            "reasoning",
            "judged_at",
        }


class GoalVersion(models.Model):
    """What a goal said from a decision on: its definition (shares) or its target in words (other kinds)."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    definition = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    target_text = models.CharField(max_length=300, blank=True)
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
            "id", "goal", "version", "definition", "digest", "target_text", "decided_on", "decision", "added_at",
        }  # fmt: skip

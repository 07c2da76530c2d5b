from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.organisation.models import Project
from stegvis.programme.models.theory import Assumption, TheoryBox
from stegvis.programme.theory_words import METHODS, STATUSES


class EvaluationQuestion(models.Model):
    """A question the evaluation is to answer: how, from which figure, by whom, when, and what the answer was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    method = models.CharField(max_length=20)
    how = models.TextField(max_length=1000, blank=True)
    figure = models.CharField(max_length=160, blank=True)
    box = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    responsible = models.CharField(max_length=120)
    due_on = models.DateField()
    status = models.CharField(max_length=12, default="planned")
    answer = models.TextField(max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["project", "due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(method__in=METHODS.codes), name="evaluation_question_method"),
            models.CheckConstraint(condition=Q(status__in=STATUSES.codes), name="evaluation_question_status"),
            models.CheckConstraint(
                condition=~Q(status="answered") | ~Q(answer=""), name="evaluation_question_answered"
            ),
        ]

    class Privacy:
        personal = {"responsible"}
        sensitive: set[str] = set()
        kept = {
            "id", "project", "question", "method", "how", "figure", "box", "due_on", "status", "answer", "version",
            "added_at",
        }  # fmt: skip


class Finding(models.Model):
    """Something seen, what we think of it, what we decided, and what came of it. No finding is about a person.

    It is linked to what it was seen in: a figure, a box, an assumption. A decision has a day of follow-up; what is set
    aside has a reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField()
    observation = models.TextField(max_length=2000)
    figure = models.CharField(max_length=160, blank=True)
    box = models.ForeignKey(TheoryBox, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    assumption = models.ForeignKey(Assumption, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reflection = models.TextField(max_length=2000, blank=True)
    decision = models.TextField(max_length=2000, blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    result = models.TextField(max_length=2000, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    set_aside = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["project", "seen_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(follow_up_on__isnull=False), name="finding_decision_is_followed_up"
            ),
            models.CheckConstraint(
                condition=Q(result="", followed_up_on__isnull=True) | ~Q(result="") & Q(followed_up_on__isnull=False),
                name="finding_result_has_its_day",
            ),
        ]

    class Privacy:
        personal = {"responsible", "added_by_name"}
        sensitive: set[str] = set()
        kept = {
            "id", "project", "seen_on", "observation", "figure", "box", "assumption", "reflection", "decision",
            "follow_up_on", "result", "followed_up_on", "set_aside", "version", "added_at",
        }  # fmt: skip

    @property
    def stage(self) -> str:
        """How far it has come: one of STAGES."""
        if self.set_aside:
            return "dismissed"
        if self.result:
            return "followed_up"
        if self.decision:
            return "decided"
        return "reflected" if self.reflection else "observed"

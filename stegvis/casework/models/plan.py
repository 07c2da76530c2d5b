from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.plan import AGREED_HOW, FRAME_KINDS, ROUTE_KINDS, STATEMENTS


class Plan(models.Model):
    """What a participant wants, in their own words. One is in use: the latest begun (a merge may bring two together).

    `version` counts changes of what was agreed on: the goals, the ways, the steps' words, owners and dates. Carrying
    a step out is no change of the plan. `agreed_version` is the version the participant last agreed to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="plans")
    goal = models.CharField(max_length=1000, blank=True)
    occupation = models.CharField(max_length=200, blank=True)
    sustainable = models.TextField(blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    agreed_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-begun_at", "-id"]

    class Privacy:
        personal = {"participant", "begun_by"}
        sensitive = {"goal", "occupation", "sustainable"}
        kept = {"id", "begun_at", "changed_at", "review_on", "version", "agreed_version"}

    def __str__(self):
        return f"plan {self.pk}"

    @property
    def agreed(self) -> bool:
        """Has the participant agreed to the plan as it stands?"""
        return self.agreed_version == self.version


class PlanGoal(models.Model):
    """A sub-goal on the way, in the person's words. `left_on`: no longer on the way to anywhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(max_length=500)
    reached_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"text"}
        kept = {"id", "plan", "reached_on", "left_on"}


class PlanRoute(models.Model):
    """One of several ways to the wished occupation; `chosen` is the one followed now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="routes")
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ROUTE_KINDS.codes), name="route_kind_known")]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"kind", "text", "chosen"}
        kept = {"id", "plan"}


class PlanStatement(models.Model):
    """A dated answer on pace, wished support or wished influence. The latest of a kind holds."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10)
    answer = models.CharField(max_length=12)
    text = models.CharField(max_length=500, blank=True)
    said_on = models.DateField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-said_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=STATEMENTS.codes), name="statement_kind_known")]

    class Privacy:
        personal = {"made_by"}
        sensitive = {"answer", "text"}
        kept = {"id", "plan", "kind", "said_on"}


class PlanFrame(models.Model):
    """What others have decided or demand, with its days: a frame of the plan and no part of the person's own plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="frames")
    kind = models.CharField(max_length=24)
    text = models.CharField(max_length=500)
    set_by = models.CharField(max_length=200, blank=True)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=FRAME_KINDS.codes), name="frame_kind_known")]

    class Privacy:
        personal = {"participant", "set_by"}
        sensitive = {"kind", "text"}
        kept = {"id", "since_on", "until_on", "ended_at", "version"}


class PlanTalk(models.Model):
    """A talk on the plan (genomförandesamtal): booked for a day, and when held, what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="plan_talks")
    planned_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=200)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-planned_on", "-id"]
        indexes = [models.Index(fields=["participant", "planned_on"], name="talk_by_participant")]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"text"}
        kept = {"id", "planned_on", "held_on", "dropped_at"}


class PlanVersion(models.Model):
    """The plan as it stood at one time, whole: kept at each agreement and on demand, never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="plan_versions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    plan_version = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=10, blank=True)
    content = models.JSONField()

    class Meta:
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_how="")
                | Q(agreed_on__isnull=False, agreed_how__in=AGREED_HOW.codes),
                name="plan_agreement_facts_together",
            ),
        ]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"content"}
        kept = {"id", "plan", "number", "plan_version", "kept_at", "agreed_on", "agreed_how"}

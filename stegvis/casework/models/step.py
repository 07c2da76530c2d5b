from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.participant import Participant
from stegvis.casework.models.plan import PlanGoal
from stegvis.casework.vocabulary.plan import OPEN_STEP_STATES, RESPONSIBLE, STEP_MOVE_CAUSES, STEP_STATES, TRACKS


class Step(models.Model):
    """Something somebody is to do on the participant's way: what, who, when. It is settled, never failed.

    `done_on`: the day it was settled. `learnt` stays when the step is taken up again. `waiting_for`: what the person
    waits for meanwhile, when the step is one for the time in between. `share`: percent of full time, for plans that
    put together study and work. `follows`: the step that was changed into this one. `responsible_name` names a party
    outside; `responsible_user` a colleague. `moved_from`: the last day it had before it was moved, `moved_because` why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="steps")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="steps", null=True, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    track = models.CharField(max_length=10, default="internal")
    text = models.CharField(max_length=500)
    responsible = models.CharField(max_length=12, default="coach")
    responsible_name = models.CharField(max_length=120, blank=True)
    responsible_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    moved_from = models.DateField(null=True, blank=True)
    moved_because = models.CharField(max_length=200, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_for = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="planned")
    done_on = models.DateField(null=True, blank=True)
    learnt = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["participant", "state", "due_on"], name="step_by_participant")]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=TRACKS.codes), name="step_track_known"),
            models.CheckConstraint(condition=Q(responsible__in=RESPONSIBLE.codes), name="step_responsible_known"),
            models.CheckConstraint(condition=Q(state__in=STEP_STATES.codes), name="step_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STEP_STATES, done_on__isnull=True)
                | ~Q(state__in=OPEN_STEP_STATES) & Q(done_on__isnull=False),
                name="step_settled_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100), name="step_share_in_range"
            ),
        ]

    class Privacy:
        personal = {"participant", "responsible_name", "responsible_user", "added_by"}
        sensitive = {"text", "waiting_for", "learnt", "moved_because"}
        kept = {
            "id", "enrolment", "goal", "follows", "track", "responsible", "starts_on", "due_on", "review_on",
            "moved_from", "share", "state", "done_on", "added_at", "version",
        }  # fmt: skip

    def __str__(self):
        return f"step {self.pk}"

    @property
    def open(self) -> bool:
        """Is it not settled yet?"""
        return self.state in OPEN_STEP_STATES


class StepMove(models.Model):
    """One change of a step's state: from what to what, when, by whom, and what was learnt then. Never changed.

    `because`: what brought it along when nobody settled the step itself (STEP_MOVE_CAUSES).
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="moves")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    happened_on = models.DateField()
    learnt = models.TextField(blank=True)
    because = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(because__in=["", *STEP_MOVE_CAUSES]), name="step_move_cause_known")
        ]

    class Privacy:
        personal = {"made_by"}
        sensitive = {"learnt"}
        kept = {"id", "step", "source", "target", "happened_on", "because", "made_at"}

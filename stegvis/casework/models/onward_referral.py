from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.disclosure import Disclosure
from stegvis.casework.models.participant import Participant
from stegvis.casework.models.plan import PlanVersion
from stegvis.casework.vocabulary.onward import ONWARD_MOVES, ONWARD_OPEN, ONWARD_STATES, ONWARD_WISHES

_SETTLED = [state for state in ONWARD_MOVES if state not in ONWARD_OPEN]


class OnwardReferral(models.Model):
    """A participant is referred to somebody outside the unit, with what is asked of them and how it stands.

    `disclosure`: the line of the register, when something was handed out; without one the participant makes contact.
    `plan_version`: the version of the plan that went along; it is kept as it was. `decision_until_on`: the last day of
    a decision that came of it, for example on activity compensation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="onward_referrals")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=14)
    reason = models.CharField(max_length=500)
    sent_on = models.DateField()
    answer_by = models.DateField()
    state = models.CharField(max_length=10, default="sent")
    moved_on = models.DateField()
    outcome = models.CharField(max_length=500, blank=True)
    decision_until_on = models.DateField(null=True, blank=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-sent_on", "-id"]
        indexes = [models.Index(fields=["participant", "state", "answer_by"], name="onward_by_participant")]
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=ONWARD_WISHES.codes), name="onward_wish_known"),
            models.CheckConstraint(condition=Q(state__in=ONWARD_STATES.codes), name="onward_state_known"),
            models.CheckConstraint(
                condition=Q(sent_on__lte=F("moved_on"), answer_by__gte=F("sent_on")), name="onward_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_SETTLED) | ~Q(outcome=""), name="onward_settled_with_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(wish="hand_over") | Q(plan_version__isnull=False), name="onward_hand_over_with_plan"
            ),
        ]

    class Privacy:
        personal = {"participant", "contact", "made_by"}
        sensitive = {"wish", "reason", "outcome"}
        kept = {
            "id", "sent_on", "answer_by", "state", "moved_on", "decision_until_on", "disclosure", "plan_version",
            "made_at",
        }  # fmt: skip


class OnwardMove(models.Model):
    """One step of a referral onward: what it came to, when, in which words. Never changed."""

    referral = models.ForeignKey(OnwardReferral, on_delete=models.PROTECT, related_name="moves")
    state = models.CharField(max_length=10)
    moved_on = models.DateField()
    text = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=ONWARD_STATES.codes), name="onward_move_known")]

    class Privacy:
        personal = {"noted_by"}
        sensitive = {"text"}
        kept = {"id", "referral", "state", "moved_on", "noted_at"}

from django.conf import settings
from django.db import models

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import INFLOW_CHANNELS, REFERRAL_STATES
from stegvis.organisation.models import Project, Unit


class Referral(models.Model):
    """Somebody, or the person, points to the unit: the way in. An empty channel is a gap to fill."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="referrals")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    received_on = models.DateField()
    referred_by = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, default="waiting")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["", *INFLOW_CHANNELS.fixed_codes]), name="referral_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=REFERRAL_STATES.fixed_codes), name="referral_state_known"
            ),
        ]

    class Privacy:
        personal = {"participant", "referred_by", "taken_by"}
        sensitive: set[str] = set()
        kept = {"id", "project", "unit", "channel", "received_on", "state"}

from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.activity_session import ActivitySession
from stegvis.casework.models.meeting import Meeting
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.reminders import REMINDER_CHANNELS, REMINDER_KINDS, REMINDER_REASONS, REMINDER_STATES


class ReminderAgreement(models.Model):
    """The participant has said yes to reminders on a day, until it is taken back."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="reminder_agreements")
    agreed_on = models.DateField()
    noted_by = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-agreed_on", "-id"]
        indexes = [models.Index(fields=["participant", "withdrawn_on"], name="reminder_agreement_of")]

    class Privacy:
        personal = {"participant", "noted_by"}
        sensitive: set[str] = set()
        kept = {"id", "agreed_on", "withdrawn_on"}


class Reminder(models.Model):
    """A message that is due to a participant, and what became of it. The row is written before anything is sent.

    `key` is unique, so that nothing is ordered twice. Neither text nor number is kept: both are made when it is sent.
    `sending` stands there before the carrier is asked; a row found in it later was cut off, and becomes `unsure`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=100, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="reminders")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reminders", null=True, blank=True)
    session = models.ForeignKey(ActivitySession, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=10)
    about_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    reason = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=5, blank=True)
    carrier_id = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-send_after", "-id"]
        indexes = [models.Index(fields=["state", "send_after"], name="reminder_to_send")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=REMINDER_KINDS.codes), name="reminder_kind_known"),
            models.CheckConstraint(condition=Q(state__in=REMINDER_STATES.codes), name="reminder_state_known"),
            models.CheckConstraint(condition=Q(reason__in=["", *REMINDER_REASONS.codes]), name="reminder_reason_known"),
            models.CheckConstraint(
                condition=Q(channel__in=["", *REMINDER_CHANNELS.codes]), name="reminder_channel_known"
            ),
        ]

    class Privacy:
        personal = {"participant"}
        sensitive: set[str] = set()
        kept = {
            "id", "key", "meeting", "session", "kind", "about_at", "send_after", "state", "reason", "channel",
            "carrier_id", "made_at", "ended_at",
        }  # fmt: skip


class CalendarFeed(models.Model):
    """The secret address at which a user's calendar program reads their times. Only a keyed digest of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="one_feed_of_a_user")
        ]

    class Privacy:
        personal = {"user"}
        sensitive: set[str] = set()
        kept = {"id", "digest", "made_at", "revoked_at"}

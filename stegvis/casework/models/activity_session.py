from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.activity import Activity, ActivityRoom, ActivitySeries
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import (
    ACTIVITY_MODES,
    ACTIVITY_NOTICES,
    INTERPRETER_KINDS,
    INTERPRETER_STATES,
    SESSION_STATES,
)


class ActivitySession(models.Model):
    """One time an activity is held. `on` is the local day of `starts_at`, kept beside it for sums by month.

    `travel`: how one gets there and who pays, for whoever comes from another municipality (ACT-30).
    A home visit has a `safety_note` (who knows where one is, when to call). `staff_present` counts staff who took part.
    `version` counts every change of time, mode, place and state, so that whoever takes attendance meanwhile is told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(ActivitySeries, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    on = models.DateField()
    topic = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=12, default="on_site")
    place = models.CharField(max_length=200, blank=True)
    travel = models.CharField(max_length=300, blank=True)
    room = models.ForeignKey(ActivityRoom, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    leader_name = models.CharField(max_length=100, blank=True)
    capacity = models.PositiveSmallIntegerField(default=10)
    safety_note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default="planned")
    cancel_reason = models.CharField(max_length=200, blank=True)
    staff_present = models.PositiveSmallIntegerField(default=0)
    attendance_at = models.DateTimeField(null=True, blank=True)
    attendance_by = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["activity", "starts_at"], name="session_by_activity"),
            models.Index(fields=["on", "activity"], name="session_by_day"),
            models.Index(fields=["room", "on"], name="session_by_room"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SESSION_STATES.fixed_codes), name="session_state_known"),
            models.CheckConstraint(condition=Q(mode__in=ACTIVITY_MODES.fixed_codes), name="session_mode_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(attendance_at__isnull=True, attendance_by="")
                | Q(attendance_at__isnull=False) & ~Q(attendance_by=""),
                name="session_attendance_facts_together",
            ),
        ]

    class Privacy:
        personal = {"leader", "leader_name", "attendance_by"}
        sensitive = {"safety_note"}
        kept = {
            "id", "activity", "series", "starts_at", "ends_at", "on", "topic", "mode", "place", "travel", "room",
            "capacity", "state", "cancel_reason", "staff_present", "attendance_at", "version",
        }  # fmt: skip

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def led_by(self) -> str:
        """The name of whoever leads it; empty when nobody is named."""
        return self.leader_name or (self.leader.full_name if self.leader_id else "")


class InterpreterBooking(models.Model):
    """An interpreter for a session: from an agency (`name`), or a bilingual participant who helps (LNG-09)."""

    session = models.ForeignKey(ActivitySession, on_delete=models.PROTECT, related_name="interpreters")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, default="interpreter")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, default="wanted")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=INTERPRETER_KINDS.fixed_codes), name="interpreter_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=INTERPRETER_STATES.fixed_codes), name="interpreter_state_known"
            ),
        ]

    class Privacy:
        personal = {"participant", "name"}
        sensitive: set[str] = set()
        kept = {"id", "session", "language", "kind", "state"}


class ActivityNotice(models.Model):
    """Somebody concerned shall hear of a change: a participant who is booked, or the user who leads.

    `was` and `now` hold the facts that changed (mode, place, starts_at as ISO text). Rows of one change have the same
    `change_id`, and go out in one message (`reminder`). `sent_at` is set when that was sent; the row itself is the
    record that a notice was due.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change_id = models.UUIDField()
    session = models.ForeignKey(ActivitySession, on_delete=models.PROTECT, related_name="notices")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=12)
    was = models.JSONField(default=dict, blank=True)
    now = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminder = models.ForeignKey(
        "casework.Reminder", on_delete=models.SET_NULL, related_name="notices", null=True, blank=True
    )

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["sent_at", "made_at"], name="activity_notice_to_send")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ACTIVITY_NOTICES.fixed_codes), name="activity_notice_known"),
            models.CheckConstraint(
                condition=Q(participant__isnull=True, user__isnull=False)
                | Q(participant__isnull=False, user__isnull=True),
                name="activity_notice_to_one",
            ),
        ]

    class Privacy:
        personal = {"participant", "user", "made_by"}
        sensitive: set[str] = set()
        kept = {"id", "change_id", "session", "kind", "was", "now", "made_at", "sent_at", "reminder"}

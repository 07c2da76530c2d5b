from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.activity_session import ActivitySession
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import ATTENDANCE_STATES, BOOKING_ENDS, BOOKING_STATES


class Booking(models.Model):
    """A participant's place in a session, or in its waiting list (by order of arrival, `booked_at`).

    One row per person and session: who books again after cancelling gets the same row with a new `booked_at`.
    `enrolment` is the one that gave the right to book. `compulsory`: somebody else requires it (ACT-20).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(ActivitySession, on_delete=models.PROTECT, related_name="bookings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="bookings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, default="booked")
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_because = models.CharField(max_length=10, blank=True)
    compulsory = models.BooleanField(default=False)

    class Meta:
        ordering = ["booked_at", "id"]
        indexes = [models.Index(fields=["participant", "state"], name="booking_by_participant")]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="booking_once_per_session"),
            models.CheckConstraint(condition=Q(state__in=BOOKING_STATES.fixed_codes), name="booking_state_known"),
            models.CheckConstraint(
                condition=Q(state="cancelled", ended_at__isnull=False, ended_because__in=BOOKING_ENDS.fixed_codes)
                | ~Q(state="cancelled") & Q(ended_at__isnull=True, ended_by="", ended_because=""),
                name="booking_end_facts_together",
            ),
        ]

    class Privacy:
        personal = {"participant", "booked_by", "ended_by"}
        sensitive: set[str] = set()
        kept = {"id", "session", "enrolment", "state", "booked_at", "ended_at", "ended_because", "compulsory"}


class Attendance(models.Model):
    """Was a participant there, and for how many minutes; if not, why. `on` is the session's local day.

    `before` and `after` are how the person said they felt, from 1 (bad) to 5 (good), where the activity asks (NADA).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(ActivitySession, on_delete=models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    on = models.DateField()
    state = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["participant", "on"], name="attendance_by_participant")]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="attendance_once_per_session"),
            models.CheckConstraint(condition=Q(state__in=ATTENDANCE_STATES.fixed_codes), name="attendance_state_known"),
            models.CheckConstraint(
                condition=Q(state="present", reason="") | Q(state="absent", minutes=0), name="attendance_facts_fit"
            ),
            models.CheckConstraint(
                condition=(Q(before__isnull=True) | Q(before__gte=1, before__lte=5))
                & (Q(after__isnull=True) | Q(after__gte=1, after__lte=5)),
                name="attendance_wellbeing_1_to_5",
            ),
        ]

    class Privacy:
        personal = {"participant", "noted_by"}
        sensitive = {"reason", "before", "after"}
        kept = {"id", "session", "enrolment", "on", "state", "minutes", "noted_at"}

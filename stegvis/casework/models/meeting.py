from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.activity import ActivityRoom
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES, MEETING_STATES


class Meeting(models.Model):
    """A time booked with one participant. `user` is the one who meets them.

    `moved_from` is the start it had before it was last moved, `moved_because` why it was, if said.
    `interpreter_language` is empty when none is needed.
    `sent_as` is made by the form, so that the same form sent twice books once. `version` counts every change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="meetings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, default="talk")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=12, default="on_site")
    place = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(ActivityRoom, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    interpreter_language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, default="planned")
    moved_from = models.DateTimeField(null=True, blank=True)
    moved_because = models.CharField(max_length=200, blank=True)
    booked_by = models.CharField(max_length=200)
    booked_at = models.DateTimeField(auto_now_add=True)
    sent_as = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["user", "starts_at"], name="meeting_by_user"),
            models.Index(fields=["participant", "starts_at"], name="meeting_by_participant"),
            models.Index(fields=["room", "starts_at"], name="meeting_by_room"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MEETING_KINDS.codes), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(mode__in=MEETING_MODES.codes), name="meeting_mode_known"),
            models.CheckConstraint(condition=Q(state__in=MEETING_STATES.codes), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
        ]

    class Privacy:
        personal = {"participant", "user", "place", "interpreter_language", "booked_by"}
        sensitive = {"kind", "moved_because"}
        kept = {
            "id", "starts_at", "ends_at", "mode", "room", "state", "moved_from", "booked_at", "sent_as", "version",
        }  # fmt: skip

    def __str__(self):
        return f"meeting {self.pk}"

    @property
    def minutes(self) -> int:
        """How long it is to last, in minutes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

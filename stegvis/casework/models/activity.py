from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.fields import KeyField
from stegvis.base.ids import new_id
from stegvis.base.text_keys import sort_key
from stegvis.casework.vocabulary import ACTIVITY_KINDS, ACTIVITY_MODES
from stegvis.casework.vocabulary.plan import TRACKS
from stegvis.organisation.models import Unit


class ActivityRoom(models.Model):
    """A room of a unit that can be booked for a session. `access_note`: how one gets in where doors are locked."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    access_note = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="activity_room_once_per_unit")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "unit", "name", "seats", "access_note", "retired_on"}

    def __str__(self):
        return self.name


class Activity(models.Model):
    """An entry of a unit's catalogue: what is offered, in which track and for which sub-goal (`aim`).

    Mode, place, room, leader, language, minutes and capacity are what its sessions begin with; each session may differ.
    `open_to_others`: other units of the same controller may book their participants in. `with_wellbeing`: people rate
    how they feel from 1 to 5 before and after. `with_staff`: staff take part too, and are counted.
    `ordered_by` is the agency that ordered the places and gets the attendance report.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sort_key = KeyField(max_length=120, editable=False)
    track = models.CharField(max_length=10)
    kind = models.CharField(max_length=30)
    aim = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    mode = models.CharField(max_length=12, default="on_site")
    place = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(ActivityRoom, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    leader_name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10, default="sv")
    capacity = models.PositiveSmallIntegerField(default=10)
    minutes = models.PositiveSmallIntegerField(default=60)
    open_to_others = models.BooleanField(default=False)
    ordered_by = models.CharField(max_length=120, blank=True)
    compulsory = models.BooleanField(default=False)
    with_wellbeing = models.BooleanField(default=False)
    with_staff = models.BooleanField(default=False)
    adaptations = models.CharField(max_length=500, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["unit", "track", "sort_key"], name="activity_by_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=TRACKS.fixed_codes), name="activity_track_known"),
            models.CheckConstraint(condition=Q(kind__in=ACTIVITY_KINDS.fixed_codes), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(mode__in=ACTIVITY_MODES.fixed_codes), name="activity_mode_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=720, capacity__gte=1), name="activity_size_makes_sense"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(aim=""), name="activity_has_name_and_aim"),
        ]

    class Privacy:
        personal = {"leader", "leader_name"}
        sensitive: set[str] = set()
        kept = {
            "id", "unit", "name", "sort_key", "track", "kind", "aim", "description", "mode", "place", "room",
            "language", "capacity", "minutes", "open_to_others", "ordered_by", "compulsory", "with_wellbeing",
            "with_staff", "adaptations", "retired_on", "version",
        }  # fmt: skip

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)[:120]
        super().save(*args, **kwargs)

    @property
    def led_by(self) -> str:
        """The name of whoever leads it; empty when nobody is named."""
        return self.leader_name or (self.leader.full_name if self.leader_id else "")


class ActivitySeries(models.Model):
    """Sessions of an activity on one weekday (0 is Monday) at one time, from one day to another.

    `exceptions` are days, as ISO text, on which there is none (holidays). The sessions are rows of their own from the
    beginning, and can be moved or cancelled one by one.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="series")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    exceptions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, until_on__gte=F("from_on"), every_weeks__gte=1), name="series_makes_sense"
            ),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "activity", "weekday", "starts_at", "minutes", "from_on", "until_on", "every_weeks", "exceptions"}

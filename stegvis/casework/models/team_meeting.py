from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.team import GIVEN_HOW, MEETING_KINDS, PRINCIPALS


class TeamMeeting(models.Model):
    """One meeting of the team, with however many parties: it is one meeting, and counts once.

    A coordinated individual plan (SIP) has four contents when it has been held: which efforts are needed, what each
    principal answers for, what others do, and which principal has the overall responsibility (Socialtjänstlagen
    (2025:400) 10 kap. 8–9 §§, Hälso- och sjukvårdslagen (2017:30) 16 kap. 4 §). It takes the person's consent:
    `consented_on`, `consented_how`. `follows`: the meeting it follows up.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="team_meetings")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True)
    kind = models.CharField(max_length=10)
    planned_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=500)
    consented_on = models.DateField()
    consented_how = models.CharField(max_length=10)
    dropped_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    goal = models.CharField(max_length=500, blank=True)
    needed = models.TextField(blank=True)
    municipality_does = models.TextField(blank=True)
    region_does = models.TextField(blank=True)
    others_do = models.TextField(blank=True)
    leading = models.CharField(max_length=12, blank=True)
    record = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-planned_on", "-id"]
        indexes = [models.Index(fields=["participant", "planned_on"], name="team_meeting_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MEETING_KINDS.codes), name="team_meeting_kind_known"),
            models.CheckConstraint(condition=Q(consented_how__in=GIVEN_HOW.codes), name="team_meeting_consent_known"),
            models.CheckConstraint(condition=Q(leading__in=["", *PRINCIPALS.codes]), name="team_meeting_leading_known"),
            models.CheckConstraint(
                condition=~Q(kind="sip")
                | Q(held_on__isnull=True)
                | ~Q(needed="") & ~Q(municipality_does="") & ~Q(region_does="") & ~Q(others_do="") & ~Q(leading=""),
                name="team_meeting_sip_has_its_contents",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(held_on__isnull=True), name="team_meeting_dropped_or_held"
            ),
        ]

    class Privacy:
        personal = {"participant", "made_by"}
        sensitive = {"purpose", "goal", "needed", "municipality_does", "region_does", "others_do", "record", "place"}
        kept = {
            "id", "follows", "kind", "planned_on", "starts_at", "consented_on", "consented_how", "dropped_at",
            "held_on", "leading", "follow_up_on", "made_at", "version",
        }  # fmt: skip


class MeetingParty(models.Model):
    """A contact that is invited to a meeting. `attended`: not known before it is held."""

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.PROTECT, related_name="parties")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    attended = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "contact"], name="team_meeting_party_once")]

    class Privacy:
        personal = {"contact"}
        sensitive: set[str] = set()
        kept = {"id", "meeting", "attended"}

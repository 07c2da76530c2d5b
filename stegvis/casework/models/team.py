from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.team import PARTS


class TeamMember(models.Model):
    """A contact in the team around a participant, from a day to a day: what they answer for, with which mandate.

    `main`: whom the participant and the coach turn to first among those outside the unit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="team_members")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10)
    mandate = models.CharField(max_length=500, blank=True)
    main = models.BooleanField(default=False)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-main", "since_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PARTS.codes), name="team_part_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="team_ends_after_start"
            ),
        ]

    class Privacy:
        personal = {"participant", "contact", "added_by"}
        sensitive = {"part", "mandate"}
        kept = {"id", "main", "since_on", "until_on", "added_at"}

from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS, ATTAINMENT_RESULTS


class Attainment(models.Model):
    """Something a participant did or got on the way: an application and its answer, a course, a practice drive.

    `text` says what and where (an employer, a school, a road), `since_on` the day it began, `on` the day it came to the
    `result`. `learnt` and `next_step` are told with the participant. A line noted by mistake is struck, and stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attainments")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=200)
    since_on = models.DateField()
    on = models.DateField()
    result = models.CharField(max_length=12)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    learnt = models.CharField(max_length=500, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["participant", "-on"], name="attainment_by_participant"),
            models.Index(fields=["on"], name="attainment_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ATTAINMENT_KINDS.codes), name="attainment_kind_known"),
            models.CheckConstraint(condition=Q(result__in=ATTAINMENT_RESULTS.codes), name="attainment_result_known"),
            models.CheckConstraint(condition=Q(on__gte=F("since_on")), name="attainment_days_in_order"),
        ]

    class Privacy:
        personal = {"participant", "noted_by"}
        sensitive = {"text", "learnt", "next_step"}
        kept = {"id", "kind", "since_on", "on", "result", "minutes", "struck_at", "noted_at"}

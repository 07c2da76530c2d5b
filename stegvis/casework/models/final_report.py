from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.disclosure import Disclosure
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.vocabulary.final_report import REPORT_RECEIVERS


class FinalReport(models.Model):
    """What the coach adds to the facts of one time in a project, and which of the facts the final report holds.

    `parts`: codes of REPORT_PARTS. `own_words` are the participant's. The rest of the report is read when it is made.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="final_report")
    parts = models.JSONField(default=list)
    summary = models.TextField(max_length=4000, blank=True)
    own_words = models.TextField(max_length=4000, blank=True)
    remains = models.TextField(max_length=4000, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]

    class Privacy:
        personal = {"changed_by"}
        sensitive = {"summary", "own_words", "remains"}
        kept = {"id", "enrolment", "parts", "changed_at", "version"}

    def __str__(self):
        return f"final report {self.pk}"


class ReportHandOver(models.Model):
    """A final report was given to somebody: on which day, and on what basis when it was not to the participant.

    `consent`: whether the participant agreed; None when it was given to the participant. `disclosure`: the line of the
    register, when it went to another party. `given`: the report as it read that day (the identity number masked), so
    that later changes do not change what was given; empty for what was noted before that was kept. Never changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(FinalReport, on_delete=models.PROTECT, related_name="hand_overs")
    report_version = models.PositiveIntegerField()
    receiver = models.CharField(max_length=12)
    receiver_name = models.CharField(max_length=200, blank=True)
    given_on = models.DateField()
    consent = models.BooleanField(null=True, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given = models.JSONField(default=dict, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["given_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(receiver__in=REPORT_RECEIVERS.codes), name="hand_over_receiver_known"),
            models.CheckConstraint(
                condition=Q(receiver="participant", consent__isnull=True, basis="")
                | Q(receiver="agency", consent__isnull=False) & ~Q(receiver_name="") & ~Q(basis=""),
                name="hand_over_with_its_basis",
            ),
        ]

    class Privacy:
        personal = {"receiver_name", "noted_by"}
        sensitive = {"basis", "consent", "given"}
        kept = {"id", "report", "report_version", "receiver", "given_on", "disclosure", "noted_at"}

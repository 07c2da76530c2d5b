from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.disclosure import Disclosure
from stegvis.organisation.models import Unit


class AttendanceReport(models.Model):
    """The attendance in what somebody ordered at a unit, as it was handed out to a contact on a day. Never changed.

    `ordered_by`: who ordered, in the words of the activities. `with_reasons`: does it tell why people were away?
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.CharField(max_length=120)
    first_on = models.DateField()
    last_on = models.DateField()
    with_reasons = models.BooleanField(default=False)
    given_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-noted_at", "-id"]
        indexes = [models.Index(fields=["unit", "noted_at"], name="attendance_report_by_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="attendance_report_days_in_order"),
        ]

    class Privacy:
        personal = {"contact", "noted_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "ordered_by", "first_on", "last_on", "with_reasons", "given_on", "noted_at"}


class AttendanceReportLine(models.Model):
    """One person in a report: the line of the register, and the marks as they stood that day.

    `marks`: a list of {on, activity, mode, state, minutes, reason} in order of time; codes as words are stored.
    """

    report = models.ForeignKey(AttendanceReport, on_delete=models.PROTECT, related_name="lines")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="attendance_lines")
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "disclosure"], name="attendance_report_person_once")]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"marks"}
        kept = {"id", "report", "disclosure"}

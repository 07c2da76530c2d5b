"""What a unit has decided about its intake, and what it knows of it. Nothing here is about one person."""

from django.db import models
from django.db.models import F, Q

from stegvis.organisation.models import Project, Unit


class _Dated(models.Model):
    """From a day, and up to a day when it has ended."""

    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=64)

    class Meta:
        abstract = True


class LocalTargetGroup(_Dated):
    """A target group the unit has chosen, from and to days: changed choices stay visible (INT-08)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"], condition=Q(until_on__isnull=True), name="local_group_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="local_group_in_order"
            ),
        ]

    class Privacy:
        personal = {"set_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "code", "since_on", "until_on"}


class DelimitationRule(_Dated):
    """Who is not enrolled at the unit without an approved exception, in its own words."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="delimitation_in_order"
            ),
        ]

    class Privacy:
        personal = {"set_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "text", "since_on", "until_on"}


class EnrolmentStop(_Dated):
    """The unit enrols nobody new in the project for a time, why, and what that does to the targets (DIS-05)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    consequence = models.CharField(max_length=300)

    class Meta:
        ordering = ["-since_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="stop_in_order"
            ),
        ]

    class Privacy:
        personal = {"set_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "project", "since_on", "until_on", "reason", "consequence"}


class IntakeRemark(models.Model):
    """What the unit says about its intake: why few came in a month, that partners were told about it, or what it tells
    those who refer: what it is for and how one refers (the latest holds)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    happened_on = models.DateField()
    partner = models.CharField(max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500)
    set_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["cause", "visit", "purpose"]), name="intake_remark_kind_known"
            ),
        ]

    class Privacy:
        personal = {"set_by", "partner"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "kind", "happened_on", "people", "text"}


class AssistanceBase(models.Model):
    """How many women and men received income support in the municipality at a day, as the partner told us (INT-17)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField()
    women = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    set_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["-counted_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "counted_on"], name="assistance_base_once_a_day"),
        ]

    class Privacy:
        personal = {"set_by"}
        sensitive: set[str] = set()
        kept = {"id", "unit", "counted_on", "women", "men", "source"}

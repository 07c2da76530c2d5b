"""What is known about a participant from the intake on, beside the enrolment's own facts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary.intake import (
    CO_APPLICANT_RESULTS,
    EXCEPTION_KINDS,
    EXCEPTION_STATES,
    UVAS_REASONS,
    VULNERABLE_GROUPS,
)
from stegvis.organisation.models import Unit


class UvasPeriod(models.Model):
    """A time during which somebody neither worked nor studied (UVAS), and why."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="uvas_periods")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20)

    class Meta:
        ordering = ["-since_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=UVAS_REASONS.codes), name="uvas_reason_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="uvas_in_order"
            ),
        ]

    class Privacy:
        personal = {"participant"}
        sensitive = {"reason"}
        kept = {"id", "since_on", "until_on"}


class ResidencePermit(models.Model):
    """A residence permit that runs out on a day. The latest noted counts; `lasting`: it no longer runs out."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="permits")
    expires_on = models.DateField(null=True, blank=True)
    lasting = models.BooleanField(default=False)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_on"], name="permit_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lasting=True, expires_on__isnull=True) | Q(lasting=False, expires_on__isnull=False),
                name="permit_runs_out_or_lasts",
            ),
        ]

    class Privacy:
        personal = {"participant"}
        sensitive = {"expires_on", "lasting"}
        kept = {"id", "noted_at"}


class SchoolStatus(models.Model):
    """Which schooling is completed, as known on a day. The latest counts; unfinished schooling comes first (INT-05)."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="schooling")
    compulsory = models.BooleanField()
    upper_secondary = models.BooleanField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    class Privacy:
        personal = {"participant", "compulsory", "upper_secondary"}
        sensitive: set[str] = set()
        kept = {"id", "noted_at"}


class CoApplicant(models.Model):
    """Somebody in the same household with income support, so that nobody is missed (INT-21)."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="co_applicants")
    name = models.CharField(max_length=200)
    result = models.CharField(max_length=12, default="not_asked")
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=CO_APPLICANT_RESULTS.codes), name="co_applicant_result_known")
        ]

    class Privacy:
        personal = {"participant", "name"}
        sensitive: set[str] = set()
        kept = {"id", "result", "checked_on"}


class VulnerableGroup(models.Model):
    """A group for whom more care is taken, from a day to a day. Behind a right of its own (INT-06)."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="vulnerable_groups")
    code = models.CharField(max_length=20)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=VULNERABLE_GROUPS.codes), name="vulnerable_group_known")
        ]

    class Privacy:
        personal = {"participant"}
        sensitive = {"code"}
        kept = {"id", "since_on", "until_on"}


class EntryException(models.Model):
    """Somebody takes part although a rule of the unit says otherwise: which rule, why, and who approved it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="entry_exceptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    rule = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="asked")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EXCEPTION_KINDS.codes), name="exception_kind_known"),
            models.CheckConstraint(condition=Q(state__in=EXCEPTION_STATES.codes), name="exception_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_on__isnull=True) | ~Q(state="asked") & Q(decided_on__isnull=False),
                name="exception_decided_with_its_day",
            ),
        ]

    class Privacy:
        personal = {"participant", "asked_by", "decided_by"}
        sensitive = {"rule", "reason"}
        kept = {"id", "unit", "kind", "state", "asked_on", "decided_on"}

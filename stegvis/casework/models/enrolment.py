from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.participant import Participant
from stegvis.casework.models.referral import Referral
from stegvis.casework.vocabulary import (
    DESTINATIONS,
    EDUCATION,
    EMPLOYMENT_STATUS,
    ENROLMENT_STATES,
    INCOME_SOURCES,
    INDUSTRIES,
    SEXES,
)
from stegvis.organisation.models import Project, Unit


class Enrolment(models.Model):
    """A participant's time in a project at a unit. It has no planned end: it goes on until it is closed (INT-26).

    No two enrolments of one participant in one project may share a day (except ones registered by mistake): an
    exclusion constraint on PostgreSQL, triggers on SQLite. `version` counts the changes of the enrolment and of what
    belongs to it (groups, income, outcomes), so that two who write at once find out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="enrolments")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="enrolments")
    former = models.ForeignKey("self", on_delete=models.PROTECT, related_name="later", null=True, blank=True)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=10, default="active")
    started_on = models.DateField()
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.CharField(max_length=64)

    sex_at_enrolment = models.CharField(max_length=1)
    age_at_start = models.PositiveSmallIntegerField()
    age_exception = models.CharField(max_length=300, blank=True)
    employment_status = models.CharField(max_length=20, blank=True)
    employment_status_months = models.PositiveSmallIntegerField(null=True, blank=True)
    education = models.CharField(max_length=20, blank=True)

    ended_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=64, blank=True)

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.CharField(max_length=64, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["started_on", "id"]
        indexes = [
            models.Index(fields=["project", "unit", "started_on"], name="enrolment_by_project"),
            # with coach and person: who goes on is counted and asked about from the index alone
            models.Index(fields=["unit", "state", "started_on", "coach", "participant"], name="enrolment_by_unit"),
            # an import leaves tens of thousands without a coach: they are found by unit, and never by who is nobody
            models.Index(
                fields=["coach", "state", "started_on"], condition=Q(coach__isnull=False), name="enrolment_by_coach"
            ),
            models.Index(
                fields=["unit", "state", "started_on"], condition=Q(coach__isnull=True), name="uncoached_by_unit"
            ),
            # of the closed ones alone: SQLite would take a whole one for lists that it does not fit
            models.Index(fields=["coach", "ended_on"], condition=Q(ended_on__isnull=False), name="ended_by_coach"),
            models.Index(fields=["unit", "ended_on"], condition=Q(ended_on__isnull=False), name="ended_by_unit"),
            # for extracts: how many there are on a day, and what has begun or ended since another
            models.Index(fields=["project", "started_on", "state"], name="enrolment_by_start"),
            models.Index(fields=["project", "ended_on"], name="enrolment_by_end"),
            # for the check that no two overlap: without it SQLite reads the whole project for each row
            models.Index(fields=["participant", "project", "started_on"], name="enrolment_by_participant"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ENROLMENT_STATES.fixed_codes), name="enrolment_state_known"),
            models.CheckConstraint(condition=Q(sex_at_enrolment__in=SEXES.fixed_codes), name="enrolment_sex_known"),
            models.CheckConstraint(
                condition=Q(employment_status__in=["", *EMPLOYMENT_STATUS.fixed_codes]), name="enrolment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(education__in=["", *EDUCATION.fixed_codes]), name="enrolment_education_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="enrolment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="void")
                | Q(state="closed", ended_on__isnull=False, closed_at__isnull=False) & ~Q(closed_by="")
                | Q(state="active", ended_on__isnull=True, closed_at__isnull=True, closed_by=""),
                name="enrolment_closing_facts_together",
            ),
            models.CheckConstraint(
                condition=Q(state="void", voided_at__isnull=False) & ~Q(voided_by="") & ~Q(void_reason="")
                | ~Q(state="void") & Q(voided_at__isnull=True, voided_by="", void_reason=""),
                name="enrolment_void_facts_together",
            ),
        ]

    class Privacy:
        personal = {"participant", "coach", "registered_by", "closed_by", "voided_by"}
        sensitive = {"age_exception", "void_reason", "sex_at_enrolment"}
        kept = {
            "id", "project", "unit", "referral", "former", "state", "started_on", "registered_at", "age_at_start",
            "employment_status", "employment_status_months", "education", "ended_on", "closed_at", "voided_at",
            "version",
        }  # fmt: skip

    def __str__(self):
        return f"enrolment {self.pk}"


class EnrolmentTargetGroup(models.Model):
    """A target group an enrolment belongs to; a person may have several (INT-02), each with its dates."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="target_groups")
    code = models.CharField(max_length=40)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "code", "since_on"], name="target_group_once"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"code"}
        kept = {"id", "enrolment", "since_on", "until_on"}


class CoachPeriod(models.Model):
    """Who was an enrolment's coach from which day to which. The one without an end is the coach now."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="coach_periods")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="coach_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(until_on__isnull=True), name="coach_one_at_a_time"
            ),
        ]

    class Privacy:
        personal = {"coach"}
        sensitive: set[str] = set()
        kept = {"id", "enrolment", "since_on", "until_on"}


class IncomePeriod(models.Model):
    """What a participant lives on between two days, so that the change from start to end can be followed (INT-29)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="income_periods")
    source = models.CharField(max_length=40)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=INCOME_SOURCES.fixed_codes), name="income_source_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="income_ends_after_start"
            ),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive = {"source"}
        kept = {"id", "enrolment", "since_on", "until_on"}


class ExitOutcome(models.Model):
    """One destination at closing. A person can have several (EXT-10); the project's rule says which is the headline.

    Of a job: `occupation`, a code of SSYK 2012 (four or three digits), and `industry`, a section of SNI 2007; empty
    when not known.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    destination = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    receiver_exception = models.CharField(max_length=300, blank=True)
    explanation = models.CharField(max_length=300, blank=True)
    occupation = models.CharField(max_length=4, blank=True)
    industry = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(destination__in=DESTINATIONS.fixed_codes), name="destination_known"),
            models.CheckConstraint(condition=Q(industry__in=["", *INDUSTRIES.codes]), name="outcome_industry_known"),
            models.UniqueConstraint(fields=["enrolment", "destination"], name="destination_once_per_enrolment"),
        ]

    class Privacy:
        personal = {"receiver"}
        sensitive = {"destination", "reason", "receiver_exception", "explanation", "occupation", "industry"}
        kept = {"id", "enrolment"}

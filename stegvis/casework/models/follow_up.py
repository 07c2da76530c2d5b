from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.models.enrolment import Enrolment
from stegvis.casework.vocabulary import DESTINATIONS, INCOME_SOURCES, INDUSTRIES
from stegvis.casework.vocabulary.follow_up import FOLLOW_UP_RESULTS, OCCASIONS


class FollowUp(models.Model):
    """How it went after an exit, asked once at each occasion. The exit's own outcomes stay as they were.

    `destination` is where the person was on the day (empty unless answered), `through_us`: whether the person says the
    time in the project led there (empty: not asked). Of a job found since: `occupation`, a code of SSYK 2012 (four or
    three digits), and `industry`, a section of SNI 2007; empty when not known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="follow_ups")
    occasion = models.CharField(max_length=12)
    result = models.CharField(max_length=12)
    asked_on = models.DateField()
    destination = models.CharField(max_length=40, blank=True)
    income = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=4, blank=True)
    industry = models.CharField(max_length=1, blank=True)
    through_us = models.BooleanField(null=True, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    written_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["asked_on", "id"]
        indexes = [models.Index(fields=["asked_on"], name="follow_up_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "occasion"], condition=~Q(occasion="later"), name="follow_up_once_each_occasion"
            ),
            models.CheckConstraint(condition=Q(occasion__in=OCCASIONS.codes), name="follow_up_occasion_known"),
            models.CheckConstraint(condition=Q(result__in=FOLLOW_UP_RESULTS.codes), name="follow_up_result_known"),
            models.CheckConstraint(
                condition=Q(destination__in=["", *DESTINATIONS.fixed_codes]), name="follow_up_destination_known"
            ),
            models.CheckConstraint(
                condition=Q(income__in=["", *INCOME_SOURCES.fixed_codes]), name="follow_up_income_known"
            ),
            models.CheckConstraint(condition=Q(industry__in=["", *INDUSTRIES.codes]), name="follow_up_industry_known"),
            models.CheckConstraint(
                condition=Q(result="answered") | Q(occupation="", industry=""), name="follow_up_job_answered"
            ),
            models.CheckConstraint(
                condition=Q(result="answered") & ~Q(destination="")
                | ~Q(result="answered") & Q(destination="", income="", through_us__isnull=True),
                name="follow_up_answer_facts_together",
            ),
        ]

    class Privacy:
        personal = {"asked_by"}
        sensitive = {"destination", "income", "occupation", "industry", "through_us", "text"}
        kept = {"id", "enrolment", "occasion", "result", "asked_on", "written_at", "version"}


class ExitOpinion(models.Model):
    """What a colleague thinks the exit reason is, when it is doubtful (EXT-09). Never changed."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="exit_opinions")
    destination = models.CharField(max_length=40)
    text = models.CharField(max_length=1000)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    user_name = models.CharField(max_length=200)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(destination__in=DESTINATIONS.fixed_codes), name="exit_opinion_destination_known"
            )
        ]

    class Privacy:
        personal = {"user", "user_name"}
        sensitive = {"destination", "text"}
        kept = {"id", "enrolment", "written_at"}

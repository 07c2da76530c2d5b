from django.conf import settings
from django.db import models
from django.db.models import Q

from stegvis.base.fields import KeyField
from stegvis.base.ids import new_id
from stegvis.base.text_keys import search_key
from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import (
    ADVICE_KINDS,
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    INFLOW_CHANNELS,
    OPEN_REFERRALS,
    OUTSIDE_REASONS,
    REFERRAL_STATES,
    SEXES,
    WAIT_REASONS,
)
from stegvis.organisation.models import Project, Unit


class Referral(models.Model):
    """Somebody, or the person, points to the unit: the way in. An empty channel is a gap to fill.

    Without a `participant` the person is not in the register; then name and way to reach stand in ReferredPerson, as
    long as the referral is open. `taken_by` has undertaken to get in touch. `start_at`: the booked start meeting, and
    `discharge_on` the day a care or treatment ends before it. `wait_reason` and `review_on` belong to the waiting
    list. What came of it: `settled_on`, and for advice `advice_kind`, `outside_reason` and `guided_to`. `sex` counts
    women and men; what the referrer wrote (`about`) goes when nothing comes of it. `sent_as`: as of Note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="referrals", null=True, blank=True
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    received_on = models.DateField()
    referred_by = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    sex = models.CharField(max_length=1, blank=True)
    state = models.CharField(max_length=12, default="waiting")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    start_at = models.DateTimeField(null=True, blank=True)
    discharge_on = models.DateField(null=True, blank=True)
    wait_reason = models.CharField(max_length=12, blank=True)
    review_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.CharField(max_length=64, blank=True)
    advice_kind = models.CharField(max_length=20, blank=True)
    outside_reason = models.CharField(max_length=20, blank=True)
    guided_to = models.CharField(max_length=200, blank=True)
    sent_as = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["received_on", "id"]
        indexes = [
            models.Index(fields=["unit", "state", "received_on"], name="referral_by_unit"),
            models.Index(fields=["taken_by", "start_at"], condition=Q(start_at__isnull=False), name="start_by_coach"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["", *INFLOW_CHANNELS.fixed_codes]), name="referral_channel_known"
            ),
            models.CheckConstraint(condition=Q(state__in=REFERRAL_STATES.fixed_codes), name="referral_state_known"),
            models.CheckConstraint(condition=Q(sex__in=["", *SEXES.fixed_codes]), name="referral_sex_known"),
            models.CheckConstraint(
                condition=Q(wait_reason__in=["", *WAIT_REASONS.codes]), name="referral_wait_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(advice_kind__in=["", *ADVICE_KINDS.codes])
                & Q(outside_reason__in=["", *OUTSIDE_REASONS.codes]),
                name="referral_advice_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="enrolled") | Q(participant__isnull=False), name="referral_enrolled_is_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting_list") | Q(review_on__isnull=False), name="referral_waits_with_a_day"
            ),
        ]

    class Privacy:
        personal = {"participant", "referred_by", "taken_by", "settled_by"}
        sensitive = {"about", "guided_to", "wait_reason", "discharge_on"}
        kept = {
            "id", "project", "unit", "channel", "received_on", "sex", "state", "taken_at", "start_at", "review_on",
            "settled_on", "advice_kind", "outside_reason", "sent_as", "version",
        }  # fmt: skip

    def __str__(self):
        return f"referral {self.pk}"

    @property
    def open(self) -> bool:
        """Does somebody still have to do something?"""
        return self.state in OPEN_REFERRALS

    @property
    def called(self) -> str:
        """The name to use; empty once the facts about somebody who was not registered are gone."""
        if self.participant_id:
            return self.participant.called
        try:
            return self.person.name
        except ReferredPerson.DoesNotExist:
            return ""


class ReferredPerson(models.Model):
    """Who an open referral is about, before an identity number is known: enough to get in touch and no more.

    The row is taken away when the person is registered or when nothing comes of the referral.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="person", primary_key=True)
    name = models.CharField(max_length=200)
    reach = models.CharField(max_length=200)
    may_leave_message = models.BooleanField(default=False)
    search_key = KeyField(max_length=320, editable=False)

    class Privacy:
        personal = {"name", "reach", "may_leave_message", "search_key"}
        sensitive: set[str] = set()
        kept = {"referral"}

    def __str__(self):
        return f"referred person {self.pk}"

    def save(self, *args, **kwargs):
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Make the search key from the name (also before bulk writes, which skip `save`)."""
        self.search_key = search_key(self.name)[:320]


class ReferralAttempt(models.Model):
    """An attempt to reach somebody who is not in the register yet. For who is, an attempt is a note."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attempts")
    happened_at = models.DateTimeField()
    result = models.CharField(max_length=20)
    party = models.CharField(max_length=30)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=ATTEMPT_RESULTS.codes), name="referral_attempt_result_known"),
            models.CheckConstraint(condition=Q(party__in=ATTEMPT_PARTIES.codes), name="referral_attempt_party_known"),
        ]

    class Privacy:
        personal = {"author", "author_name"}
        sensitive: set[str] = set()
        kept = {"id", "referral", "happened_at", "result", "party"}

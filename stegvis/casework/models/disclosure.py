from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.participant import Participant
from stegvis.casework.rules.team import consent_state, holds
from stegvis.casework.vocabulary.team import GIVEN_HOW, GROUNDS, WAYS, WITHDRAWN_HOW


class DisclosureConsent(models.Model):
    """The participant lifts secrecy towards one party, for some kinds of information, a purpose and a period.

    Offentlighets- och sekretesslagen (2009:400) 10 kap. 1 §, 12 kap. 2 §; it is no basis for processing under the
    GDPR. It can be taken back at any time, and holds until the day before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    purpose = models.CharField(max_length=500)
    given_on = models.DateField()
    given_how = models.CharField(max_length=10)
    since_on = models.DateField()
    until_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=10, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-since_on", "-id"]
        indexes = [models.Index(fields=["participant", "until_on"], name="consent_by_participant")]
        constraints = [
            models.CheckConstraint(condition=Q(given_how__in=GIVEN_HOW.codes), name="consent_given_how_known"),
            models.CheckConstraint(
                condition=Q(given_on__lte=F("since_on"), since_on__lte=F("until_on")), name="consent_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_how="")
                | Q(withdrawn_on__isnull=False, withdrawn_how__in=WITHDRAWN_HOW.codes),
                name="consent_withdrawn_facts_together",
            ),
        ]

    class Privacy:
        personal = {"participant", "contact", "noted_by"}
        sensitive = {"kinds", "purpose"}
        kept = {
            "id", "given_on", "given_how", "since_on", "until_on", "withdrawn_on", "withdrawn_how", "noted_at",
        }  # fmt: skip

    def state(self, on) -> str:
        """How it stands on that day: a code of CONSENT_STATES."""
        return consent_state(self.since_on, self.until_on, self.withdrawn_on, on)

    def holds(self, on) -> bool:
        """Does it lift secrecy on that day?"""
        return holds(self.since_on, self.until_on, self.withdrawn_on, on)


class Disclosure(models.Model):
    """A line of the register: what was handed out, to whom, when, and on which ground. Never changed.

    A line written by mistake is struck out with a reason, and stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="disclosures")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    text = models.CharField(max_length=500)
    disclosed_on = models.DateField()
    way = models.CharField(max_length=12)
    ground = models.CharField(max_length=20)
    ground_text = models.CharField(max_length=500, blank=True)
    consent = models.ForeignKey(
        DisclosureConsent, on_delete=models.PROTECT, related_name="disclosures", null=True, blank=True
    )
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=200, blank=True)
    struck_reason = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-disclosed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=WAYS.codes), name="disclosure_way_known"),
            models.CheckConstraint(
                condition=Q(ground="consent", consent__isnull=False)
                | Q(ground__in=[code for code in GROUNDS.codes if code != "consent"], consent__isnull=True)
                & ~Q(ground_text=""),
                name="disclosure_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | Q(struck_at__isnull=False) & ~Q(struck_reason=""),
                name="disclosure_struck_with_reason",
            ),
        ]

    class Privacy:
        personal = {"participant", "contact", "struck_by", "noted_by"}
        sensitive = {"kinds", "text", "ground_text", "struck_reason"}
        kept = {"id", "disclosed_on", "way", "ground", "consent", "struck_at", "noted_at"}

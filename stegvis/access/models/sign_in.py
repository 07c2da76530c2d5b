from django.db import models
from django.utils import timezone

from stegvis.access.models.user import User


class Invitation(models.Model):
    """A one-time link to an account that an administrator has made. Only a keyed digest of the link is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="invitation_expires_after_sent"
            ),
        ]

    class Privacy:
        personal = {"user", "sent_by"}
        sensitive = {"digest"}
        kept = {"id", "sent_at", "expires_at", "used_at", "withdrawn_at"}


class ElectronicIdentity(models.Model):
    """What an electronic identity is known by, tied to one user: a keyed digest, never the number or name itself.

    `kind` says what was digested: `number` (an identity number, the same through every national broker),
    `affiliation` (a person's id at an organisation) or `subject` (the provider's own id of the person).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="electronic_identities")
    kind = models.CharField(max_length=12)
    provider = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    linked_at = models.DateTimeField(default=timezone.now)
    last_level = models.PositiveSmallIntegerField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "provider", "digest"], name="electronic_identity_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["number", "affiliation", "subject"]), name="electronic_identity_kind_known"
            ),
        ]

    class Privacy:
        personal = {"user"}
        sensitive = {"digest"}
        kept = {"id", "kind", "provider", "linked_at", "last_level", "last_used_at"}

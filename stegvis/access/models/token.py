from django.db import models
from django.db.models import F, Q

from stegvis.access.models.user import User
from stegvis.base.ids import new_id


class AccessToken(models.Model):
    """Lets another system act in a user's name, as far as both the user's rights and the token's scopes reach.

    Only a keyed digest of the token is kept; `hint` is its last four characters, so that people can tell theirs apart.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    scopes = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="token_revoked_facts_together",
            ),
            models.CheckConstraint(
                condition=Q(last_used_on__isnull=True) | Q(last_used_on__lte=F("expires_on")),
                name="token_not_used_after_its_time",
            ),
        ]

    class Privacy:
        personal = {"user", "name", "revoked_by"}
        sensitive = {"digest", "hint"}
        kept = {"id", "scopes", "made_at", "expires_on", "last_used_on", "revoked_at"}


class SentOnce(models.Model):
    """A creation that another system marked with a key of its own, so that sending it twice makes one record.

    The key and what was sent are kept as keyed digests only. `record_id` names what was made.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=40)
    key_digest = models.CharField(max_length=64)
    sent_digest = models.CharField(max_length=64)
    record_id = models.CharField(max_length=40)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "operation", "key_digest"], name="sent_once_per_key"),
        ]
        indexes = [models.Index(fields=["sent_at"], name="sent_once_by_age")]

    class Privacy:
        personal = {"user"}
        sensitive = {"key_digest", "sent_digest"}
        kept = {"id", "operation", "record_id", "sent_at"}

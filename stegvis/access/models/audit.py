from django.db import models


class AuditEvent(models.Model):
    """One act in the log: who, when, what, whose record, from which screen, for what purpose.

    Append-only (triggers refuse change and removal). `seal` chains each row to the one before it under a key kept
    outside the database. People are named by opaque id; only the actor's work name is kept in words.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    record_id = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    screen = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["organisation_id", "number"], name="event_by_organisation"),
            models.Index(fields=["subject_id", "number"], name="event_by_subject"),
        ]

    class Privacy:
        personal = {"actor_id", "actor_name"}
        sensitive: set[str] = set()
        kept = {
            "number", "at", "actor_kind", "verb", "record", "record_id", "subject_id", "organisation_id",
            "screen", "purpose", "facts", "seal",
        }  # fmt: skip


class AuditHead(models.Model):
    """The chain's newest link. Writers lock this one row, so that events get their numbers in the order of commits."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "number", "seal"}

"""A worker's sign of life."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class WorkerLeaseQuerySet(models.QuerySet["WorkerLease"]):
    """Leases by the clock of the database, so that the clocks of the workers' machines do not matter."""

    def alive(self) -> "WorkerLeaseQuerySet":
        """Workers that have beaten within their lease."""
        return self.filter(expires_at__gte=Now())

    def expired(self) -> "WorkerLeaseQuerySet":
        """Workers that have been silent for longer than their lease."""
        return self.filter(expires_at__lt=Now())

    def beat(self, worker_id: str, *, lease: timedelta) -> None:
        """Extend the worker's lease from now; a lease that was cleared away meanwhile is made anew."""
        fresh = {"beat_at": Now(), "expires_at": Now() + lease}
        if not self.filter(pk=worker_id).update(**fresh, beats=models.F("beats") + 1):
            self.create(pk=worker_id, **fresh)


class WorkerLease(models.Model):
    """A process that does jobs. When it has been silent past `expires_at`, others may take over its jobs."""

    id = models.CharField(primary_key=True, max_length=64)
    beats = models.PositiveBigIntegerField(default=0)
    beat_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = WorkerLeaseQuerySet.as_manager()

    class Privacy:
        personal = set()
        sensitive = set()
        kept = {"id", "beats", "beat_at", "expires_at"}

    def __str__(self) -> str:
        return self.id

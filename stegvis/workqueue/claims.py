"""Which worker has which job: claims, signs of life, and taking back the jobs of workers that are gone."""

import logging
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.workqueue.actions import back_to_queue
from stegvis.workqueue.errors import WorkerLost
from stegvis.workqueue.fence import mark_failed
from stegvis.workqueue.models import JobRecord, WorkerLease
from stegvis.workqueue.patience import patiently
from stegvis.workqueue.vocabulary import WORKER_LOST

logger = logging.getLogger("stegvis.workqueue")

BEATS_PER_LEASE = 4
_LEASES_KEPT = timedelta(days=1)


def claim_next(worker_id: str, *, lease: timedelta) -> DBTaskResult | None:
    """Take the next job that is due for this worker, or None. Looks first without a lock, so that idling is cheap."""
    due = DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)
    if not due.exists():
        return None
    with transaction.atomic(durable=True):
        row = due.get_locked()
        if row is None:
            return None
        WorkerLease.objects.beat(worker_id, lease=lease)
        row.claim(worker_id)
        JobRecord.objects.filter(pk=row.pk).update(waiting=False, worker=worker_id)
        return row


def take_back_lost_jobs() -> int:
    """Put the jobs of silent workers back in the queue, or mark them failed when their tries are used up.

    Returns how many jobs it took. A job whose row is locked is left alone: its holder is just committing.
    """
    lost = JobRecord.objects.filter(task__status=TaskResultStatus.RUNNING).filter(
        Q(worker=None) | Q(worker__expires_at__lt=Now())
    )
    if not lost.exists():
        return 0
    taken = 0
    with transaction.atomic(durable=True):
        rows = DBTaskResult.objects.select_for_update(skip_locked=True).filter(
            pk__in=list(lost.values_list("pk", flat=True)), status=TaskResultStatus.RUNNING
        )
        for row in rows:
            record = lost.filter(pk=row.pk).first()  # again, now that the row is locked: it may have a new holder
            if record:
                _take_back(row, record)
                taken += 1
        WorkerLease.objects.filter(expires_at__lt=timezone.now() - _LEASES_KEPT).delete()
    return taken


def nothing_left() -> bool:
    """No job is due and none is running, in this or any other worker."""
    running = DBTaskResult.objects.running().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)
    due = DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)
    return not running.exists() and not due.exists()


def _take_back(row: DBTaskResult, record: JobRecord) -> None:
    if len(row.worker_ids) < record.attempts_allowed:
        logger.warning("Job %s (%s) lost its worker and goes back to the queue", row.pk, row.task_path)
        back_to_queue(row, history=row.worker_ids)
        return
    logger.error("Job %s (%s) lost its worker %d times and is given up", row.pk, row.task_path, len(row.worker_ids))
    mark_failed(
        row.pk,
        error_class=f"{WorkerLost.__module__}.{WorkerLost.__qualname__}",
        places="",
        code=WORKER_LOST.code,
        sv=WORKER_LOST.sv,
        en=WORKER_LOST.en,
    )


class Heartbeat:
    """Extends a worker's lease from a thread of its own while the worker is busy with a job. A context manager."""

    def __init__(self, worker_id: str, *, lease: timedelta):
        self._worker_id = worker_id
        self._lease = lease
        self._stop = Event()
        self._thread = Thread(target=self._beat_until_stopped, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        WorkerLease.objects.beat(self._worker_id, lease=self._lease)
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stop.set()
        self._thread.join(timeout=self._lease.total_seconds())
        # Whatever this worker still holds (only after an abnormal end) is free to be taken at once.
        patiently(lambda: WorkerLease.objects.filter(pk=self._worker_id).delete())

    def _beat_until_stopped(self) -> None:
        while not self._stop.wait(self._lease.total_seconds() / BEATS_PER_LEASE):
            try:
                WorkerLease.objects.beat(self._worker_id, lease=self._lease)
            except Error as error:  # busy or out of reach: the next beat may come through; if none does, jobs are lost
                logger.warning("Worker %s could not beat: %s", self._worker_id, type(error).__name__)
                connection.close()
        connection.close()

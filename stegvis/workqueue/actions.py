"""Order a job, or order a failed one again."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.workqueue.definition import Job
from stegvis.workqueue.errors import JobNotFound
from stegvis.workqueue.models import JobRecord
from stegvis.workqueue.rules import Argument, checked_key

_LOOKS = 5  # how often a key may be taken by others and started by workers while we look for it


def enqueue(job: Job, /, *, unique_key: str = "", run_after: datetime | None = None, **ids: Argument) -> UUID:
    """Put a job in the queue and return its id. In a transaction it becomes visible on commit.

    While the same job with the same `unique_key` waits, no other is added: the id of the waiting one is returned, and
    it cannot start before the present transaction has ended, so that it sees what the caller wrote.
    `run_after`: earliest start, an aware instant.
    Raises UnsafeArgument if an argument or the key is not made of ids, TypeError if the arguments do not fit the job.
    """
    stored = job.stored_arguments(ids)
    key = f"{job.module_path} {checked_key(unique_key)}" if unique_key else ""
    with transaction.atomic():
        for _ in range(_LOOKS if key else 0):
            if waiting := _hold_waiting(key):
                return waiting
            try:
                with transaction.atomic():
                    return _add(job, stored, key, run_after)
            except IntegrityError:
                continue  # another transaction has just added the same key: it waits, or has started meanwhile
        return _add(job, stored, key, run_after)


def enqueue_named(name: str, /, *, unique_key: str = "", run_after: datetime | None = None, **ids: Argument) -> UUID:
    """As `enqueue`, for a job that stands above who orders it: an action has news, and a job made of actions reads it.

    `name`: module and function, as the queue stores it. Raises ImportError when there is no such job, and as `enqueue`.
    """
    return enqueue(import_string(name), unique_key=unique_key, run_after=run_after, **ids)


def try_again(job_id: UUID) -> None:
    """Put a failed job back in the queue with its tries anew; steps that are done stay done.

    Raises JobNotFound if there is no failed job with that id.
    """
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().filter(pk=job_id, status=TaskResultStatus.FAILED).first()
        if row is None:
            raise JobNotFound("There is no failed job with that id.")
        back_to_queue(row, history=[])


def back_to_queue(row: DBTaskResult, *, history: list[str]) -> None:
    """Let the job wait again. `row` is locked by the caller; `history` are the workers whose tries still count."""
    row.status = TaskResultStatus.READY
    row.started_at = row.finished_at = None
    row.worker_ids = history
    row.exception_class_path = row.traceback = ""
    row.save(update_fields=["status", "started_at", "finished_at", "worker_ids", "exception_class_path", "traceback"])
    record = JobRecord.objects.filter(pk=row.pk)
    record.update(worker=None, failure="", failure_sv="", failure_en="")
    try:
        with transaction.atomic():
            record.update(waiting=True)
    except IntegrityError:
        record.update(waiting=False)  # a newer job with the same key waits already; this one runs beside it


def _hold_waiting(key: str) -> UUID | None:
    known = JobRecord.objects.filter(key=key, waiting=True).values_list("pk", flat=True).first()
    # The lock keeps workers away from the job until the caller commits. Locking this row alone, and first, is the
    # order in which a worker takes its locks too: together they cannot deadlock.
    held = DBTaskResult.objects.select_for_update().filter(pk=known, status=TaskResultStatus.READY).first()
    return held.pk if held else None


def _add(job: Job, stored: dict[str, int | str], key: str, run_after: datetime | None) -> UUID:
    task = job.using(run_after=run_after)
    job_id = UUID(task.get_backend().enqueue(task, (), stored).id)
    JobRecord.objects.create(pk=job_id, key=key, attempts_allowed=job.attempts)
    return job_id

"""What pages and the command line show about jobs. Ids cannot be guessed; the room that shows a job decides who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.base.vocabulary import Term
from stegvis.workqueue.errors import JobNotFound
from stegvis.workqueue.models import JobRecord, WorkerLease
from stegvis.workqueue.vocabulary import DONE, FAILED, RUNNING, WAITING

_STATES = {
    TaskResultStatus.READY: WAITING,
    TaskResultStatus.RUNNING: RUNNING,
    TaskResultStatus.SUCCESSFUL: DONE,
    TaskResultStatus.FAILED: FAILED,
}


@dataclass(frozen=True)
class JobState:
    """A job as a page shows it. `failure` is the code of the reason, `message` its words in the reader's language."""

    id: UUID
    job: str
    state: Term
    done: int
    total: int
    failure: str
    message: str
    error_class: str
    attempts: int
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def progress_share(self) -> float | None:
        """How much is done, 0–1; None as long as the job has not said how much there is."""
        if self.state is DONE:
            return 1.0
        return self.done / self.total if self.total else None

    @property
    def is_over(self) -> bool:
        """Nothing more will happen: the page need not ask again."""
        return self.state in (DONE, FAILED)


@dataclass(frozen=True)
class QueueStatus:
    """The queue as a whole: numbers of jobs, ids of workers that are alive, the latest failures, newest first."""

    waiting: int
    running: int
    done: int
    failed: int
    oldest_waiting_since: datetime | None
    workers: tuple[str, ...]
    failures: tuple[JobState, ...]


def job_state(job_id: UUID) -> JobState:
    """The present state of a job. Raises JobNotFound if there is none with that id (any longer)."""
    record = JobRecord.objects.select_related("task").filter(pk=job_id).first()
    if record is None:
        raise JobNotFound("There is no job with that id.")
    return _state(record)


def queue_status(*, failures: int = 20) -> QueueStatus:
    """How the queue stands now, with at most `failures` failed jobs."""
    counts = dict(JobRecord.objects.values_list("task__status").annotate(Count("pk")))
    failed = JobRecord.objects.select_related("task").filter(task__status=TaskResultStatus.FAILED)
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return QueueStatus(
        waiting=counts.get(TaskResultStatus.READY, 0),
        running=counts.get(TaskResultStatus.RUNNING, 0),
        done=counts.get(TaskResultStatus.SUCCESSFUL, 0),
        failed=counts.get(TaskResultStatus.FAILED, 0),
        oldest_waiting_since=oldest,
        workers=tuple(WorkerLease.objects.alive().order_by("pk").values_list("pk", flat=True)),
        failures=tuple(_state(record) for record in failed.order_by("-task__finished_at")[:failures]),
    )


def _state(record: JobRecord) -> JobState:
    row = record.task
    english = (get_language() or "sv").startswith("en")
    return JobState(
        id=row.pk,
        job=row.task_path.removeprefix("stegvis."),
        state=_STATES[TaskResultStatus(row.status)],
        done=record.progress_done,
        total=record.progress_total,
        failure=record.failure,
        message=record.failure_en if english else record.failure_sv,
        error_class=row.exception_class_path,
        attempts=len(row.worker_ids),
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )

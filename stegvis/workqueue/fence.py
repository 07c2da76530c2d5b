"""The fence: only the present holder of a job can commit its effects, each of them once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.workqueue.actions import back_to_queue
from stegvis.workqueue.errors import JobInterrupted, JobLost, UnfencedWrite
from stegvis.workqueue.models import JobRecord, StepMark
from stegvis.workqueue.patience import Turns, patiently
from stegvis.workqueue.rules import checked_key

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "COPY", "CREATE", "ALTER", "DROP")


class Run:
    """One try of one job by one worker.

    The library writes each worker that claims a job to the end of its list `worker_ids`. As long as that list is the
    one this try began with, nobody else has the job; every effect checks it under the lock of the job's row.
    """

    def __init__(self, row: DBTaskResult, *, stop_event: Event | None = None):
        self.job_id: UUID = row.pk
        self.finished = False
        self._holders: list[str] = list(row.worker_ids)
        self._stop = stop_event or Event()
        self._inside = False
        self._turns = Turns(pause=self._stop.wait)

    def once(self, key: str, effect: Callable[[], object]) -> bool:
        """Do the effect of one step, unless it was done before. True if it was done now.

        The effect and the mark of the step are one transaction. It is repeated as a whole if the database was busy.
        Between long steps others get time to write.
        Raises JobLost if another worker has the job, JobInterrupted if this worker is to stop.
        """
        self._may_go_on()
        with self._turns.mine():
            return patiently(lambda: self._step(checked_key(key), effect))

    def finish(self, effect: Callable[[], object]) -> None:
        """Do the last effect and mark the job as done, in one transaction. Raises JobLost if another worker has it."""
        if self.finished:
            raise RuntimeError("The job is finished already.")
        patiently(lambda: self._last_step(effect))
        self.finished = True

    def progress(self, done: int, total: int) -> None:
        """Tell pages how far the job has come. Raises JobLost and JobInterrupted like `once`."""
        self._may_go_on()
        patiently(lambda: self._fenced(lambda: self._note_progress(done, total)))

    def fail(self, *, error_class: str, places: str, code: str, sv: str, en: str) -> None:
        """Mark the job as failed. Raises JobLost if another worker has it."""
        patiently(
            lambda: self._fenced(
                lambda: mark_failed(self.job_id, error_class=error_class, places=places, code=code, sv=sv, en=en)
            )
        )

    def give_back(self, *, counted: bool) -> None:
        """Put the job back in the queue; `counted`: this try is one of its tries. Raises JobLost if another has it."""
        history = self._holders if counted else self._holders[:-1]
        patiently(
            lambda: self._fenced(lambda: back_to_queue(DBTaskResult.objects.get(pk=self.job_id), history=history))
        )

    def may_be_repeated(self) -> bool:
        """Are there tries left after this one?"""
        return JobRecord.objects.filter(pk=self.job_id, attempts_allowed__gt=len(self._holders)).exists()

    def writes_refused(self) -> AbstractContextManager[None]:
        """Around the body of a stepwise job: writes outside the fence raise UnfencedWrite."""
        return connection.execute_wrapper(self._refuse_writes)

    def _may_go_on(self) -> None:
        if self._stop.is_set():
            raise JobInterrupted

    def _fenced(self, effect: Callable[[], object]) -> None:
        outer, self._inside = self._inside, True
        try:
            with transaction.atomic(durable=True):
                # An update, not a read: it takes the lock on both databases and in any transaction mode.
                mine = DBTaskResult.objects.filter(
                    pk=self.job_id, status=TaskResultStatus.RUNNING, worker_ids=self._holders
                )
                if not mine.update(status=TaskResultStatus.RUNNING):
                    raise JobLost
                effect()
        finally:
            self._inside = outer

    def _step(self, key: str, effect: Callable[[], object]) -> bool:
        done_now = False

        def step() -> None:
            nonlocal done_now
            _mark, done_now = StepMark.objects.get_or_create(job_id=self.job_id, key=key)
            if done_now:
                effect()

        self._fenced(step)
        return done_now

    def _last_step(self, effect: Callable[[], object]) -> None:
        def last() -> None:
            effect()
            DBTaskResult.objects.filter(pk=self.job_id).update(
                status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()
            )
            JobRecord.objects.filter(pk=self.job_id).update(worker=None)

        self._fenced(last)

    def _note_progress(self, done: int, total: int) -> None:
        JobRecord.objects.filter(pk=self.job_id).update(progress_done=done, progress_total=total)

    def _refuse_writes(self, execute, sql, params, many, context):
        if not self._inside and str(sql).lstrip(" \n(").upper().startswith(_WRITES):
            raise UnfencedWrite("Write inside run.once or run.finish: outside them it could happen twice.")
        return execute(sql, params, many, context)


def mark_failed(job_id: UUID, *, error_class: str, places: str, code: str, sv: str, en: str) -> None:
    """Store a failure: class and places of the error, code and words of the reason. The caller holds the job's row."""
    DBTaskResult.objects.filter(pk=job_id).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=error_class,
        traceback=places,
    )
    JobRecord.objects.filter(pk=job_id).update(worker=None, waiting=False, failure=code, failure_sv=sv, failure_en=en)

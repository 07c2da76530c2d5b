"""The worker: claims jobs, runs them inside the fence, stops gracefully."""

import logging
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from queue import SimpleQueue
from traceback import walk_tb

from django.core.exceptions import SuspiciousOperation
from django.db import close_old_connections
from django_tasks.exceptions import InvalidTaskBackendError, InvalidTaskError
from django_tasks_db.models import DBTaskResult

from stegvis.base import vocabulary
from stegvis.base.vocabulary import Term
from stegvis.workqueue import claims
from stegvis.workqueue.definition import Job
from stegvis.workqueue.errors import JobFailed, JobInterrupted, JobLost
from stegvis.workqueue.fence import Run
from stegvis.workqueue.patience import is_passing, patiently
from stegvis.workqueue.rules import given_argument
from stegvis.workqueue.vocabulary import DATABASE_BUSY, PROGRAM_ERROR, UNKNOWN_JOB

logger = logging.getLogger("stegvis.workqueue")

_UNKNOWN = (ImportError, AttributeError, SuspiciousOperation, InvalidTaskError, InvalidTaskBackendError)


@dataclass
class WorkDone:
    """What a worker did: jobs done, failed, taken over by another worker, and given back to the queue."""

    done: int = 0
    failed: int = 0
    lost: int = 0
    given_back: int = 0


def run_worker(
    *,
    until_empty: bool = False,
    poll_seconds: float = 1.0,
    stop_event: threading.Event | None = None,
    lease_seconds: float = 30.0,
) -> WorkDone:
    """Do jobs until told to stop. Any number of workers may run, in any number of processes.

    `until_empty`: return when no job is due and none is running anywhere. `poll_seconds`: pause when there is nothing
    to do. `stop_event`, SIGTERM or SIGINT: finish the job at hand (a stepwise one: its step) and return; a second
    signal ends the process at once, and the job is repeated by another worker. `lease_seconds`: after so long a
    silence of a worker its jobs are taken over.
    Raises the database's error when it is out of reach for longer than some seconds.
    """
    stop = stop_event or threading.Event()
    worker_id = f"w-{os.getpid()}-{secrets.token_hex(4)}"
    lease = timedelta(seconds=lease_seconds)
    work = WorkDone()
    with claims.Heartbeat(worker_id, lease=lease), _stopped_by_signals(stop):
        logger.info("Worker %s starts", worker_id)
        while not stop.is_set():
            close_old_connections()
            patiently(claims.take_back_lost_jobs, pause=stop.wait)
            row = patiently(lambda: claims.claim_next(worker_id, lease=lease), pause=stop.wait)
            if row:
                _carry_out(row, stop, work)
            elif until_empty and patiently(claims.nothing_left, pause=stop.wait):
                break
            else:
                stop.wait(poll_seconds)
    logger.info("Worker %s stops: %s", worker_id, work)
    return work


def _carry_out(row: DBTaskResult, stop: threading.Event, work: WorkDone) -> None:
    run = Run(row, stop_event=stop)
    vocabulary.begin()
    try:
        try:
            _run_body(row, run)
            work.done += 1
        except JobInterrupted:
            run.give_back(counted=False)
            work.given_back += 1
        except JobLost:
            raise
        except Exception as error:
            if is_passing(error) and run.may_be_repeated():
                run.give_back(counted=True)
                work.given_back += 1
            else:
                _give_up(row, run, error)
                work.failed += 1
    except JobLost:
        logger.warning("Job %s was taken over by another worker", row.pk)
        work.lost += 1


def _run_body(row: DBTaskResult, run: Run) -> None:
    job = _job_of(row)
    ids = {name: given_argument(value) for name, value in row.args_kwargs["kwargs"].items()}
    if not job.stepwise:
        run.finish(lambda: job.func(**ids))
        return
    with run.writes_refused():
        job.func(run, **ids)
    if not run.finished:
        run.finish(nullcontext)


def _job_of(row: DBTaskResult) -> Job:
    try:
        job = row.task
    except _UNKNOWN as error:
        raise JobFailed(UNKNOWN_JOB) from error
    if not isinstance(job, Job):
        raise JobFailed(UNKNOWN_JOB)
    return job


def _give_up(row: DBTaskResult, run: Run, error: Exception) -> None:
    reason = _reason(error)
    error_class = f"{type(error).__module__}.{type(error).__qualname__}"
    places = _places(error)
    logger.error("Job %s (%s) failed: %s, %s\n%s", row.pk, row.task_path, reason.code, error_class, places)
    run.fail(error_class=error_class, places=places, code=reason.code, sv=reason.sv, en=reason.en)


def _reason(error: Exception) -> Term:
    if isinstance(error, JobFailed):
        return error.reason
    return DATABASE_BUSY if is_passing(error) else PROGRAM_ERROR


def _places(error: BaseException) -> str:
    """Where in the program the error arose. Module, function and line only: texts of errors can hold people's facts."""
    lines = []
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame, line in walk_tb(link.__traceback__):
            lines.append(f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}")
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set the event; a second one has its normal effect. Only the main thread can catch signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    asked: SimpleQueue[bool] = SimpleQueue()

    def ask_to_stop(number: int, frame: object) -> None:
        # Setting the event here could deadlock with the main thread waiting on it; putting into this queue cannot.
        asked.put(True)
        for one in former:
            signal.signal(one, signal.SIG_DFL)

    threading.Thread(target=lambda: asked.get() and stop.set(), name="stop-listener", daemon=True).start()
    try:
        for number in former:
            signal.signal(number, ask_to_stop)
        yield
    finally:
        for number, action in former.items():
            signal.signal(number, action)
        asked.put(False)

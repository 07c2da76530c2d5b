"""Running jobs: fence, steps, progress, failures that a person can read and that hold nobody's facts."""

from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.db.models.functions import Now
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from stegvis.workqueue import claims
from stegvis.workqueue.actions import enqueue
from stegvis.workqueue.errors import JobLost, JobNotFound
from stegvis.workqueue.fence import Run
from stegvis.workqueue.models import WorkerLease
from stegvis.workqueue.queries import job_state, queue_status
from stegvis.workqueue.vocabulary import DONE, FAILED, WAITING, WORKER_LOST
from stegvis.workqueue.worker import WorkDone
from tests.integration.workqueue import probe_jobs
from tests.integration.workqueue.effects import real_transactions

pytestmark = real_transactions

LEASE = timedelta(seconds=30)


def let_leases_expire() -> None:
    """As if every worker had been silent for long."""
    WorkerLease.objects.update(expires_at=Now() - timedelta(seconds=1))


@pytest.mark.parametrize("way", ["once", "finish", "progress", "fail", "give_back"])
def test_worker_that_lost_its_job_cannot_change_anything(effects, way):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    late = Run(claims.claim_next("w-late", lease=LEASE))
    let_leases_expire()
    assert claims.take_back_lost_jobs() == 1
    present = Run(claims.claim_next("w-present", lease=LEASE))
    attempt = {
        "once": lambda: late.once("first", partial(effects.add, "late")),
        "finish": lambda: late.finish(partial(effects.add, "late")),
        "progress": lambda: late.progress(1, 2),
        "fail": lambda: late.fail(error_class="", places="", code="late", sv="", en=""),
        "give_back": lambda: late.give_back(counted=True),
    }[way]
    with pytest.raises(JobLost):
        attempt()
    present.finish(partial(effects.add, "present"))
    assert (effects.listed(), job_state(job_id).state, job_state(job_id).done) == (["present"], DONE, 0)


def test_same_worker_is_kept_out_by_the_fence_of_its_later_try(effects):
    enqueue(probe_jobs.two_steps, number=1)
    earlier = Run(claims.claim_next("w-1", lease=LEASE))
    let_leases_expire()
    claims.take_back_lost_jobs()
    claims.claim_next("w-1", lease=LEASE)
    with pytest.raises(JobLost):
        earlier.finish(partial(effects.add, "late"))
    assert effects.listed() == []


def test_effect_that_breaks_leaves_neither_effect_nor_mark(effects):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    run = Run(claims.claim_next("w-1", lease=LEASE))

    def broken() -> None:
        effects.add("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run.once("first", broken)
    assert effects.listed() == []
    assert run.once("first", partial(effects.add, "whole")) is True
    assert run.once("first", partial(effects.add, "whole")) is False
    assert (effects.listed(), job_state(job_id).attempts) == (["whole"], 1)


def test_job_whose_workers_vanish_each_time_is_given_up_with_words(effects):
    job_id = enqueue(probe_jobs.leave_one, number=1)
    for attempt in (1, 2, 3):
        assert claims.claim_next(f"w-{attempt}", lease=LEASE).pk == job_id
        let_leases_expire()
        claims.take_back_lost_jobs()
    state = job_state(job_id)
    assert (state.state, state.failure, state.attempts) == (FAILED, WORKER_LOST.code, 3)
    assert state.message == WORKER_LOST.label
    assert claims.claim_next("w-4", lease=LEASE) is None


def test_job_whose_lease_was_cleared_away_is_taken_back(effects):
    job_id = enqueue(probe_jobs.leave_one, number=1)
    claims.claim_next("w-1", lease=LEASE)
    WorkerLease.objects.all().delete()
    assert claims.take_back_lost_jobs() == 1
    assert job_state(job_id).state == WAITING


def test_stepwise_job_is_given_back_when_the_worker_is_to_stop(effects, work):
    job_id = enqueue(probe_jobs.count_to_three, number=1)
    stop = Event()
    probe_jobs.stop_events.append(stop)
    assert work(stop_event=stop) == WorkDone(given_back=1)
    assert effects.listed() == ["step-1-1", "step-1-2"]
    assert (job_state(job_id).state, job_state(job_id).attempts) == (WAITING, 0)

    assert work() == WorkDone(done=1)
    assert effects.listed() == ["step-1-1", "step-1-2", "step-1-3"]


def test_busy_database_is_tried_again_and_the_effect_stays_single(effects, work):
    enqueue(probe_jobs.busy_at_first, number=1)
    probe_jobs.busy_times[:] = [1, 2]
    assert work() == WorkDone(done=1)
    assert effects.listed() == ["patient-1"]


def test_write_outside_the_fence_is_refused(effects, work):
    job_id = enqueue(probe_jobs.write_outside, number=1)
    work()
    assert effects.listed() == []
    assert job_state(job_id).error_class == "stegvis.workqueue.errors.UnfencedWrite"


def test_progress_is_shown_while_the_job_runs_and_after(effects):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    assert job_state(job_id).progress_share is None
    run = Run(claims.claim_next("w-1", lease=LEASE))
    run.progress(1, 4)
    state = job_state(job_id)
    assert (state.done, state.total, state.progress_share, state.is_over) == (1, 4, 0.25, False)
    run.finish(lambda: None)
    state = job_state(job_id)
    assert (state.progress_share, state.is_over) == (1.0, True)


def test_job_that_gives_up_says_so_in_the_readers_language(effects, work):
    job_id = enqueue(probe_jobs.halfway, number=1)
    assert work() == WorkDone(failed=1)
    with translation.override("sv"):
        assert job_state(job_id).message == "Papperet är slut."
    with translation.override("en"):
        assert job_state(job_id).message == "Out of paper."
    assert (job_state(job_id).failure, job_state(job_id).progress_share) == ("no_paper", 0.5)


def test_failure_names_class_and_places_but_no_values(effects, work, caplog):
    job_id = enqueue(probe_jobs.break_with_a_name, number=1)
    work()
    state = job_state(job_id)
    assert (effects.listed(), state.error_class, state.failure) == ([], "builtins.ValueError", "program_error")
    stored = DBTaskResult.objects.filter(pk=job_id).values().get()
    assert "probe_jobs" in stored["traceback"] and "builtins.KeyError" in stored["traceback"]
    everything = f"{stored} {state} {queue_status()} {caplog.text}"
    assert not any(word in everything for word in probe_jobs.SECRET.split())


def test_status_of_the_queue(effects, work):
    enqueue(probe_jobs.halfway, number=1)
    enqueue(probe_jobs.leave_one, number=1)
    work()
    waiting = enqueue(probe_jobs.leave_one, number=2)
    WorkerLease.objects.beat("w-alive", lease=LEASE)
    WorkerLease.objects.beat("w-silent", lease=-LEASE)
    status = queue_status()
    assert (status.waiting, status.running, status.done, status.failed) == (1, 0, 1, 1)
    assert status.workers == ("w-alive",)
    assert status.oldest_waiting_since == job_state(waiting).enqueued_at
    assert [(failure.job.rpartition(".")[2], failure.failure) for failure in status.failures] == [
        ("halfway", "no_paper")
    ]


def test_unknown_job_is_said_to_be_unknown():
    with pytest.raises(JobNotFound):
        job_state("00000000-0000-4000-8000-000000000000")

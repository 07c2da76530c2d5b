"""Workers that are killed, frozen or stopped: every job is done, and takes effect once."""

import signal
from threading import Event

from stegvis.workqueue import claims
from stegvis.workqueue.actions import enqueue
from stegvis.workqueue.models import WorkerLease
from stegvis.workqueue.queries import job_state
from stegvis.workqueue.vocabulary import DONE, RUNNING, WAITING
from tests.integration.workqueue import probe_jobs
from tests.integration.workqueue.effects import real_transactions

pytestmark = real_transactions


def test_job_killed_inside_its_transaction_is_done_once_by_another_worker(effects, start_worker):
    job_id = enqueue(probe_jobs.stop_inside, number=1)
    victim = start_worker(meets=True)
    victim.wait_until_in_the_middle()
    victim.signal(signal.SIGKILL)
    victim.process.wait()
    assert (effects.listed(), job_state(job_id).state) == ([], RUNNING)

    assert start_worker().work_done()["done"] == 1
    assert effects.listed() == ["after-1", "before-1"]
    assert (job_state(job_id).state, job_state(job_id).attempts) == (DONE, 2)


def test_job_killed_between_two_steps_does_not_repeat_the_first(effects, start_worker):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    victim = start_worker(meets=True)
    victim.wait_until_in_the_middle()
    victim.signal(signal.SIGKILL)
    victim.process.wait()
    assert effects.listed() == ["first-1"]

    assert start_worker().work_done()["done"] == 1
    assert effects.listed() == ["first-1", "last-1"]
    assert job_state(job_id).state == DONE


def test_worker_that_wakes_after_its_job_was_taken_over_changes_nothing(effects, start_worker):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    zombie = start_worker(meets=True)
    zombie.wait_until_in_the_middle()
    zombie.freeze()

    assert start_worker().work_done()["done"] == 1
    finished_at = job_state(job_id).finished_at

    zombie.let_go_on()
    zombie.signal(signal.SIGCONT)
    assert zombie.work_done() == {"done": 0, "failed": 0, "lost": 1, "given_back": 0}
    assert effects.listed() == ["first-1", "last-1"]
    assert (job_state(job_id).state, job_state(job_id).finished_at) == (DONE, finished_at)


def test_two_workers_do_fifty_jobs_once_each(effects, start_worker):
    for number in range(50):
        enqueue(probe_jobs.leave_one if number % 2 else probe_jobs.two_steps, number=number)
    workers = [start_worker(lease_seconds=30.0) for _ in range(2)]
    done = [worker.work_done()["done"] for worker in workers]
    assert sum(done) == 50
    odd, even = range(1, 50, 2), range(0, 50, 2)
    expected = [f"one-{n}" for n in odd] + [f"first-{n}" for n in even] + [f"last-{n}" for n in even]
    assert effects.listed() == sorted(expected)


def test_stop_signal_lets_the_job_at_hand_end_and_leaves_the_next(effects, start_worker):
    first, second = (enqueue(probe_jobs.stop_inside, number=number) for number in (1, 2))
    worker = start_worker(meets=True, until_empty=False)
    worker.wait_until_in_the_middle()
    worker.signal(signal.SIGTERM)
    worker.let_go_on()
    assert worker.work_done()["done"] == 1
    assert effects.listed() == ["after-1", "before-1"]
    assert (job_state(first).state, job_state(second).state) == (DONE, WAITING)
    assert WorkerLease.objects.count() == 0


def test_slow_job_of_a_living_worker_is_left_alone(effects, start_worker):
    job_id = enqueue(probe_jobs.two_steps, number=1)
    worker = start_worker(meets=True)
    worker.wait_until_in_the_middle()
    tick = Event()
    for _ in range(400):
        if WorkerLease.objects.filter(beats__gt=claims.BEATS_PER_LEASE).exists():
            break
        tick.wait(0.05)
    assert WorkerLease.objects.filter(beats__gt=claims.BEATS_PER_LEASE).exists(), (
        "the worker beats past its first lease"
    )
    assert claims.take_back_lost_jobs() == 0
    worker.let_go_on()
    assert worker.work_done()["done"] == 1
    assert job_state(job_id).attempts == 1

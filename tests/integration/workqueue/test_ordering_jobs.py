"""Ordering jobs: with the transaction that orders them, ids only, duplicates collapse while one waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stegvis.workqueue import claims
from stegvis.workqueue.actions import enqueue, try_again
from stegvis.workqueue.errors import JobNotFound, UnsafeArgument
from stegvis.workqueue.models import JobRecord
from stegvis.workqueue.queries import job_state, queue_status
from stegvis.workqueue.vocabulary import DONE, FAILED, WAITING
from tests.integration.workqueue import probe_jobs
from tests.integration.workqueue.effects import real_transactions

pytestmark = real_transactions

LEASE = timedelta(seconds=30)


def elsewhere(action):
    """Call the action on another connection, as another process would, and return its result."""

    def call():
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def test_job_becomes_visible_on_commit(effects):
    with transaction.atomic():
        enqueue(probe_jobs.leave_one, number=1)
        assert elsewhere(lambda: queue_status().waiting) == 0
    assert elsewhere(lambda: queue_status().waiting) == 1


def test_job_vanishes_with_the_transaction_that_ordered_it(effects, work):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(probe_jobs.leave_one, number=1)
        raise ZeroDivisionError
    work()
    assert (effects.listed(), DBTaskResult.objects.count()) == ([], 0)


def test_arguments_arrive_as_they_were_given(effects, work):
    enqueue(probe_jobs.tell_kinds, number=1, mark=uuid4(), word="short-slug")
    work()
    assert effects.listed() == ["int UUID str"]


@pytest.mark.parametrize("ids", [{}, {"number": 1, "colour": "red"}, {"nummer": 1}])
def test_arguments_that_do_not_fit_the_job_are_refused_where_it_is_ordered(effects, ids):
    with pytest.raises(TypeError):
        enqueue(probe_jobs.leave_one, **ids)


@pytest.mark.parametrize("way", [enqueue, lambda job, **ids: job.enqueue(**ids)], ids=["ours", "library"])
def test_facts_about_people_are_refused_on_both_ways_in(effects, way):
    with pytest.raises(UnsafeArgument) as refusal:
        way(probe_jobs.leave_one, number="Amina Testsson")
    assert "Amina" not in str(refusal.value)
    assert DBTaskResult.objects.count() == 0


def test_same_key_collapses_while_one_waits(effects, work):
    first = enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
    assert enqueue(probe_jobs.leave_one, number=1, unique_key="release:1") == first
    assert enqueue(probe_jobs.leave_one, number=2, unique_key="release:2") != first
    assert enqueue(probe_jobs.leave_other, number=1, unique_key="release:1") != first
    work()
    assert effects.listed() == ["one-1", "one-2", "other-1"]


def test_same_key_is_a_new_job_once_the_first_has_started(effects):
    first = enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
    assert claims.claim_next("w-1", lease=LEASE).pk == first
    second = enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
    assert second != first
    assert enqueue(probe_jobs.leave_one, number=1, unique_key="release:1") == second


def test_waiting_job_does_not_start_before_the_second_caller_has_committed(effects):
    enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
    with transaction.atomic():
        enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
        if connection.vendor == "postgresql":  # on SQLite the open write transaction itself keeps claims out
            assert elsewhere(lambda: claims.claim_next("w-1", lease=LEASE)) is None
        assert connection.in_atomic_block
    assert elsewhere(lambda: claims.claim_next("w-1", lease=LEASE)) is not None


def test_simultaneous_orders_of_one_key_give_one_job(effects):
    def order(_):
        try:
            return enqueue(probe_jobs.leave_one, number=1, unique_key="release:1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(order, range(12)))) == 1
    assert JobRecord.objects.count() == 1


def test_job_ordered_for_later_waits(effects, work):
    job_id = enqueue(probe_jobs.leave_one, number=1, run_after=timezone.now() + timedelta(days=1))
    work()
    assert (effects.listed(), job_state(job_id).state) == ([], WAITING)


def test_failed_job_can_be_ordered_again_and_keeps_its_done_steps(effects, work):
    job_id = enqueue(probe_jobs.count_to_three, number=1)
    row = DBTaskResult.objects.get(pk=job_id)
    DBTaskResult.objects.filter(pk=job_id).update(task_path="stegvis.gone.job")
    work()
    assert (job_state(job_id).state, job_state(job_id).failure) == (FAILED, "unknown_job")

    DBTaskResult.objects.filter(pk=job_id).update(task_path=row.task_path)
    try_again(job_id)
    assert (job_state(job_id).message, job_state(job_id).attempts) == ("", 0)
    work()
    assert job_state(job_id).state == DONE
    assert effects.listed() == ["step-1-1", "step-1-2", "step-1-3"]


def test_only_failed_jobs_can_be_ordered_again(effects):
    job_id = enqueue(probe_jobs.leave_one, number=1)
    with pytest.raises(JobNotFound):
        try_again(job_id)


def test_worker_of_the_library_cannot_run_a_job_without_the_fence(effects):
    enqueue(probe_jobs.leave_one, number=1)
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0, interval=0)
    assert effects.listed() == []


def test_clearing_old_rows_of_the_library_takes_ours_along(effects, work):
    enqueue(probe_jobs.count_to_three, number=1)
    work()
    call_command("prune_db_task_results", min_age_days=0, verbosity=0)
    assert JobRecord.objects.count() == 0

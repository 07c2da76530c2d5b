"""An import whose worker is killed half-way goes on, and takes no row in twice; two imports at once do not lock up."""

import signal
import threading

import pytest
from django.db import connection

from stegvis.access.queries.audit import verify
from stegvis.casework import jobs
from stegvis.casework.actions import imports
from stegvis.casework.models import Enrolment, ImportEffect, ImportPart, Participant, ParticipantImport
from stegvis.workqueue.models import StepMark
from stegvis.workqueue.worker import run_worker
from tests.factories import cast, viewer
from tests.factories.sheets import closed, csv_file, row
from tests.integration.workqueue.conftest import WorkerProcess

pytestmark = pytest.mark.django_db(transaction=True)
TICKS = 600


def ready(people, content: bytes, user=None) -> ParticipantImport:
    by = viewer(user or people.amina)
    item = imports.receive(
        content=content, file_name="a.csv", project=people.project, organisation=people.monsteras, by=by
    )
    jobs.order_preparing(item)
    run_worker(until_empty=True, poll_seconds=0.01)
    item.refresh_from_db()
    assert item.state == "ready"
    return item


@pytest.mark.need("INT-01", where="import")
def test_a_killed_worker_leaves_whole_rows_and_another_does_the_rest_once():
    people = cast()
    item = ready(people, csv_file([(closed if nth % 3 else row)(nth) for nth in range(2600)]))
    jobs.order_taking(item, by=viewer(people.amina))
    victim = WorkerProcess(meets=False, until_empty=True, poll_seconds=0.05, lease_seconds=1.0)
    try:
        tick = threading.Event()
        for _ in range(TICKS):
            if StepMark.objects.filter(key="take-1").exists():
                break
            tick.wait(0.05)
        victim.signal(signal.SIGKILL)
        victim.process.wait()
    finally:
        victim.close()
    half = Enrolment.objects.count()
    assert 1000 <= half < 2600
    assert half == ImportEffect.objects.count()
    assert run_worker(until_empty=True, poll_seconds=0.05).done >= 1
    item.refresh_from_db()
    assert (item.state, item.created, item.rejected) == ("done", 2600, 0)
    assert Enrolment.objects.count() == Participant.objects.count() == ImportEffect.objects.count() == 2600
    assert not ImportPart.objects.exists()
    assert verify().sound


def test_two_imports_of_overlapping_files_at_once_take_each_person_in_once():
    people = cast()
    files = [list(range(0, 700)), list(range(1099, 299, -1))]
    items = [
        ready(people, csv_file([row(nth) for nth in numbers]), user)
        for numbers, user in zip(files, (people.amina, people.bo), strict=True)
    ]
    for item, user in zip(items, (people.amina, people.bo), strict=True):
        jobs.order_taking(item, by=viewer(user))
    gate = threading.Barrier(2)

    def work():
        gate.wait(timeout=30)
        try:
            run_worker(until_empty=True, poll_seconds=0.02)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=240)
    for item in items:
        item.refresh_from_db()
    assert [item.state for item in items] == ["done", "done"]
    assert items[0].created + items[1].created == 1100
    assert items[0].unchanged + items[1].unchanged == 400
    assert Participant.objects.count() == Enrolment.objects.count() == 1100
    assert verify().sound

"""Many writers at once keep one whole chain."""

import threading

import pytest
from django.db import connection, transaction

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.queries.audit import verify
from stegvis.access.rules import operator

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 4, 12


def test_writers_at_once_from_an_empty_log_on():
    gate, faults = threading.Barrier(WRITERS), []

    def write(writer):
        try:
            gate.wait(timeout=20)
            for n in range(EACH):
                try:
                    with transaction.atomic():
                        audit.record(
                            by=operator(f"skrivare {writer}"), verb="read", record="participant", record_id=f"{n}"
                        )
                        if n % 4 == 3:
                            raise KeyError  # taken back: must leave no hole
                except KeyError:
                    pass
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    found = verify()
    assert found.sound, found.faults
    assert found.events == found.checkpoints == WRITERS * EACH * 3 // 4
    numbers = list(AuditEvent.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    for writer in range(WRITERS):
        theirs = AuditEvent.objects.filter(actor_name=f"skrivare {writer}").values_list("record_id", flat=True)
        assert [int(n) for n in theirs] == [n for n in range(EACH) if n % 4 != 3]

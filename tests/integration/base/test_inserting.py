"""Many rows at once stand in the tables as if each had been saved."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from stegvis.access.models import AuditEvent
from stegvis.base.ids import new_id
from stegvis.base.inserting import insert
from stegvis.casework.models import ImportPart, Participant
from stegvis.workqueue.errors import UnfencedWrite
from stegvis.workqueue.fence import Run
from tests.factories import cast, identity_number


def values(people, nth: int, **more) -> dict:
    return {
        "controller_id": people.monsteras.pk, "identity_number": identity_number(nth), "given_name": "Å\tsa\\N",
        "family_name": "Öberg; \"x\"\n", "legal_sex": "F", "sort_key": "a", "search_key": "b", **more,
    }  # fmt: skip


@pytest.mark.django_db
def test_rows_are_what_saved_objects_are(people):
    insert(Participant, [values(people, 0), values(people, 1, id=new_id(), interpreter=True)])
    Participant.objects.bulk_create([Participant(**values(people, 2))])
    rows = list(Participant.objects.order_by("identity_number").values())
    apart = {"id", "identity_number", "created_at", "interpreter"}
    assert len({str({k: v for k, v in one.items() if k not in apart}) for one in rows}) == 1
    assert [one["interpreter"] for one in rows] == [False, True, False]
    assert len({one["id"] for one in rows}) == 3
    assert all(one["created_at"].tzinfo for one in rows)


@pytest.mark.django_db
def test_days_json_bytes_and_nothing_come_back_as_they_went(people):
    now = dt.datetime(2026, 11, 1, 12, 30, 0, 123456, tzinfo=dt.UTC)
    last = AuditEvent.objects.order_by("-number").values_list("number", flat=True).first() or 0
    insert(AuditEvent, [
        {"number": last + nth, "at": now, "verb": "create", "organisation_id": None, "facts": {"å": [nth, None, "\\"]}}
        for nth in (1, 2)
    ])  # fmt: skip
    found = AuditEvent.objects.filter(number__gt=last).order_by("number")
    assert [(e.at, e.organisation_id, e.facts, e.seal) for e in found] == [
        (now, None, {"å": [nth, None, "\\"]}, "") for nth in (1, 2)
    ]


@pytest.mark.django_db
def test_the_database_still_refuses_what_breaks_its_rules(people):
    for wrong in ({"identity_number": identity_number(0)}, {"legal_sex": "?"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(Participant, [values(people, 0), values(people, 1, **wrong)])
    assert not Participant.objects.exists()


@pytest.mark.django_db
def test_no_rows_are_no_question(people, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(Participant, [])


@pytest.mark.django_db
def test_a_job_cannot_write_many_rows_outside_its_fence(people):
    run = Run.__new__(Run)
    run._inside = False
    with connection.execute_wrapper(run._refuse_writes), pytest.raises(UnfencedWrite):
        insert(ImportPart, [{"participant_import_id": new_id(), "kind": "file", "number": 1, "sealed": b"x"}])


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses():
    people = cast()
    with pytest.raises(transaction.TransactionManagementError):
        insert(Participant, [values(people, 0)])


@pytest.fixture
def people(db):
    return cast()

"""The audit log shows what somebody who owns the database did to it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from stegvis.access import append_only, chain
from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent, AuditHead
from stegvis.access.queries.audit import about, verify, visible_to
from stegvis.access.rules import NotAllowed, operator
from tests.factories import cast, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(django_capture_on_commit_callbacks):
    """Ten events, each committed with its checkpoint."""

    def write(count=10):
        for n in range(count):
            with django_capture_on_commit_callbacks(execute=True):
                audit.record(
                    by=operator("ingrid", purpose="ö"),
                    verb="read",
                    record="participant",
                    record_id=n,
                    subject_id=n,
                    organisation_id=1,
                    facts={"å": [n, None, 1.5], "a": "😀"},
                )

    write()
    return write


@pytest.fixture
def owner(log):
    """What the owner of the database can do: take the triggers away and write as they please."""
    append_only.remove(connection)

    def run(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def problems():
    return [(fault.number, fault.problem) for fault in verify().faults]


def files(settings):
    return list(settings.STEGVIS_AUDIT_DIR.glob("checkpoints-*.jsonl"))


def test_an_untouched_log_is_sound(log):
    found = verify()
    assert found.sound
    assert (found.events, found.checkpoints) == (10, 10)


def test_an_empty_log_is_sound():
    assert verify().sound


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_name", "någon annan"),
        ("actor_id", "x"),
        ("actor_kind", "user"),
        ("verb", "list"),
        ("record", "enrolment"),
        ("record_id", "99"),
        ("subject_id", "99"),
        ("organisation_id", 2),
        ("screen", "x"),
        ("purpose", "o"),
        ("facts", json.dumps({"a": "😀", "å": [4, None, 1.6]})),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("seal", "0" * 64),
    ],
)
def test_a_changed_row_is_found(owner, field, value):
    owner(f"UPDATE access_auditevent SET {field} = %s WHERE number = 5", value)  # noqa: S608  our own words only
    assert 5 in [number for number, _ in problems()]


def test_a_removed_row_is_found(owner):
    owner("DELETE FROM access_auditevent WHERE number = 4")
    assert (5, "rows 4–4 are missing") in problems()


def test_a_removed_row_is_found_also_when_the_rest_is_renumbered(owner):
    owner("DELETE FROM access_auditevent WHERE number = 4")
    for number in range(5, 11):
        owner("UPDATE access_auditevent SET number = %s WHERE number = %s", number - 1, number)
    owner("UPDATE access_audithead SET number = 9")
    found = [number for number, _ in problems()]
    assert {4, 5, 6, 7, 8, 9, 10} <= set(found)


def test_reordered_rows_are_found(owner):
    for old, new in ((6, -1), (7, 6), (-1, 7)):
        owner("UPDATE access_auditevent SET number = %s WHERE number = %s", new, old)
    assert {6, 7} <= {number for number, _ in problems()}


def test_a_cut_tail_is_found_though_the_head_was_set_back_too(owner):
    owner("DELETE FROM access_auditevent WHERE number > 7")
    owner("UPDATE access_audithead SET number = 7, seal = (SELECT seal FROM access_auditevent WHERE number = 7)")
    assert any(number == 8 and "tail is cut" in problem for number, problem in problems())


def test_an_emptied_log_is_found(owner):
    owner("DELETE FROM access_auditevent")
    owner("DELETE FROM access_audithead")
    assert any("tail is cut" in problem for _, problem in problems())


def test_an_inserted_row_is_found(owner):
    owner(
        "INSERT INTO access_auditevent SELECT 11, at, actor_kind, actor_id, actor_name, verb, record, record_id, "
        "subject_id, organisation_id, screen, purpose, facts, seal FROM access_auditevent WHERE number = 10"
    )
    assert 11 in [number for number, _ in problems()]


def test_a_chain_made_anew_under_another_key_is_found(owner, monkeypatch):
    monkeypatch.setattr(chain, "key_for", lambda purpose: b"0" * 32)
    previous = ""
    for event in AuditEvent.objects.order_by("number"):
        event.purpose = "oskyldigt"
        event.seal = previous = chain.seal_of(event, previous)
        event.save()
    monkeypatch.undo()
    assert len(verify().faults) >= 10


def test_a_head_that_does_not_agree_is_found(owner):
    owner("UPDATE access_audithead SET number = 3")
    assert any("newest link" in problem for _, problem in problems())


def test_missing_checkpoints_are_found(log, settings):
    for file in files(settings):
        file.unlink()
    assert any("no checkpoints" in problem for _, problem in problems())


def test_a_forged_checkpoint_is_found(log, settings):
    [file] = files(settings)
    lines = file.read_text(encoding="utf-8").splitlines()
    note = json.loads(lines[-1]) | {"number": 7}
    file.write_text("\n".join([*lines[:-1], json.dumps(note)]) + "\n", encoding="utf-8")
    assert any(number == 7 and "forged" in problem for number, problem in problems())


def test_a_damaged_checkpoint_is_found(log, settings):
    [file] = files(settings)
    with file.open("a", encoding="utf-8") as more:
        more.write('{"number": 11, "se\n')
    assert any("damaged" in problem for _, problem in problems())


def test_the_checkpoint_file_is_for_the_servers_user_only(log, settings):
    [file] = files(settings)
    assert file.stat().st_mode & 0o077 == 0


def test_a_badly_broken_log_lists_only_the_first_faults(owner):
    owner("UPDATE access_auditevent SET seal = 'x'")
    assert len(verify(most=3).faults) == 3


# --- append-only ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE access_auditevent SET verb = 'x' WHERE number = 5",
        "DELETE FROM access_auditevent WHERE number = 5",
        "DELETE FROM access_auditevent",
    ],
)
def test_the_database_refuses_to_change_or_remove_rows(log, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify().sound


def test_the_database_refuses_to_empty_the_table(log):
    sql = "TRUNCATE access_auditevent" if connection.vendor == "postgresql" else "DELETE FROM access_auditevent"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.count() == 10


# --- one act, one row -------------------------------------------------------------------------------------------
def test_an_act_that_did_not_happen_leaves_neither_row_nor_checkpoint(log, settings):
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(by=operator("ingrid"), verb="x", record="y")
        raise RuntimeError
    assert AuditEvent.objects.count() == AuditHead.objects.get().number == 10
    assert verify().checkpoints == 10


def test_several_acts_at_once_are_consecutive_rows(log):
    acts = [audit.Act("list", "participant", organisation_id=n) for n in (1, 2, 3)]
    events = audit.record_all(by=operator("ingrid"), acts=acts)
    assert [event.number for event in events] == [11, 12, 13]


def test_no_acts_write_no_rows(log):
    assert audit.record_all(by=operator("ingrid"), acts=[]) == []
    assert AuditEvent.objects.count() == 10


# --- who reads the log ------------------------------------------------------------------------------------------
def test_the_data_protection_officer_reads_their_own_organisations_log():
    people = cast()
    for place in (people.monsteras.pk, people.vastervik.pk, None):
        audit.record(by=operator("ingrid"), verb="x", record="y", organisation_id=place)
    assert [event.organisation_id for event in visible_to(viewer(people.maja))] == [people.monsteras.pk]
    assert visible_to(operator("ingrid")).count() == 3


@pytest.mark.parametrize("name", ["amina", "karin", "eva", "ida", "nils", "hassan"])
def test_nobody_else_reads_the_log(name):
    with pytest.raises(NotAllowed):
        visible_to(viewer(getattr(cast(), name)))


def test_who_has_looked_is_about_one_person():
    people = cast()
    for subject in ("a", "b", "a"):
        audit.record(by=operator("ingrid"), verb="read", record="participant", subject_id=subject)
    assert [event.number for event in about(viewer(people.amina), "a")] == [3, 1]
    with pytest.raises(NotAllowed):
        about(viewer(people.eva), "a")

"""`stegvis backup`: the copy holds, goes back into an empty directory, and a harmed one is refused."""

import os
import resource
from pathlib import Path

import pytest
from django.db import connection

from stegvis.access.models import AuditEvent
from stegvis.upkeep import check, work_checks
from tests.factories import ParticipantFactory, UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(stegvis, settings, tmp_path):
    """An installation with some log, one participant, a file and a place for copies."""
    settings.STEGVIS_DATA_DIR = tmp_path / "data"
    (settings.STEGVIS_DATA_DIR / "files" / "releases").mkdir(parents=True)
    (settings.STEGVIS_DATA_DIR / "files" / "releases" / "r1.json").write_text("frozen")
    (settings.STEGVIS_DATA_DIR / "keys").mkdir()
    (settings.STEGVIS_DATA_DIR / "keys" / "master.key").write_text("secret")
    (tmp_path / "copies").mkdir()
    ParticipantFactory(family_name="Backupsson")
    UnitFactory(name="Mönsterås")
    for number in range(3):
        stegvis(
            *("project", "create", f"p{number}", "--name", "Projekt", "--unit", "Mönsterås"),
            *("--start", "2021-01-01", "--end", "2021-12-31"),
        )
    return settings


@pytest.fixture
def empty_database():
    """The address of an empty PostgreSQL database, and one query to ask it; None on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    there = connection.settings_dict
    yield f"postgres://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def made(stegvis, tmp_path) -> Path:
    """A backup that was made."""
    ran = stegvis("backup", "make", tmp_path / "copies")
    assert ran.code == 0, ran.err
    return Path(ran.out.strip())


def test_a_backup_comes_back_with_its_log(installation, stegvis, tmp_path, empty_database):
    events = AuditEvent.objects.count()
    file = made(stegvis, tmp_path)
    into = ["--database", empty_database] if empty_database else []
    ran = stegvis("backup", "restore", file, "--to", tmp_path / "new", *into)
    assert ran.code == 0, ran.err
    assert f"{events} rader" in ran.err
    assert "Lägg nycklarna" in ran.err
    assert (tmp_path / "new" / "files" / "releases" / "r1.json").read_text() == "frozen"
    assert families_in(tmp_path / "new", empty_database) == ["Backupsson"]
    assert not list((tmp_path / "new").rglob("*.key"))


def families_in(place: Path, url: str | None) -> list[str]:
    """The family names in a restored database."""
    import sqlite3

    import psycopg

    ask = "SELECT family_name FROM casework_participant"
    there = psycopg.connect(url) if url else sqlite3.connect(place / "stegvis.sqlite3")
    try:
        return [name for (name,) in there.execute(ask).fetchall()]
    finally:
        there.close()


def test_the_installation_knows_that_it_was_copied(installation, stegvis, tmp_path):
    assert [one.level.value for one in check.look([work_checks.backup])] == ["warning"]
    file = made(stegvis, tmp_path)
    assert [one.level.value for one in check.look([work_checks.backup])] == ["fine"]
    newest = AuditEvent.objects.order_by("-number").first()
    assert (newest.verb, newest.record, newest.record_id) == ("export", "installation", file.name)
    # what came after the copy does not make the copy look cut
    assert stegvis("backup", "verify", file).code == 0


def test_a_harmed_backup_ends_with_code_1(installation, stegvis, tmp_path):
    file = made(stegvis, tmp_path)
    content = bytearray(file.read_bytes())
    # more than one bit: in a run of zeros a single one can be another way of saying the same
    for place in range(len(content) // 2, len(content) // 2 + 64):
        content[place] ^= 0xFF
    file.write_bytes(content)
    ran = stegvis("backup", "verify", file)
    assert ran.code == 1
    assert "skadad" in ran.err
    assert stegvis("backup", "restore", file, "--to", tmp_path / "new").code == 1
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over(installation, stegvis, tmp_path, empty_database):
    file = made(stegvis, tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine")
    ran = stegvis("backup", "restore", file, "--to", tmp_path / "new")
    assert ran.code == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.txt"]
    if empty_database:
        assert stegvis("backup", "verify", file, "--database", empty_database).code == 0
        ran = stegvis("backup", "verify", file, "--database", empty_database)
        assert ran.code == 1
        assert "har redan tabeller" in ran.err


def test_a_log_changed_before_the_copy_is_told(installation, stegvis, tmp_path, empty_database):
    from stegvis.access import append_only

    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditevent SET actor_name = 'någon annan' WHERE number = 2")
    append_only.install(connection)
    if empty_database:  # a dump is followed where it is put
        file = made(stegvis, tmp_path)
        ran = stegvis("backup", "verify", file, "--database", empty_database)
    else:
        ran = stegvis("backup", "make", tmp_path / "copies")
        assert not list((tmp_path / "copies").iterdir())
    assert ran.code == 1
    assert "dataskyddsombudet" in ran.err


def test_other_keys_are_told_and_the_rest_is_verified(installation, stegvis, tmp_path, empty_database):
    file = made(stegvis, tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "master.key").write_text("ab" * 32)
    installation.STEGVIS_KEY_DIR = tmp_path / "other"
    ran = stegvis("backup", "verify", file, *(["--database", empty_database] if empty_database else []))
    assert ran.code == 0
    assert "Nycklarna här är inte kopians" in ran.err


@pytest.mark.parametrize("place", ["missing", "a file", "inside the data"])
def test_a_place_that_cannot_be_used(installation, stegvis, tmp_path, place):
    (tmp_path / "letter").write_text("Hej")
    target = {
        "missing": tmp_path / "nowhere",
        "a file": tmp_path / "letter",
        "inside the data": installation.STEGVIS_DATA_DIR / "files",
    }[place]
    ran = stegvis("backup", "make", target)
    assert ran.code in (1, 2)
    assert ran.err.strip()
    assert not (installation.STEGVIS_DATA_DIR / "backup-done").exists()


def test_a_full_disk_leaves_nothing_behind(installation, stegvis, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))  # no file may become larger, as on a full disk
    try:
        ran = stegvis("backup", "make", tmp_path / "copies")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ran.code in (1, 2), ran.err
    assert "Traceback" not in ran.err
    assert os.listdir(tmp_path / "copies") == []
    assert [path.name for path in installation.STEGVIS_DATA_DIR.glob(".backup-*/")] == []
    assert not (installation.STEGVIS_DATA_DIR / "backup-done").exists()


def test_without_the_programs_of_postgresql_the_message_names_them(installation, stegvis, tmp_path, monkeypatch):
    if connection.vendor != "postgresql":
        from stegvis.upkeep import database_copies as copies

        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(Exception, match="pg_restore"):
            copies.check_dump(tmp_path / "x.dump")
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = stegvis("backup", "make", tmp_path / "copies")
    assert ran.code == 1
    assert "pg_dump" in ran.err

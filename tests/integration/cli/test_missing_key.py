"""The master key is made for a new installation only, never anew over what was written under another."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from stegvis.access.actions import audit
from stegvis.config.environment import BadSettings
from stegvis.config.key_guard import holds_content, provide_master_key
from tests.factories import cast, viewer


@pytest.fixture
def database(transactional_db):
    """The description of the tests' database, with nothing written yet."""
    return dict(connection.settings_dict)


def write_something():
    people = cast()
    audit.record(
        by=viewer(people.bo), verb="read", record="participant", subject_id="x", organisation_id=people.monsteras.pk
    )
    connection.close()  # a start of the program has a connection of its own


def test_an_empty_database_gets_a_key_that_only_its_user_reads(database, tmp_path):
    provide_master_key(tmp_path / "keys", database)
    path = tmp_path / "keys" / "master.key"
    assert (len(path.read_text().strip()), path.stat().st_mode & 0o777) == (64, 0o600)


def test_a_database_with_content_gets_no_new_key_but_advice(database, tmp_path):
    write_something()
    with pytest.raises(BadSettings) as refused:
        provide_master_key(tmp_path, database)
    assert str(tmp_path / "master.key") in str(refused.value)
    assert "backup" in str(refused.value)
    assert not (tmp_path / "master.key").exists()


def test_a_key_that_is_there_is_kept(database, tmp_path):
    write_something()
    (tmp_path / "master.key").write_text("ab" * 32)
    provide_master_key(tmp_path, database)
    assert (tmp_path / "master.key").read_text() == "ab" * 32


@pytest.mark.parametrize("engine", ["sqlite3", "postgresql"])
def test_a_database_that_cannot_be_asked_gets_no_key_yet(tmp_path, engine):
    (tmp_path / "letter").write_text("Hej! Detta är ingen databas." * 100)
    database = {
        "ENGINE": f"django.db.backends.{engine}", "NAME": str(tmp_path / "letter"), "USER": "ingen", "PASSWORD": "",
        "HOST": str(tmp_path), "PORT": "", "OPTIONS": {},
    }  # fmt: skip
    assert holds_content(database) is None
    provide_master_key(tmp_path / "keys", database)
    assert not (tmp_path / "keys").exists()


def test_the_program_does_not_start_without_the_key_of_its_database(tmp_path):
    with sqlite3.connect(tmp_path / "stegvis.sqlite3") as written:
        written.execute("CREATE TABLE access_auditevent (number INTEGER)")
        written.execute("INSERT INTO access_auditevent VALUES (1)")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "stegvis.cli", "migrate"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "stegvis.config.settings", "STEGVIS_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "master.key is missing" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "keys" / "master.key").exists()

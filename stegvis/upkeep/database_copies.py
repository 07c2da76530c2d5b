"""One consistent copy of the database, while people work; and a copy opened beside the database in use.

SQLite is copied by its own online backup. PostgreSQL is copied and put back by its own programs; what they need to
connect goes to them in their environment, so that no password stands in the list of processes.
"""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible

#: What the copy is called in a backup, by kind of database.
MEMBERS = {"sqlite": "stegvis.sqlite3", "postgresql": "stegvis.dump"}


def copy_to(place: Path) -> Path:
    """Copy the database in use into a directory; the copy is of one moment. Raises NotPossible, OSError."""
    target = place / MEMBERS[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
        _run("pg_dump", words, connection.settings_dict)
    return target


def _copy_sqlite(source: Path, target: Path) -> None:
    # a connection of its own: SQLite cannot copy through one that is itself in the middle of writing
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as inside,
            closing(sqlite3.connect(target)) as outside,
        ):
            inside.backup(outside)
            outside.execute("PRAGMA journal_mode=DELETE")  # so that one file is the whole copy
    except sqlite3.OperationalError as problem:
        raise OSError(None, str(problem), str(target)) from problem


def check_dump(dump: Path) -> None:
    """Let PostgreSQL's own program read the whole dump. Raises NotPossible when it cannot."""
    _run("pg_restore", [f"--file={os.devnull}", str(dump)])


def put_into(dump: Path, url: str) -> None:
    """Put a dump into an empty PostgreSQL database, all of it or nothing. Raises NotPossible."""
    with opened(url) as alias:
        if connections[alias].vendor != "postgresql":
            raise NotPossible(_("The backup comes from PostgreSQL and needs such a database: postgres://…"))
        if connections[alias].introspection.table_names():
            raise NotPossible(_("The database already has tables. Name an empty one: nothing is ever written over."))
        settings = connections[alias].settings_dict
    name = settings["NAME"]
    _run(
        "pg_restore", ["--single-transaction", "--no-owner", "--no-privileges", f"--dbname={name}", str(dump)], settings
    )


@contextmanager
def opened(url: str) -> Iterator[str]:
    """The alias of a database that is open beside the one in use, for as long as it is needed. Raises NotPossible."""
    alias = f"copy-{secrets.token_hex(4)}"
    try:
        wanted = dj_database_url.parse(url)
    except (ValueError, ImproperlyConfigured) as problem:
        raise NotPossible(_("This is no address of a database: postgres://user:password@host/name")) from problem
    complete = connections.configure_settings({"default": wanted})["default"]
    connections[alias] = load_backend(complete["ENGINE"]).DatabaseWrapper(complete, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


def faults_of_sqlite(alias: str) -> list[str]:
    """What SQLite finds wrong in a file: pages that cannot be read, records that point at nothing."""
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(10)")
        found = [answer for (answer,) in cursor.fetchall() if answer != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [f"{row[0]} → {row[2]}" for row in cursor.fetchmany(10)]


def _run(program: str, words: list[str], settings: dict | None = None) -> None:
    found = shutil.which(program)
    if not found:
        advice = _("Install the client programs of PostgreSQL, of the database's version or later.")
        raise NotPossible(_("The program %s is not here.") % program + " " + advice)
    environment = {**os.environ, **(_to_connect(settings) if settings else {}), "LC_MESSAGES": "C"}
    ran = subprocess.run(  # noqa: S603
        [found, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        # the first line names the cause; later ones can quote records
        reason = (ran.stderr.strip().splitlines() or [str(ran.returncode)])[0][:300]
        raise NotPossible(_("%(program)s did not succeed: %(reason)s") % {"program": program, "reason": reason})


def _to_connect(settings: dict) -> dict[str, str]:
    from django.db.backends.postgresql.client import DatabaseClient

    _words, environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGHOST": "HOST", "PGPORT": "PORT"}
    mine = {variable: str(settings[key]) for variable, key in named.items() if settings.get(key)}
    return {**mine, **(environment or {})}

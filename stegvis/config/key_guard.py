"""The master key at the start: made anew for a new installation, never over a database that was written under another.

A new key over old content would go unnoticed for a while: sealed texts could not be opened, the log could not be
followed, and people would get other pseudonyms than before.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from stegvis.base.keys import MASTER_FILE, ensure_master_key
from stegvis.config.environment import BadSettings

#: Every write leaves an event here, under the key.
_ASKED = "SELECT 1 FROM access_auditevent LIMIT 1"
#: Of the options of a PostgreSQL address, those its own library knows.
_LIBRARY_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "options")
_SECONDS_TO_WAIT = 5


def provide_master_key(directory: Path, database: dict[str, Any]) -> None:
    """See to it that there is a master key where that is safe.

    `database` is Django's description of it. When the key is missing and the database cannot be asked, nothing is
    made: the next start asks again, and whatever needs the key until then says that it is missing.

    Raises BadSettings when the key is missing though the database holds content.
    """
    key = directory / MASTER_FILE
    if key.exists():
        return
    written = holds_content(database)
    if written and not key.exists():  # another process may have begun the installation meanwhile
        raise BadSettings(
            f"Stegvis does not start: the key {key} is missing, but the database holds content written with it.\n"
            "  Put the file back from your backup of the keys, or let STEGVIS_KEY_DIR name the directory it lies in.\n"
            "  If you meant to begin anew, let STEGVIS_DATABASE_URL or STEGVIS_DATA_DIR name an empty place.\n"
            "  If the key is lost for good, no program can bring it back: the log made so far cannot be followed,\n"
            "  second factors and drafts are lost, merges and imports cannot be undone. Only then make a new one:\n"
            f"    (umask 077; openssl rand -hex 32 > '{key}')"
        )
    if written is False:
        ensure_master_key(directory)


def holds_content(database: dict[str, Any]) -> bool | None:
    """Has anything been written to the database yet? None when it cannot be asked."""
    if database["ENGINE"].endswith("sqlite3"):
        return _sqlite_holds_content(Path(database["NAME"]))
    return _postgresql_holds_content(database)


def _sqlite_holds_content(path: Path) -> bool | None:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as opened:
            return opened.execute(_ASKED).fetchone() is not None
    except sqlite3.Error as problem:
        return False if "no such table" in str(problem) else None


def _postgresql_holds_content(database: dict[str, Any]) -> bool | None:
    import psycopg  # only now: an installation on SQLite need not load it

    options = database.get("OPTIONS", {})
    reached = {
        "dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"],
        "host": database["HOST"], "port": database["PORT"], "connect_timeout": _SECONDS_TO_WAIT,
        **{name: options[name] for name in _LIBRARY_OPTIONS if name in options},
    }  # fmt: skip
    try:
        with psycopg.connect(**{name: value for name, value in reached.items() if value not in ("", None)}) as opened:
            return opened.execute(_ASKED).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False
    except psycopg.Error:
        return None

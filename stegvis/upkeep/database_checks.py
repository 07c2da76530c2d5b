"""Is the database reachable, of a good kind, of this version, and are its own guards in place?"""

import os
import stat
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from stegvis.upkeep.findings import Finding, fault, fine, warning

#: Triggers and constraints that Django's own schema tools can lose when they rebuild a table.
GUARDS = {
    "sqlite": {
        "audit_no_update", "audit_no_delete", "enrolments_overlap_insert", "enrolments_overlap_update",
    },
    "postgresql": {"audit_no_change", "audit_no_truncate", "enrolments_overlap"},
}  # fmt: skip
_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def version() -> Iterator[Finding]:
    """Which database, and does this version of Stegvis support it?"""
    from django.db.utils import NotSupportedError

    number = ".".join(map(str, connection.get_database_version()))
    words = _("%(name)s %(version)s") % {"name": connection.display_name, "version": number}
    try:
        connection.check_database_version_supported()
    except NotSupportedError as problem:
        yield fault("database", _("Database"), words, str(problem))
    else:
        yield fine("database", _("Database"), words)


def migrations() -> Iterator[Finding]:
    """Are the tables those of this version?"""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield fault(
            "migrations", _("Tables"), _("%d changes of the tables wait.") % len(waiting),
            _("Stop Stegvis, take a backup, run: stegvis migrate"),
        )  # fmt: skip
    else:
        yield fine("migrations", _("Tables"), _("Those of this version."))


def guards() -> Iterator[Finding]:
    """Does the database itself still refuse to change the log and to enrol twice at a time?"""
    lost = sorted(GUARDS[connection.vendor] - _found_guards())
    if lost:
        yield fault(
            "guards", _("Guards in the database"), _("Missing: %s") % ", ".join(lost),
            _("Somebody or something took them away. Keep the database as it is and tell the developers."),
        )  # fmt: skip
    else:
        yield fine("guards", _("Guards in the database"), _("In place: the log cannot be changed there."))


def _found_guards() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
                "UNION SELECT conname FROM pg_constraint"
            )
        return {name for (name,) in cursor.fetchall()}


def manner() -> Iterator[Finding]:
    """SQLite: does it write safely and is its file closed to others? PostgreSQL: can it hold every letter?"""
    if connection.vendor == "sqlite":
        yield from _sqlite_manner()
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
    if encoding != "UTF8":
        yield fault(
            "encoding", _("Letters"), _("The database is made for %s.") % encoding,
            _("Make a new database with ENCODING 'UTF8' and move the tables there."),
        )  # fmt: skip
    else:
        yield fine("encoding", _("Letters"), _("The database holds every letter (UTF8)."))


def _sqlite_manner() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        wrong = []
        for name, wanted in _PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            if cursor.fetchone()[0] != wanted:
                wrong.append(name)
    if wrong:
        yield fault(
            "pragmas", _("Manner of writing"), _("Not as it should be: %s") % ", ".join(wrong),
            _("Put the database on a local disk (not a network disk), and start Stegvis again."),
        )  # fmt: skip
    else:
        yield fine("pragmas", _("Manner of writing"), _("Safe when the power fails."))
    path = connection.settings_dict["NAME"]
    if os.path.exists(path) and os.stat(path).st_mode & (stat.S_IRWXG | stat.S_IRWXO) and _others_reach(path):
        yield fault(
            "database_file", _("Database file"), _("Others on this machine can read it."),
            _("Run: chmod 700 on the data directory."),
        )  # fmt: skip


def _others_reach(path: str) -> bool:
    """Is the directory open too? Closed to others, it protects the file whatever the file says."""
    return bool(os.stat(os.path.dirname(path)).st_mode & (stat.S_IXGRP | stat.S_IXOTH))


def whole() -> Iterator[Finding]:
    """SQLite reads every page of its file; PostgreSQL watches over its own (deep)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
    if answer == "ok":
        yield fine("integrity", _("Database file is whole"), _("Every page can be read."))
    else:
        yield fault(
            "integrity", _("Database file is whole"), _("It is damaged."),
            _("Stop Stegvis, keep the file, restore the latest backup (docs/manual/sv/drift.md)."),
        )  # fmt: skip


def clock() -> Iterator[Finding]:
    """Do the machine's clock, the database's and the log agree?"""
    import datetime as dt

    from django.utils import timezone

    from stegvis.access.models import AuditEvent

    newest = AuditEvent.objects.order_by("-number").values_list("at", flat=True).first()
    if newest and newest > timezone.now() + dt.timedelta(minutes=2):
        yield warning(
            "clock", _("Clock"), _("The log holds a time that has not come yet: a clock was wrong."),
            _("Let the machine take its time from the network (systemd-timesyncd or chrony)."),
        )  # fmt: skip
    else:
        yield fine("clock", _("Clock"), _("Agrees with the log."))

"""Make a backup of the installation, verify it, and lay it out in an empty directory.

A backup holds the database as it was at one moment, the files of the data directory and the audit checkpoints up to
that moment. The keys are never in it: whoever has both database and keys can read all and write the log anew.
"""

import datetime as dt
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access import chain
from stegvis.access.queries import audit
from stegvis.base import planner
from stegvis.base.decision import NotPossible
from stegvis.base.keys import keyed_digest
from stegvis.base.version import version
from stegvis.upkeep import archive, database_copies
from stegvis.upkeep.archive import Manifest
from stegvis.upkeep.work_checks import BACKUP_STAMP

#: Directory inside a backup for the checkpoints; also their place in a data directory when no other is set.
CHECKPOINTS = "audit"
_OWN_PLACE = ".backup-"
_LEFT_OUT = ("keys", "static", "mail")


@dataclass(frozen=True)
class Verified:
    """A backup that held: what it says, and how much of the log in it could be followed.

    `events` is None when the log was not read, and `note` says why and how it can be. `keys_fit`: are the keys of
    this installation those of the backup?
    """

    path: Path
    manifest: Manifest
    keys_fit: bool
    events: int | None = None
    note: str = ""


def make(directory: Path) -> Verified:
    """Write a backup into a directory, verify it there, and only then give it its name and say that it is done.

    Raises NotPossible when the copy cannot be made or does not hold, OSError (with the path) when the directory is
    missing, full or closed.
    """
    if not directory.is_dir():
        raise OSError(2, _("There is no such directory."), str(directory))
    if _is_in(directory, Path(settings.STEGVIS_DATA_DIR)):
        raise NotPossible(_("Name a directory outside the data directory: what harms the data must not take the copy."))
    when = timezone.localtime()
    target = directory / f"stegvis-{when:%Y-%m-%d-%H%M%S}.tar.gz"
    partial = target.with_name(target.name + ".partial")
    try:
        with _own_place() as place:
            _write(partial, place, when)
        made = verify(partial)
        os.link(partial, target)  # unlike a renaming, it refuses to write over something
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror or str(problem), problem.filename or str(target)) from problem
    finally:
        partial.unlink(missing_ok=True)
    (Path(settings.STEGVIS_DATA_DIR) / BACKUP_STAMP).touch()
    planner.renew()  # not part of the copy, but due as often
    return Verified(target, made.manifest, made.keys_fit, made.events, made.note)


def _write(target: Path, place: Path, when: dt.datetime) -> None:
    last = audit.last_number()  # before the copy, so that each row up to it is surely in there
    database = database_copies.copy_to(place)
    sources = [(database.name, database), *_checkpoints(place, last), *_files()]
    manifest = Manifest(
        made_at=when.isoformat(timespec="seconds"),
        stegvis=version(),
        database=connection.vendor,
        database_version=".".join(map(str, connection.get_database_version())),
        key_mark=_key_mark(),
        left_out=_LEFT_OUT,
        members={name: archive.digest_of(path) for name, path in sources},
    )
    archive.write(target, manifest, sources)


def verify(path: Path, *, url: str = "") -> Verified:
    """Unpack a backup in a place of its own, compare every digest, and follow the log in its database.

    A backup from PostgreSQL is read to its end; with `url`, an empty database, it is put there and its log followed
    too (the database is left filled). Raises NotPossible when anything is wrong, OSError when the file cannot be read.
    """
    archive.check_to_the_end(path)
    with _own_place() as place:
        manifest = archive.unpack(path, place)
        return _follow(path, manifest, place, url)


def restore(path: Path, directory: Path, *, url: str = "") -> Verified:
    """Lay a backup out in a new or empty directory, as a data directory, and verify what lies there.

    A database from PostgreSQL goes into the empty database `url`; without it the dump is only laid out. Raises
    NotPossible when the directory has content or the backup does not hold (then nothing is left), OSError.
    """
    there = directory.exists()
    if there and (not directory.is_dir() or any(directory.iterdir())):
        raise NotPossible(_("%s is not empty. Name a new directory: nothing is ever written over.") % directory)
    archive.check_to_the_end(path)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        manifest = archive.unpack(path, directory)
        return _follow(path, manifest, directory, url)
    except BaseException:
        for left in directory.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if not there:
            directory.rmdir()
        raise


def _follow(path: Path, manifest: Manifest, place: Path, url: str) -> Verified:
    keys_fit = manifest.key_mark == _key_mark()
    database = place / database_copies.MEMBERS.get(manifest.database, "")
    if not database.is_file():
        raise NotPossible(_("There is no database in the backup."))
    if manifest.database == "postgresql":
        database_copies.check_dump(database)
        if not url:
            note = _("The dump can be read to its end. Its log is followed when it is put into a database: --database")
            return Verified(path, manifest, keys_fit, note=note)
        database_copies.put_into(database, url)
    elif url:
        raise NotPossible(_("The backup comes from SQLite and holds its whole database: leave --database out."))
    with database_copies.opened(url or f"sqlite:///{database.absolute()}") as alias:
        if connections[alias].vendor == "sqlite" and (wrong := database_copies.faults_of_sqlite(alias)):
            raise NotPossible(_("The database in the backup is damaged: %s") % "; ".join(wrong))
        if not _has_our_tables(alias):
            note = _("Made by Stegvis %s with other tables: its log is followed by that version.") % manifest.stegvis
            return Verified(path, manifest, keys_fit, note=note)
        if not keys_fit:
            note = _("The keys here are not those of the backup: without them its log cannot be followed.")
            return Verified(path, manifest, keys_fit, note=note)
        return Verified(path, manifest, keys_fit, events=_events_of_sound_log(alias, place))


def _events_of_sound_log(alias: str, place: Path) -> int:
    outcome = audit.verify(using=alias, place=place / CHECKPOINTS)
    if not outcome.sound:
        first = outcome.faults[0]
        where = {"number": first.number, "problem": first.problem}
        found = _("The audit log in the backup is NOT sound (row %(number)d: %(problem)s).") % where
        raise NotPossible(found + " " + _("Call the data protection officer."))
    return outcome.events


# --- what goes into it --------------------------------------------------------------------------------------------
def _checkpoints(place: Path, up_to: int) -> list[tuple[str, Path]]:
    """The checkpoints of rows that are in the copy: later ones would say that its end is cut off."""
    (place / CHECKPOINTS).mkdir(mode=0o700)
    made = []
    for path in sorted(Path(settings.STEGVIS_AUDIT_DIR).glob("checkpoints-*.jsonl")):
        mine = place / CHECKPOINTS / path.name
        chain.copy_checkpoints(path, mine, up_to=up_to)
        made.append((f"{CHECKPOINTS}/{path.name}", mine))
    return made


def _files() -> Iterator[tuple[str, Path]]:
    """Everything in the data directory but what is copied in another way, made anew, or not to be copied at all."""
    root = Path(settings.STEGVIS_DATA_DIR)
    not_these = {Path(each).resolve() for each in _elsewhere()}
    for at, directories, names in os.walk(root, followlinks=True):
        here = Path(at)
        directories[:] = sorted(
            name for name in directories if not name.startswith(".") and (here / name).resolve() not in not_these
        )
        for name in sorted(names):
            path = here / name
            if path.is_file() and not name.startswith(".") and path.resolve() not in not_these:
                yield path.relative_to(root).as_posix(), path


def _elsewhere() -> Iterator[object]:
    root = Path(settings.STEGVIS_DATA_DIR)
    yield from (settings.STEGVIS_KEY_DIR, settings.STEGVIS_AUDIT_DIR, settings.STATIC_ROOT, root / "mail")
    yield from (root / BACKUP_STAMP, root / CHECKPOINTS, root / "keys")
    name = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else root / "stegvis.sqlite3"
    yield from (f"{name}{ending}" for ending in ("", "-wal", "-shm", "-journal"))


def _has_our_tables(alias: str) -> bool:
    """Was the database of the copy brought to the very version of this program?"""
    loader = MigrationLoader(connections[alias])
    applied, known = set(loader.applied_migrations), set(loader.disk_migrations)
    return set(loader.graph.leaf_nodes()) <= applied <= known


def _key_mark() -> str:
    return keyed_digest("backup", "mark")[:16]


# --- a place to work in -------------------------------------------------------------------------------------------
@contextmanager
def _own_place() -> Iterator[Path]:
    """A directory on the disk of the data, for one process at a time; what a killed one left there is removed."""
    root = Path(settings.STEGVIS_DATA_DIR)
    with (root / f"{_OWN_PLACE}lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise NotPossible(_("Another backup is being made or verified. Wait until it is done.")) from problem
        for left in root.glob(f"{_OWN_PLACE}*/"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=_OWN_PLACE, dir=root) as place:
            yield Path(place)


def _is_in(path: Path, place: Path) -> bool:
    return path.resolve().is_relative_to(place.resolve())

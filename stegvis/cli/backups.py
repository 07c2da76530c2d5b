"""`stegvis backup`: copy the installation, prove that the copy holds, lay it out again."""

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.language import _
from stegvis.cli.session import runs, say, viewer

FileArgument = Annotated[Path, typer.Argument(help=_("A file made by stegvis backup make."), metavar="FILE")]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        help=_("Backups from PostgreSQL: an empty database to put it into, postgres://user:password@host/name"),
        metavar="URL",
    ),
]


@runs("backup make")
def make(
    directory: Annotated[Path, typer.Argument(help=_("Where to write it: a directory on another disk."))],
) -> None:
    """Write one file with database, files and audit checkpoints, and verify it. Prints its path."""
    from stegvis.access.actions.audit import record
    from stegvis.upkeep import backups

    by = viewer()
    made = backups.make(directory)
    record(by=by, verb="export", record="installation", record_id=made.path.name, facts={"bytes": made.manifest.bytes})
    _tell(made)
    say(_("The keys are not in it, on purpose: who has both can read everything. Copy them to another place, once."))
    typer.echo(made.path)


@runs("backup verify")
def verify(file: FileArgument, database: DatabaseOption = "") -> None:
    """Unpack a backup in a place of its own, compare every digest and follow its log; code 1 when it does not hold."""
    from stegvis.upkeep import backups

    _tell(backups.verify(file, url=database))


@runs("backup restore")
def restore(
    file: FileArgument,
    to: Annotated[Path, typer.Option("--to", help=_("A new or empty directory: the new data directory."))],
    database: DatabaseOption = "",
) -> None:
    """Lay a backup out in an empty directory and verify it there. Never writes over anything."""
    from stegvis.upkeep import backups

    laid_out = backups.restore(file, to, url=database)
    _tell(laid_out)
    say(_("Everything lies in %s.") % to)
    say(_("Put the keys in their directory before you start Stegvis from there: without them it makes new ones."))


def _tell(held) -> None:
    counted = {"files": len(held.manifest.members), "made": held.manifest.made_at, "version": held.manifest.stegvis}
    say(_("The backup holds: %(files)d files, made %(made)s by Stegvis %(version)s.") % counted)
    if held.events is not None:
        say(_("The audit log in it is whole and unchanged: %d rows.") % held.events)
    if held.note:
        say(held.note)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    words = _("Copy the installation, prove the copy, restore it.")
    backup = group(app, "backup", words=words, panel=panels.INSTALLATION)
    backup.command("make", help=_("Write a verified backup of database, files and audit checkpoints."))(make)
    backup.command("verify", help=_("Prove that a backup is whole and that its log can be followed."))(verify)
    backup.command("restore", help=_("Lay a backup out in a new or empty directory."))(restore)

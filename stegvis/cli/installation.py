"""Commands for whoever runs the installation: make it ready, look at its settings, serve it."""

from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.language import _
from stegvis.cli.session import WrongUse, runs, say, start_django
from stegvis.cli.tables import Format, FormatOption, show


@runs("migrate")
def migrate() -> None:
    """Bring database, cache table and static files to this version. Safe to run again."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from stegvis.base import planner
    from stegvis.cli import static_files

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        # the words of the database: without them nobody can help
        raise WrongUse(_("The database could not be brought to this version: %s") % problem) from problem
    call_command("createcachetable", verbosity=0)
    planner.renew()
    static_files.gather()
    say(_("The database and the static files are ready."))


@runs("settings")
def settings(form: FormatOption = Format.TEXT) -> None:
    """Print every variable with its value, where it comes from and what it means."""
    from stegvis.cli.settings_table import lines

    columns = [
        ("name", _("Variable")),
        ("value", _("Value")),
        ("source", _("From")),
        ("meaning", _("Meaning")),
    ]
    show(columns, [vars(line) for line in lines()], form)


@runs("serve")
def serve(
    host: Annotated[str, typer.Option(help=_("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("Port to listen on."), min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help=_("Web processes."), min=1, max=32)] = 1,
    threads: Annotated[int, typer.Option(help=_("Threads in each web process."), min=1, max=64)] = 4,
    queue: Annotated[bool, typer.Option("--queue/--no-queue", help=_("Also work off the queue."))] = True,
) -> None:
    """Serve until interrupted, with one queue worker beside the web processes."""
    from stegvis.cli import serving

    serving.check_ready()
    serving.check_port(host, port)
    parts = serving.plan(host=host, port=port, workers=workers, threads=threads, queue=queue)
    serving.supervise(parts, port)


@runs("work", django=False)
def work(
    until_empty: Annotated[bool, typer.Option("--until-empty", help=_("Stop when nothing waits."))] = False,
) -> None:
    """Work off the queue until interrupted."""
    start_django()
    from stegvis.casework.jobs import order_reminding
    from stegvis.workqueue.worker import run_worker

    if not until_empty:
        order_reminding()  # each day's run orders the next; this one begins it
    done = run_worker(until_empty=until_empty)
    say(
        _("Done: %(done)d. Failed: %(failed)d. Given back: %(given_back)d. Taken over by another worker: %(lost)d.")
        % vars(done)
    )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    panel = panels.INSTALLATION
    app.command(help=_("Make the database and the static files ready. Safe to run again."), rich_help_panel=panel)(
        migrate
    )
    app.command(help=_("Show the settings: value, where it comes from, meaning."), rich_help_panel=panel)(settings)
    app.command(help=_("Serve the web pages and work off the queue, until Ctrl+C."), rich_help_panel=panel)(serve)
    app.command(help=_("Only work off the queue, until Ctrl+C."), rich_help_panel=panel)(work)

"""The `stegvis` console command: thin, like a face. Everything a person may want from a shell.

How to add commands
-------------------
A module of this room with a function `register(app)`, named in `stegvis.cli.app.MODULES`::

    import typer

    from stegvis.cli import panels
    from stegvis.cli.language import _
    from stegvis.cli.session import runs, viewer
    from stegvis.cli.tables import Format, show


    @runs("indicators")  # the words after `stegvis`: they stand in the audit log as the screen
    def indicators(project: Annotated[str, typer.Argument(help=_("Code of the project."))], ...) -> None:
        from stegvis.reporting.queries import ...  # Django and heavy libraries only inside the function

        show([("indicator", _("Indicator"))], rows, Format.JSON)


    def register(app: typer.Typer) -> None:
        app.command("indicators", help=_("…"), rich_help_panel=panels.RESULTS)(indicators)

- At the top of a module stand only typer and this room, so that `stegvis --help` is quick.
- `runs` sets Django up and turns the rooms' refusals into words and exit codes; `viewer()` is the named operator.
- `session.WrongUse(text)` ends with code 2; `session.finish(code)` ends with another code after output was written.
- Exit codes: `session.ExitCode`.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command with the given arguments (default: those of the shell) and return the exit code."""
    from stegvis.cli.app import run

    return run(arguments)

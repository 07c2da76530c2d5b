"""Puts the command together from its modules and runs it."""

import sys
from importlib import import_module
from importlib.util import find_spec

from stegvis.cli import language

#: Modules with `register(app)`, in the order of the help text.
MODULES = (
    *(
        "installation",
        "health",
        "backups",
        "projects",
        "imports",
        "words",
        "users",
        "protected",
        "results",
        "goals",
        "own_indicators",
        "theory",
        "figures",
    ),
    *("audit", "demonstration", "manual"),
)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    language.utf8()
    language.speak(language.chosen(given))
    try:
        build()(args=given, prog_name="stegvis", standalone_mode=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 2
        return int(end.code or 0)
    except KeyboardInterrupt:
        return 130
    return 0


def build():
    """The whole command, with every module that is there."""
    import typer

    from stegvis.cli.language import _
    from stegvis.cli.options import root

    app = typer.Typer(
        name="stegvis",
        help=_("Follow every participant from first contact to job or studies, and show what worked."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for name in MODULES:
        if find_spec(f"stegvis.cli.{name}"):
            import_module(f"stegvis.cli.{name}").register(app)
    return app


def group(app, name: str, *, words: str, panel: str):
    """A group of commands, such as `stegvis project …`, with its help text, under a panel of the main help."""
    import typer

    made = typer.Typer(no_args_is_help=True, help=words)
    app.add_typer(made, name=name, rich_help_panel=panel)
    return made

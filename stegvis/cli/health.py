"""`stegvis check`: is this installation healthy, and what should be done?"""

from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.language import _
from stegvis.cli.session import runs, say
from stegvis.cli.tables import Format, FormatOption, show_json

_SIGNS = {"fine": "✓", "warning": "!", "fault": "✗"}


@runs("check")
def check(
    deep: Annotated[
        bool, typer.Option("--deep", help=_("Also read the whole log and database, and ask the mail server."))
    ] = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Look at everything; code 0 when all is well, 1 with warnings, 2 with faults."""
    from stegvis.upkeep.check import COUNTING, DEEP, QUICK, look, worst

    found = look((*QUICK, *COUNTING, *(DEEP if deep else ())))
    level = worst(found)
    if form is Format.TEXT:
        _tell(found)
        say(
            {
                "fine": _("All is well."),
                "warning": _("There are warnings. Stegvis works; see to them soon."),
                "fault": _("There are faults. See to them now."),
            }[level.value]
        )
    else:
        show_json({"level": level.value, "findings": [vars(one) for one in found]})
    raise typer.Exit(level.weight)


def _tell(found) -> None:
    words = {"fine": _("well"), "warning": _("warning"), "fault": _("FAULT")}
    for one in sorted(found, key=lambda one: -one.level.weight):
        typer.echo(f"{_SIGNS[one.level.value]} {words[one.level.value]:<8} {one.title}: {one.found}")
        if one.advice:
            typer.echo(f"{'':<11}→ {one.advice}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=_("Look at the installation's health: 0 well, 1 warnings, 2 faults."), rich_help_panel=panels.INSTALLATION
    )(check)

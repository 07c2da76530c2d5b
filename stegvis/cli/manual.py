"""`stegvis docs`: write the reference pages that are made from the program."""

from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.language import _
from stegvis.cli.pages import PAGES, ROOT, is_fresh, write
from stegvis.cli.session import ExitCode, WrongUse, finish, runs, say


@runs("docs")
def docs(
    page: Annotated[list[str] | None, typer.Argument(help=_("Pages: %s. Default: all.") % ", ".join(PAGES))] = None,
    check: Annotated[bool, typer.Option("--check", help=_("Write nothing; code 1 when a page is stale."))] = False,
) -> None:
    """Write reference pages of the manual: the program's own words, not those of an installation."""
    from stegvis.base import vocabulary

    vocabulary.forget()  # the pages tell the program's own words, and need no database
    names = page or list(PAGES)
    if unknown := [name for name in names if name not in PAGES]:
        raise WrongUse(_("There is no page %(name)s. Pages: %(all)s.") % {"name": unknown[0], "all": ", ".join(PAGES)})
    if check:
        stale = [name for name in names if not is_fresh(name)]
        for name in stale:
            say(_("The page %(name)s is stale. Run: stegvis docs %(name)s") % {"name": name})
        if stale:
            finish(ExitCode.FAULTS)
        return
    for name in names:
        say(str(write(name).relative_to(ROOT)))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Write the reference pages made from the program."), rich_help_panel=panels.MANUAL)(docs)

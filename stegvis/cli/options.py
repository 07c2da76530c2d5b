"""The options before the command's words: `stegvis --operator NAME --language sv …`."""

from typing import Annotated

import typer

from stegvis.cli.language import LANGUAGES, _
from stegvis.cli.session import begin


def _known_language(value: str) -> str:
    if value and value not in LANGUAGES:
        raise typer.BadParameter(_("Choose sv or en."))
    return value


def _show_version(asked: bool) -> None:
    if asked:
        from stegvis.base.version import version

        typer.echo(version())
        raise typer.Exit


def root(
    operator: Annotated[
        str, typer.Option(envvar="STEGVIS_OPERATOR", help=_("Who runs the command; stands in the audit log."))
    ] = "",
    language: Annotated[
        str, typer.Option(help=_("Language of texts: sv or en."), metavar="sv|en", callback=_known_language)
    ] = "",
    version: Annotated[
        bool,
        typer.Option("--version", help=_("Show the version and exit."), callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Run before every command. The language was already chosen when the command was put together."""
    begin(operator)

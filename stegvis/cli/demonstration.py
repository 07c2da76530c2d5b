"""`stegvis demo`: a whole project with invented people, made from figures that a real project printed."""

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.language import _
from stegvis.cli.session import NothingFound, WrongUse, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show


@runs("demo load")
def load() -> None:
    """Load the demonstration projects. Safe to run again."""
    from stegvis.demo import loading

    _only_here()
    loaded = loading.load(by=viewer(purpose="demonstration"), told=say)
    if loaded.was_complete:
        say(_("The demonstration is already loaded."))
    else:
        say(_("The demonstration is loaded: %d invented people.") % loaded.people)


@runs("demo accounts")
def accounts(form: FormatOption = Format.TEXT) -> None:
    """Print the accounts of the cast with their one-time codes of this moment."""
    from stegvis.demo import cast

    _only_here()
    found = cast.accounts()
    if not found:
        raise NothingFound(_("The demonstration is not loaded. Run: stegvis demo load"))
    columns = [
        ("name", _("Name")),
        ("role", _("Role")),
        ("place", _("Place")),
        ("email", _("E-mail")),
        ("code", _("Code now")),
    ]
    if form is not Format.TEXT:
        columns.append(("password", _("Password")))
    show(columns, [vars(account) for account in found], form)
    if form is Format.TEXT:
        typer.echo()
        typer.echo(_("Everybody's password: %s") % cast.PASSWORD)
        typer.echo(_("A code lasts half a minute and works once. New codes: stegvis demo accounts"))


def _only_here() -> None:
    """The demonstration's accounts are known to everybody: refuse where others could reach them."""
    from urllib.parse import urlsplit

    from django.conf import settings

    host = urlsplit(settings.STEGVIS_URL).hostname or ""
    if host not in ("localhost", "127.0.0.1", "::1") and not host.endswith(".localhost"):
        raise WrongUse(
            _("The demonstration is for this machine only: its accounts are public. STEGVIS_URL names another address.")
        )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    demo = group(app, "demo", words=_("Try Stegvis with an invented project."), panel=panels.DEMONSTRATION)
    demo.command("load", help=_("Load two projects, ten municipalities in all, with invented people."))(load)
    demo.command("accounts", help=_("Print the accounts with their one-time codes."))(accounts)

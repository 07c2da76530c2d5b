"""`stegvis protected`: are all people with a protected identity still seen by somebody? By opaque id, without names."""

from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.language import _
from stegvis.cli.session import NothingFound, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show


@runs("protected list")
def list_protected(form: FormatOption = Format.TEXT) -> None:
    """List protections in force: id, organisation, how many see the person without an end date, day of review."""
    from stegvis.casework.queries import protections

    rows = [
        {
            "id": str(one.participant_id),
            "organisation": one.organisation,
            "named": one.named,
            "review": one.review_on.isoformat(),
            "advice": "" if one.named else _("Nobody sees this person. Run: stegvis protected name"),
        }
        for one in protections.overview(viewer())
    ]
    columns = [
        ("id", _("Id")),
        ("organisation", _("Organisation")),
        ("named", _("See the person")),
        ("review", _("Look at it again")),
        ("advice", _("Advice")),
    ]
    show(columns, rows, form)


@runs("protected name")
def name(
    participant: Annotated[str, typer.Argument(help=_("The person's id, as in stegvis protected list."), metavar="ID")],
    email: Annotated[str, typer.Argument(help=_("The user's e-mail address."), metavar="EMAIL")],
    reason: Annotated[str, typer.Option(help=_("Why. It stands on the person's list."))],
) -> None:
    """Let a user see a protected person whom nobody on the list can see any longer."""
    from stegvis.access.queries import users
    from stegvis.casework.actions import protections
    from stegvis.casework.queries import protections as finding

    by = viewer(purpose=reason)
    found = next((one for one in finding.overview(by) if str(one.participant_id) == participant.strip()), None)
    if found is None:
        raise NothingFound(_("There is no protection in force with that id. See: stegvis protected list"))
    user = users.find(by, email)
    protections.name_for_orphan(participant_id=found.participant_id, user=user, reason=reason, by=by)
    say(_("%s now sees the person.") % user.email)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    protected = group(app, "protected", words=_("People with a protected identity, by id."), panel=panels.PROJECTS)
    protected.command("list", help=_("List protections in force, without names."))(list_protected)
    protected.command("name", help=_("Let a user see a person whom nobody sees any longer."))(name)

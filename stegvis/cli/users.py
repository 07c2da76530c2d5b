"""`stegvis user` and `stegvis access`: who may sign in, and what each role may."""

import datetime as dt
import sys
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.dates import day
from stegvis.cli.language import _
from stegvis.cli.session import NothingFound, WrongUse, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show

EmailArgument = Annotated[str, typer.Argument(help=_("The user's e-mail address."), metavar="EMAIL")]
RoleOption = Annotated[str, typer.Option(help=_("Role, such as coach. All roles: stegvis access roles"))]
OrganisationOption = Annotated[str, typer.Option(help=_("Organisation by name. With a unit it may be left out."))]
UnitOption = Annotated[str, typer.Option(help=_("Unit by name or municipality."))]
FromOption = Annotated[
    dt.date | None, typer.Option("--from", parser=day, help=_("First day. Default: today."), metavar="DATE")
]
ToOption = Annotated[
    dt.date | None, typer.Option("--to", parser=day, help=_("Last day. Default: open."), metavar="DATE")
]


@runs("user create")
def create(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help=_("First and last name."))],
    role: RoleOption = "",
    organisation: OrganisationOption = "",
    unit: UnitOption = "",
    starts_on: FromOption = None,
    ends_on: ToOption = None,
    language: Annotated[str, typer.Option(help=_("The user's language: sv or en."))] = "sv",
    password: Annotated[bool, typer.Option("--password", help=_("Ask for a password now."))] = False,
) -> None:
    """Create a user, with a role if one is named."""
    from django.db import transaction

    from stegvis.access.actions import users

    by = viewer()
    secret = _ask_password() if password else None
    with transaction.atomic():
        user = users.create(email=email, full_name=name, password=secret, language=language, by=by)
        if role:
            _join(user, role, organisation, unit, starts_on, ends_on, by)
    say(_("The user %s was created.") % user.email)
    if secret is None:
        say(_("They cannot sign in until a password is set: stegvis user set-password %s") % user.email)


@runs("user join")
def join(
    email: EmailArgument,
    role: RoleOption,
    organisation: OrganisationOption = "",
    unit: UnitOption = "",
    starts_on: FromOption = None,
    ends_on: ToOption = None,
) -> None:
    """Give a user a role."""
    from stegvis.access.queries import users

    by = viewer()
    user = users.find(by, email)
    _join(user, role, organisation, unit, starts_on, ends_on, by)
    say(_("%(user)s is now %(role)s.") % {"user": user.email, "role": role})


def _join(user, role, organisation, unit, starts_on, ends_on, by) -> None:
    from django.utils import timezone

    from stegvis.access.actions import users

    body, place = _places(organisation, unit)
    users.add_membership(
        user=user,
        role=role,
        organisation=body,
        unit=place,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
        by=by,
    )


def _places(organisation: str, unit: str):
    from stegvis.organisation.queries import places

    body = places.organisation_named(organisation) if organisation else None
    if organisation and body is None:
        raise NothingFound(_("There is no organisation called %s.") % organisation)
    if not unit:
        if body is None:
            raise WrongUse(_("Name an organisation or a unit for the role."))
        return body, None
    fitting = [one for one in places.units_called(unit) if body is None or one.organisation_id == body.pk]
    if len(fitting) != 1:
        raise NothingFound(_("There is not exactly one unit called %s.") % unit)
    return fitting[0].organisation, fitting[0]


@runs("user leave")
def leave(email: EmailArgument, role: RoleOption, ends_on: ToOption = None) -> None:
    """End a user's memberships in a role."""
    from django.utils import timezone

    from stegvis.access.actions import users as acts
    from stegvis.access.queries import users

    by, last = viewer(), ends_on or timezone.localdate()
    user = users.find(by, email)
    held = [one for one in users.memberships(by).filter(user=user, role=role) if not one.ends_on or one.ends_on > last]
    if not held:
        raise NothingFound(_("%(user)s has no such role after that day.") % {"user": user.email})
    for one in held:
        acts.end_membership(membership=one, ends_on=last, by=by)
    say(_("The role ends on %s.") % last)


@runs("user set-password")
def set_password(email: EmailArgument) -> None:
    """Ask for a new password (or read one line from standard input)."""
    from stegvis.access.actions import users as acts
    from stegvis.access.queries import users

    by = viewer()
    user = users.find(by, email)
    acts.set_password(user=user, password=_ask_password(), by=by)
    say(_("The password was set."))


def _ask_password() -> str:
    if sys.stdin.isatty():
        return typer.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more"), err=True)
    return sys.stdin.readline().rstrip("\r\n")


@runs("user deactivate")
def deactivate(email: EmailArgument) -> None:
    """Let a user no longer sign in."""
    _set_active(email, False)
    say(_("The user can no longer sign in."))


@runs("user activate")
def activate(email: EmailArgument) -> None:
    """Let a user sign in again."""
    _set_active(email, True)
    say(_("The user can sign in again."))


def _set_active(email: str, active: bool) -> None:
    from stegvis.access.actions import users as acts
    from stegvis.access.queries import users

    by = viewer()
    acts.set_active(user=users.find(by, email), active=active, by=by)


@runs("user reset-second-factor")
def reset_second_factor(email: EmailArgument) -> None:
    """Take away a user's second factor, after a lost phone."""
    from stegvis.access.actions import users as acts
    from stegvis.access.queries import users

    by = viewer()
    acts.remove_second_factor(user=users.find(by, email), by=by)
    say(_("The second factor was removed. The user sets up a new one at the next sign-in."))


@runs("user invite")
def invite(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help=_("First and last name."))],
    role: RoleOption,
    organisation: OrganisationOption = "",
    unit: UnitOption = "",
    starts_on: FromOption = None,
    ends_on: ToOption = None,
    language: Annotated[str, typer.Option(help=_("The user's language: sv or en."))] = "sv",
) -> None:
    """Create a user with a role and send them a one-time link."""
    from stegvis.access.actions import accounts

    by = viewer()
    body, place = _places(organisation, unit)
    user = accounts.invite(
        email=email,
        full_name=name,
        role=role,
        organisation=body,
        unit=place,
        starts_on=starts_on,
        ends_on=ends_on,
        language=language,
        by=by,
    )
    say(_("An invitation was sent to %s.") % user.email)


@runs("user invite-again")
def invite_again(email: EmailArgument) -> None:
    """Send a new link to somebody who has not taken the account."""
    from stegvis.access.actions import accounts
    from stegvis.access.queries import users

    by = viewer()
    accounts.invite_again(user=users.find(by, email), by=by)
    say(_("A new invitation was sent; the earlier link no longer works."))


@runs("user last-day")
def last_day(
    email: EmailArgument,
    on: Annotated[dt.date, typer.Argument(parser=day, help=_("The last day at work."), metavar="DATE")],
) -> None:
    """Let a user leave on a day: every role ends then."""
    from stegvis.access.actions import accounts
    from stegvis.access.queries import users
    from stegvis.casework.queries import handover

    by = viewer()
    user = users.find(by, email)
    accounts.leave(user=user, last_day=on, by=by)
    say(_("The last day is %s.") % on)
    if count := handover.count_of(by, user):
        say(_("Active enrolments that somebody else must take over: %d") % count)


@runs("user wake")
def wake(email: EmailArgument) -> None:
    """Open an account that is dormant, closed or has left."""
    from stegvis.access.actions import accounts
    from stegvis.access.queries import users

    by = viewer()
    accounts.reactivate(user=users.find(by, email), by=by)
    say(_("The account is open again. Check that its roles are right."))


@runs("user list")
def list_users(form: FormatOption = Format.TEXT) -> None:
    """List users with their roles."""
    from stegvis.access.queries import accounts, users

    by = viewer()
    held: dict[int, list] = {}
    for one in users.memberships(by):
        held.setdefault(one.user_id, []).append(one)
    states = {one.user.pk: one.standing for one in accounts.listed(by)}
    columns = [
        ("email", _("E-mail")),
        ("name", _("Name")),
        ("active", _("Active")),
        ("state", _("State")),
        ("second_factor", _("Second factor")),
        ("memberships", _("Roles")),
    ]
    rows = [
        {
            "email": user.email,
            "name": user.full_name,
            "active": user.is_active,
            "state": states[user.pk],
            "second_factor": user.has_second_factor,
            "memberships": [_membership(one) for one in held.get(user.pk, [])],
        }
        for user in users.visible_to(by)
    ]
    show(columns, rows, form)


def _membership(one) -> str:
    place = one.unit.name if one.unit else one.organisation.name
    until = f"–{one.ends_on}" if one.ends_on else "–"
    return f"{one.role} ({place}, {one.starts_on}{until})"


@runs("access matrix")
def matrix(form: FormatOption = Format.TEXT) -> None:
    """Print what each role may do, line by line."""
    from stegvis.access.roles import matrix as lines

    columns = [("role", _("Role")), ("record", _("Record")), ("verb", _("Allowed")), ("scope", _("Reach"))]
    show(columns, [vars(line) for line in lines()], form)


@runs("access roles")
def roles(form: FormatOption = Format.TEXT) -> None:
    """List the roles."""
    from stegvis.access.roles import ROLES
    from stegvis.cli.language import spoken

    english = spoken() == "en"
    columns = [("role", _("Role")), ("name", _("Name")), ("description", _("Description"))]
    rows = [
        {
            "role": slug,
            "name": role.en if english else role.sv,
            "description": role.description_en if english else role.description_sv,
        }
        for slug, role in ROLES.items()
    ]
    show(columns, rows, form)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    user = group(app, "user", words=_("Create users and give them roles."), panel=panels.USERS)
    user.command("create", help=_("Create a user, with a role if one is named."))(create)
    user.command("invite", help=_("Create a user and send them a one-time link."))(invite)
    user.command("invite-again", help=_("Send a new link."))(invite_again)
    user.command("last-day", help=_("Let a user leave on a day."))(last_day)
    user.command("wake", help=_("Open an account that is dormant, closed or has left."))(wake)
    user.command("list", help=_("List users with their roles."))(list_users)
    user.command("join", help=_("Give a user a role."))(join)
    user.command("leave", help=_("End a user's role."))(leave)
    user.command("set-password", help=_("Set a user's password; it is asked for."))(set_password)
    user.command("deactivate", help=_("Let a user no longer sign in."))(deactivate)
    user.command("activate", help=_("Let a user sign in again."))(activate)
    user.command("reset-second-factor", help=_("Remove a lost second factor."))(reset_second_factor)
    access = group(app, "access", words=_("What each role may do."), panel=panels.USERS)
    access.command("matrix", help=_("Print what each role may do, line by line."))(matrix)
    access.command("roles", help=_("List the roles."))(roles)

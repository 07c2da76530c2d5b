"""Users, their memberships, passwords and second factors. Each act is checked against the matrix and logged."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import Membership, User
from stegvis.access.roles import ROLES
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Organisation, Unit


def create(*, email: str, full_name: str, password: str | None = None, language: str = "sv", by: Viewer) -> User:
    """A new user; without a password they cannot sign in yet.

    Raises NotAllowed, and NotPossible naming the field when a value cannot be used.
    """
    _require(by)
    email, full_name = email.strip().lower(), " ".join(full_name.split())
    try:
        validate_email(email)
    except ValidationError:
        raise NotPossible(_("Write a whole e-mail address."), field="email", code="invalid") from None
    if not full_name:
        raise NotPossible(_("Write the person's name."), field="full_name", code="empty")
    if language not in ("sv", "en"):
        raise NotPossible(_("Choose sv or en."), field="language", code="unknown")
    if User.objects.filter(email__iexact=email).exists():
        raise NotPossible(_("There is a user with that e-mail address already."), field="email", code="taken")
    if password is not None:
        check_password(password, User(email=email, full_name=full_name))
    with transaction.atomic():
        user = User.objects.create_user(email=email, full_name=full_name, password=password, language=language)
        _log(by, "create", user)
    return user


def set_password(*, user: User, password: str, by: Viewer) -> None:
    """Give the user a new password. Raises NotAllowed, and NotPossible with the strength rules that are not met."""
    _require(by)
    check_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        _log(by, "set_password", user)


def add_membership(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    unit: Unit | None = None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: Viewer,
) -> Membership:
    """Give the user a role in an organisation or one of its units, between two days (both included).

    Raises NotAllowed, and NotPossible when the role is unknown, the unit belongs elsewhere or is missing for a role
    that works with assigned participants, the days are in the wrong order, or the user already has the role then.
    """
    _require(by)
    not_oneself(user, by)
    if role not in ROLES:
        raise NotPossible(_("There is no such role. Known roles: %s") % ", ".join(ROLES), field="role", code="unknown")
    if unit and unit.organisation_id != organisation.pk:
        raise NotPossible(_("The unit belongs to another organisation."), field="unit", code="elsewhere")
    if unit is None and any(line.scope == "assigned" for line in ROLES[role].permissions()):
        raise NotPossible(_("This role belongs to a unit. Name the unit."), field="unit", code="missing")
    if ends_on and ends_on < starts_on:
        raise NotPossible(_("The membership ends before it starts."), field="ends_on", code="order")
    held = Membership.objects.filter(user=user, role=role, organisation=organisation, unit=unit)
    if any(_overlap(one, starts_on, ends_on) for one in held):
        raise NotPossible(_("The user already has that role there in that time."), field="role", code="taken")
    with transaction.atomic():
        made = Membership.objects.create(
            user=user, role=role, organisation=organisation, unit=unit, starts_on=starts_on, ends_on=ends_on
        )
        _log(by, "add_membership", user, organisation.pk, role=role, unit=unit.pk if unit else None)
    return made


def end_membership(*, membership: Membership, ends_on: dt.date, by: Viewer) -> None:
    """Let a membership end on a day; that day is the last. Raises NotAllowed, NotPossible."""
    _require(by)
    if ends_on < membership.starts_on:
        raise NotPossible(_("The membership ends before it starts."), field="ends_on", code="order")
    with transaction.atomic():
        if membership.role == "administrator":
            somebody_else_administers(membership.user, after=ends_on)
        membership.ends_on = ends_on
        membership.save(update_fields=["ends_on"])
        _log(by, "end_membership", membership.user, membership.organisation_id, role=membership.role)


def set_active(*, user: User, active: bool, by: Viewer) -> None:
    """Let the user sign in, or no longer. Raises NotAllowed, and NotPossible for the last administrator."""
    _require(by)
    with transaction.atomic():
        if not active:
            somebody_else_administers(user, after=timezone.localdate())
        user.is_active = active
        user.save(update_fields=["is_active"])
        _log(by, "activate" if active else "deactivate", user)


def set_up_totp(*, user: User, secret: str, by: Viewer) -> None:
    """Give the user a known authenticator secret (base32), replacing an earlier one. Raises NotAllowed.

    For the demonstration and tests; real users set up their own at first sign-in.
    """
    _require(by)
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(user, secret)
        _log(by, "set_up_second_factor", user)


def new_totp_secret() -> str:
    """A new authenticator secret, for `set_up_totp`."""
    return generate_totp_secret()


def remove_second_factor(*, user: User, by: Viewer) -> int:
    """Take away the user's second factors (a lost phone); they set up a new one at next sign-in. Returns how many."""
    _require(by)
    with transaction.atomic():
        removed, _kinds = Authenticator.objects.filter(user=user).delete()
        _log(by, "remove_second_factor", user, removed=removed)
    return removed


def not_oneself(user: User, by: Viewer) -> None:
    """Nobody gives rights to themselves. Raises NotPossible."""
    if by.user_id is not None and by.user_id == user.pk:
        raise NotPossible(_("You cannot give yourself rights. Ask another administrator."), code="oneself")


def somebody_else_administers(user: User, *, after: dt.date) -> None:
    """After the day, an administrator other than the user must still be able to sign in. Raises NotPossible.

    Locks the administrators' memberships, so that two cannot remove each other at the same time.
    """
    held = Membership.objects.select_for_update().filter(role="administrator").select_related("user")
    lasting = [
        one.user_id
        for one in held
        if one.user.is_active
        and (one.ends_on is None or one.ends_on > after)
        and (one.user.leaves_on is None or one.user.leaves_on > after)
    ]
    if user.pk in lasting and not set(lasting) - {user.pk}:
        raise NotPossible(
            _("This is the last administrator. Give somebody else the role first."), code="last_administrator"
        )


def _require(by: Viewer) -> None:
    if not by.may("user", "manage"):
        raise NotAllowed


def check_password(password: str, user: User) -> None:
    """Raises NotPossible with the strength rules that the password does not meet."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise NotPossible(" ".join(weak.messages), field="password", code="weak") from None


def _overlap(one: Membership, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    return (ends_on is None or one.starts_on <= ends_on) and (one.ends_on is None or starts_on <= one.ends_on)


def _log(by: Viewer, verb: str, user: User, organisation_id: int | None = None, **facts) -> None:
    audit.record(by=by, verb=verb, record="user", record_id=user.pk, organisation_id=organisation_id, facts=facts)

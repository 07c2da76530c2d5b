"""The life of an account: invited, taken, moved to another unit, leaving on a day, woken when dormant."""

import datetime as dt
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access import invitation_mail
from stegvis.access.actions import audit, users
from stegvis.access.models import Deputyship, Invitation, Membership, User
from stegvis.access.queries import accounts
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Organisation, Unit


def invite(
    *,
    email: str,
    full_name: str,
    role: str,
    organisation: Organisation,
    unit: Unit | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    language: str = "sv",
    by: Viewer,
) -> User:
    """A new account with a role, and a mail with a one-time link to it. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        user = users.create(email=email, full_name=full_name, language=language, by=by)
        users.add_membership(
            user=user,
            role=role,
            organisation=organisation,
            unit=unit,
            starts_on=starts_on or timezone.localdate(),
            ends_on=ends_on,
            by=by,
        )
        _send(user, by)
    return user


def invite_again(*, user: User, by: Viewer) -> None:
    """A new link to an account that nobody has taken yet; the earlier stops working. Raises NotAllowed, NotPossible."""
    _require(by)
    if user.last_login or user.has_usable_password() or not user.is_active:
        raise NotPossible(_("The account is in use or closed; there is nothing to invite to."), code="in_use")
    with transaction.atomic():
        _send(user, by)


def withdraw_invitation(*, user: User, by: Viewer) -> None:
    """Let the links sent to the user stop working. Raises NotAllowed, and NotPossible when there is none."""
    _require(by)
    with transaction.atomic():
        waiting = user.invitations.filter(used_at=None, withdrawn_at=None)
        if not waiting.update(withdrawn_at=timezone.now()):
            raise NotPossible(_("There is no invitation to withdraw."), code="none")
        _log(by, "withdraw_invitation", user)


def take_invitation(*, token: str, full_name: str = "", password: str | None = None) -> User:
    """Take the account behind a link, once, and give it a name and a password (none with an electronic identity).

    Raises NotPossible when the link cannot be used any more, the name is empty or the password too weak.
    """
    with transaction.atomic():
        held = accounts.invitation(token)
        # locked and asked again: two at the same time must not both take it
        if held is None or not Invitation.objects.select_for_update().filter(pk=held.pk, used_at=None).exists():
            raise NotPossible(_("The link has been used, withdrawn or is too old. Ask for a new one."), code="unusable")
        user = held.user
        if password is not None:
            user.full_name = " ".join(full_name.split())
            if not user.full_name:
                raise NotPossible(_("Write your name."), field="full_name", code="empty")
            users.check_password(password, user)
            user.set_password(password)
        user.save(update_fields=["full_name", "sort_key", "password"])
        Invitation.objects.filter(pk=held.pk).update(used_at=timezone.now())
        _log(viewer_of(user, screen="invitation"), "take_invitation", user, password=password is not None)
    return user


def change_unit(*, membership: Membership, unit: Unit, on: dt.date, by: Viewer) -> Membership:
    """The same role in another unit from a day; the old ends the day before. Raises NotAllowed, NotPossible."""
    _require(by)
    if membership.unit_id == unit.pk:
        raise NotPossible(_("That is the unit the person works in already."), field="unit", code="same")
    if on <= membership.starts_on:
        raise NotPossible(_("The change must come after the first day of the role."), field="on", code="order")
    with transaction.atomic():
        until = membership.ends_on
        users.end_membership(membership=membership, ends_on=on - dt.timedelta(days=1), by=by)
        made = users.add_membership(
            user=membership.user,
            role=membership.role,
            organisation=unit.organisation,
            unit=unit,
            starts_on=on,
            ends_on=until,
            by=by,
        )
        _end_deputyships(membership.user, on - dt.timedelta(days=1), membership.organisation_id)
    return made


def leave(*, user: User, last_day: dt.date, by: Viewer) -> None:
    """Somebody leaves: nothing can be reached after their last day. Roles and deputyships end then too.

    Raises NotAllowed, and NotPossible for a past day or the last administrator.
    """
    _require(by)
    if last_day < timezone.localdate():
        raise NotPossible(_("The last day has passed already."), field="last_day", code="past")
    with transaction.atomic():
        users.somebody_else_administers(user, after=last_day)
        User.objects.select_for_update().get(pk=user.pk)
        user.leaves_on = last_day
        user.save(update_fields=["leaves_on"])
        held = user.memberships.exclude(ends_on__lte=last_day)
        begun = held.filter(starts_on__lte=last_day).update(ends_on=last_day)
        # roles that would begin after the last day: kept for the history, with their first day as the last
        for one in held.filter(starts_on__gt=last_day):
            one.ends_on = one.starts_on
            one.save(update_fields=["ends_on"])
        _end_deputyships(user, last_day)
        _log(by, "leave", user, last_day=str(last_day), roles=begun)


def reactivate(*, user: User, by: Viewer) -> None:
    """Wake a dormant account, open a closed one, take a leaving back. Roles that have ended are given anew.

    Raises NotAllowed, and NotPossible for one's own account.
    """
    _require(by)
    users.not_oneself(user, by)
    with transaction.atomic():
        user.is_active, user.leaves_on, user.reactivated_at = True, None, timezone.now()
        user.save(update_fields=["is_active", "leaves_on", "reactivated_at"])
        _log(by, "reactivate", user)


def _send(user: User, by: Viewer) -> None:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    made = Invitation.objects.create(
        user=user,
        digest=accounts.digest_of(token),
        sent_at=now,
        sent_by=by.actor_id[:64],
        expires_at=now + dt.timedelta(days=settings.STEGVIS_INVITATION_DAYS),
    )
    _log(by, "invite", user)
    transaction.on_commit(_posting(user, token, made.expires_at))


def _posting(user: User, token: str, expires_at: dt.datetime) -> Callable[[], None]:
    return lambda: invitation_mail.send(user=user, token=token, expires_at=expires_at)


def _end_deputyships(user: User, last_day: dt.date, organisation_id: int | None = None) -> None:
    """What the user would do as a deputy, or have done for them, after the last day."""
    for role in ("absent", "deputy"):
        rows = Deputyship.objects.filter(**{role: user}, ended_at=None, ends_on__gt=last_day)
        if organisation_id:
            rows = rows.filter(organisation_id=organisation_id)
        rows.filter(starts_on__gt=last_day).update(ended_at=timezone.now())
        rows.filter(starts_on__lte=last_day).update(ends_on=last_day)


def _require(by: Viewer) -> None:
    if not by.may("user", "manage"):
        raise NotAllowed


def _log(by: Viewer, verb: str, user: User, **facts) -> None:
    audit.record(by=by, verb=verb, record="user", record_id=user.pk, facts=facts)

"""Make and revoke access tokens for other systems. The token itself is told once and never kept."""

import datetime as dt
import secrets
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import AccessToken, User
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.access.vocabulary import TOKEN_SCOPES
from stegvis.base.decision import NotPossible
from stegvis.base.keys import keyed_digest

#: How long a token may live at most, in days.
LONGEST = 365
#: What every token begins with, so that scanners for lost secrets know it.
PREFIX = "stegvis_"


def digest_of(text: str) -> str:
    """What is kept of a token: HMAC-SHA-256 under a key that lies outside the database."""
    return keyed_digest("access-token", text)


def create(*, name: str, scopes: Iterable[str], expires_on: dt.date, by: Viewer) -> tuple[AccessToken, str]:
    """A new token for the viewer's own user, and its text, which cannot be had again.

    Raises NotAllowed for who is no user or has set up no second factor; NotPossible without a name or scope, for a
    scope beyond the user's own rights, or a last day that has passed or lies more than a year ahead.
    """
    user = User.objects.filter(pk=by.user_id, is_active=True).first()
    if user is None or by.narrowed_to is not None or not has_second_factor(user):
        raise NotAllowed
    name, scopes, today = " ".join(name.split())[:80], list(dict.fromkeys(scopes)), timezone.localdate()
    if not name:
        raise NotPossible(_("Say what the key is for, such as the name of the other system."), field="name")
    if not scopes:
        raise NotPossible(_("Choose at least one thing that the key may do."), field="scopes")
    if set(scopes) - set(offered(by)):
        raise NotPossible(_("A key cannot do more than you may do yourself."), field="scopes")
    if not today <= expires_on <= today + dt.timedelta(days=LONGEST):
        raise NotPossible(_("Choose a last day from today to a year ahead."), field="expires_on")
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = AccessToken.objects.create(
            user=user, name=name, scopes=scopes, expires_on=expires_on, digest=digest_of(text), hint=text[-4:]
        )
        _log(by, "create", token, scopes=scopes, expires_on=str(expires_on))
    return token, text


def revoke(*, token: AccessToken, by: Viewer) -> None:
    """End a token at once: one's own, or anybody's for whoever manages users. Raises NotFound. Twice is once."""
    if by.narrowed_to is not None or (token.user_id != by.user_id and not by.may("user", "manage")):
        raise NotFound
    with transaction.atomic():
        held = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if held.revoked_at is None:
            held.revoked_at, held.revoked_by = timezone.now(), by.actor_id[:64]
            held.save(update_fields=["revoked_at", "revoked_by"])
            _log(by, "revoke", held)


def note_used(token: AccessToken) -> None:
    """Keep the day a token was last used; at most one write a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)


def offered(by: Viewer) -> tuple[str, ...]:
    """The scopes that reach anything with the viewer's own rights."""
    return tuple(
        scope.code
        for scope in TOKEN_SCOPES
        if any(by.may(*permission) for permission in scope.about or scope.permissions)
    )


def has_second_factor(user: User) -> bool:
    """Has the user more than a password (recovery codes alone do not count)?"""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _log(by: Viewer, verb: str, token: AccessToken, **facts) -> None:
    place = next((grant.organisation_id for grant in by.grants), None)
    audit.record(by=by, verb=verb, record="access_token", record_id=token.pk, organisation_id=place, facts=facts)

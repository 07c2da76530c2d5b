"""Tie electronic identities to users, know them again, and let them go."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import ElectronicIdentity, User
from stegvis.access.queries import electronic_identities as identities
from stegvis.access.queries.electronic_identities import Key, Provider
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.identity_number import parse
from stegvis.gateways.electronic_id.profile import Presented

SCREEN = "sign_in"


def recognise(*, provider: Provider, presented: Presented) -> User | None:
    """The user behind a person whom a provider has just presented, or None when they are nobody's.

    Somebody who has changed from samordningsnummer to personnummer is known by the former and tied to the new number;
    somebody whose address a municipality vouches for is tied at the first sign-in. Both are logged.
    """
    key = identities.key_of(provider, presented)
    found = identities.known(key)
    with transaction.atomic():
        if found is None and key is not None:
            found = _renumbered(provider, presented, key) or _vouched_for(provider, presented, key)
        if found is None:
            return None
        found.last_level, found.last_used_at = presented.level, timezone.now()
        found.save(update_fields=["last_level", "last_used_at"])
    return found.user


def tie(*, user: User, provider: Provider, presented: Presented, by: Viewer) -> ElectronicIdentity:
    """Tie the person a provider has presented to the user: the user themselves, or somebody invited who takes the
    invitation. Raises NotAllowed, and NotPossible when the identity is another user's or says too little."""
    if by.user_id != user.pk:
        raise NotAllowed
    key = identities.key_of(provider, presented)
    if key is None:
        raise NotPossible(_("The e-ID does not say who you are in a way we can use."), code="says_too_little")
    return _tie(user, key, by)


def tie_number(*, user: User, number: str, by: Viewer) -> ElectronicIdentity:
    """Tie an identity number to the user, so that they can sign in by a national e-ID. Only its digest is kept.

    Raises NotAllowed, InvalidIdentityNumber, and NotPossible when the number is another user's.
    """
    if not by.may("user", "manage"):
        raise NotAllowed
    return _tie(user, identities.number_key(parse(number).value), by)


def untie(*, user: User, identity_id: int, by: Viewer) -> None:
    """Let an identity go: the user's own, or by whoever manages users. Raises NotFound, NotAllowed."""
    if by.user_id != user.pk and not by.may("user", "manage"):
        raise NotAllowed
    with transaction.atomic():
        removed, _kinds = ElectronicIdentity.objects.filter(user=user, pk=identity_id).delete()
        if not removed:
            raise NotFound
        _log(by, "untie_identity", user)


def _tie(user: User, key: Key, by: Viewer) -> ElectronicIdentity:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        found = identities.known(key)
        if found is not None and found.user_id != user.pk:
            raise NotPossible(_("That e-ID belongs to another account. Ask your administrator."), code="taken")
        if found is None:
            found = ElectronicIdentity.objects.create(user=user, **vars(key))
            _log(by, "tie_identity", user, kind=key.kind, provider=key.provider)
    return found


def _renumbered(provider: Provider, presented: Presented, key: Key) -> ElectronicIdentity | None:
    found = identities.by_former_number(provider, presented)
    if found is not None:
        found.digest = key.digest
        found.save(update_fields=["digest"])
        _log(viewer_of(found.user, screen=SCREEN), "renumber_identity", found.user, kind=key.kind)
    return found


def _vouched_for(provider: Provider, presented: Presented, key: Key) -> ElectronicIdentity | None:
    user = identities.by_email(provider, presented)
    return _tie(user, key, viewer_of(user, screen=SCREEN)) if user else None


def _log(by: Viewer, verb: str, user: User, **facts) -> None:
    places = dict.fromkeys(grant.organisation_id for grant in viewer_of(user).grants) or {None: None}
    acts = [audit.Act(verb, "user", user.pk, organisation_id=place, facts=facts) for place in places]
    audit.record_all(by=by, acts=acts)

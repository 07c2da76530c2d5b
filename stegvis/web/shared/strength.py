"""How strongly somebody has signed in: a second factor here, or the level of assurance of their e-ID."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings

from stegvis.access.queries.signed_in import SECOND_FACTORS
from stegvis.access.queries.viewer import viewer_of
from stegvis.gateways.electronic_id.profile import Presented

#: Where the session keeps through which provider and at which level the person signed in.
ASSURANCE = "assurance"


def has_second_factor(user) -> bool:
    """Has the user set up an authenticator app or a passkey?"""
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def remember(request, provider_id: str, presented: Presented) -> None:
    """Keep level and provider with the session, for as long as it lasts."""
    request.session[ASSURANCE] = {"provider": provider_id, "level": presented.level, "acr": presented.acr}


def assurance(request) -> dict:
    """What `remember` kept, or nothing: then the person did not sign in with an e-ID."""
    return request.session.get(ASSURANCE) or {}


def is_enough(request) -> bool:
    """Did the person sign in with an e-ID that needs no second factor here?"""
    return assurance(request).get("level", 0) >= settings.STEGVIS_ASSURANCE_LEVEL


def is_weak(request) -> bool:
    """Did the person sign in with an e-ID below the level, so that nothing strong may be built on it?"""
    return bool(assurance(request)) and not is_enough(request)


def is_too_weak(user, level: int) -> bool:
    """Must the user be refused with an e-ID of this level? When they see people and have no second factor here."""
    if level >= settings.STEGVIS_ASSURANCE_LEVEL:
        return False
    return viewer_of(user).needs_second_factor and not has_second_factor(user)


def way_of(request, user) -> str:
    """How the person signed in, in words for the log: a provider's id, `passkey`, `password+second` or `password`."""
    records = get_authentication_records(request, user)
    if found := assurance(request).get("provider"):
        return found
    if any(one.get("passwordless") for one in records):
        return "passkey"
    return "password+second" if any(one.get("method") == "mfa" for one in records) else "password"


class SecondStep(AuthenticateStage):
    """allauth's second step, passed over by an e-ID that is strong enough: that was two factors already."""

    def _should_handle(self, request) -> bool:
        return not is_enough(request) and super()._should_handle(request)

"""Who is let in through a provider, and what everybody else is told."""

import logging

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.access.actions import electronic_identities as identities
from stegvis.access.actions import signing_in
from stegvis.access.queries.viewer import viewer_of
from stegvis.base.decision import NotPossible
from stegvis.web.shared import invited, strength

LOG = logging.getLogger("stegvis.sign_in")
#: What our own code puts into an OAuth2Error: one word that holds nothing personal.
_WORDS = frozenset(
    {
        "claim_missing", "expired", "malformed", "no_token", "not_yet_valid", "unknown_key", "unsigned",
        "wrong_audience", "wrong_issuer", "wrong_nonce", "wrong_signature", "wrong_subject",
    }
)  # fmt: skip


def refused(request, reason: str, *, provider_id: str = "", status: int = 400):
    """The plain page that says why the sign-in stopped and what to do; the log gets the word and the provider."""
    LOG.warning("sign-in through %s refused: %s", provider_id or "?", reason)
    return render(request, "sign_in/refused.html", {"reason": reason}, status=status)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Only those who have an account, or an invitation to one, are let in; nobody signs up."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Decide. Always answers by itself, so that allauth keeps nothing of the person."""
        raise ImmediateHttpResponse(_decided(request, sociallogin))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(
            refused(request, _reason(request, error, exception), provider_id=provider.wanted.id)
        )


def _reason(request, error, exception) -> str:
    if error == AuthError.CANCELLED:
        return "cancelled"
    if exception is None:
        return "provider" if "error" in request.GET else "state"
    if isinstance(exception, OAuth2Error):
        word = str(exception)
        return word if word in _WORDS else "code"
    return "unreachable"


def _decided(request, sociallogin):
    wanted, presented = sociallogin.provider.wanted, sociallogin.presented
    if sociallogin.state.get("process") == "connect" and request.user.is_authenticated:
        return _connected(request, wanted, presented)
    user = identities.recognise(provider=wanted, presented=presented)
    if user is None:
        user, refusal = invited.take_with_electronic_id(request, wanted, presented)
        if user is None:
            signing_in.note_refusal(user=None, reason=refusal, way=wanted.id, level=presented.level)
            return refused(request, refusal, provider_id=wanted.id, status=403)
    if strength.is_too_weak(user, presented.level):
        signing_in.note_refusal(user=user, reason="too_weak", way=wanted.id, level=presented.level)
        return refused(request, "too_weak", provider_id=wanted.id, status=403)
    if request.user.is_authenticated:
        account_adapter(request).logout(request)
    strength.remember(request, wanted.id, presented)
    record_authentication(request, user, "socialaccount", provider=wanted.id)
    return perform_login(request, Login(user=user, redirect_url=sociallogin.state.get("next")))


def _connected(request, wanted, presented):
    """A signed-in user ties the e-ID that has just been presented to their own account."""
    try:
        identities.tie(user=request.user, provider=wanted, presented=presented, by=viewer_of(request.user))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("You can sign in with this e-ID from now on."))
    return redirect("mfa_index")

"""Begin a sign-in at a provider, and come back from it."""

import requests
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.decorators import rate_limit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.access.actions import electronic_identities
from stegvis.web.shared.openid.adapter import refused
from stegvis.web.shared.openid.provider import Adapter, Provider, configured


@never_cache
@rate_limit(action="login")
def start(request, provider_id: str):
    """Send the person to the provider. By POST only: a link elsewhere must not begin a sign-in."""
    if request.method != "POST":
        return redirect("start")
    provider = Provider(request, _wanted(provider_id))
    if request.POST.get("process") == "connect" and request.user.is_authenticated:
        raise_if_reauthentication_required(request, app="allauth.mfa")
    try:
        return provider.redirect_from_request(request)
    except (requests.RequestException, OAuth2Error, ValueError, KeyError):
        return refused(request, "unreachable", provider_id=provider_id)


@never_cache
@require_safe
@rate_limit(action="login")
def callback(request, provider_id: str):
    """Take the provider's answer. Every check that fails ends on a plain page."""
    wanted = _wanted(provider_id)
    if request.GET.get("iss", wanted.issuer) != wanted.issuer:  # RFC 9207: an answer of another provider
        return refused(request, "wrong_issuer", provider_id=provider_id)
    try:
        return OAuth2CallbackView.adapter_view(Adapter(request, wanted))(request)
    except (ValueError, KeyError, TypeError):
        return refused(request, "malformed", provider_id=provider_id)


@never_cache
@require_safe
def too_weak(request):
    """The e-ID one is signed in with is too weak for what one's role may see."""
    return render(request, "sign_in/refused.html", {"reason": "too_weak"})


@never_cache
@require_POST
def untie(request, identity_id: int):
    """Let one's own e-ID go."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    electronic_identities.untie(user=request.user, identity_id=identity_id, by=request.viewer)
    messages.success(request, _("The e-ID can no longer be used to sign in."))
    return redirect("mfa_index")


def _wanted(provider_id: str):
    wanted = configured(provider_id)
    if wanted is None:
        raise Http404
    return wanted

"""The pages of keys. A new key is shown in the answer to its making and nowhere else, so the page is not kept."""

from dataclasses import dataclass

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.actions import tokens as writing
from stegvis.access.models import AccessToken
from stegvis.access.queries import tokens as reading
from stegvis.access.vocabulary import TOKEN_SCOPES
from stegvis.base.decision import NotPossible
from stegvis.web.shared.words import day
from stegvis.web.staff import refusals
from stegvis.web.staff.api_tokens.forms import TokenForm


@dataclass(frozen=True)
class Shown:
    """A key as a page shows it."""

    token: AccessToken
    state: str
    scopes: list[str]

    @property
    def summary(self) -> str:
        """What it may do, how one knows it, until when, and when it was used, in one line."""
        words = {"hint": self.token.hint, "day": day(self.token.expires_on)}
        parts = [" · ".join(self.scopes) + ".", _("Ends with …%(hint)s. Last day %(day)s.") % words]
        used = self.token.last_used_on
        parts.append(_("Last used %(day)s.") % {"day": day(used)} if used else _("Not used yet."))
        return " ".join(parts)


def _shown(token: AccessToken) -> Shown:
    return Shown(token, reading.state_of(token), [TOKEN_SCOPES.label(code) for code in token.scopes])


@require_safe
def tokens(request):
    """One's own keys."""
    context = {
        "keys": [_shown(token) for token in reading.own(request.viewer)],
        "may_make": writing.has_second_factor(request.user) and bool(writing.offered(request.viewer)),
        "has_second_factor": writing.has_second_factor(request.user),
        "may_see_all": request.viewer.may("user", "manage"),
    }
    return render(request, "staff/api_tokens/tokens.html", context)


@require_safe
def everybody_s(request):
    """All keys, by the name of their user."""
    keys = [_shown(token) for token in reading.everybody_s(request.viewer)]
    return render(request, "staff/api_tokens/all.html", {"keys": keys})


@never_cache
def new(request):
    """Make a key. Its text stands in this answer only.

    A key outlives the session, so whoever sits down at an open screen must not get one: a sign-in that is not recent
    is asked for again, and what was sent meanwhile goes on from there.
    """
    request.viewer = request.viewer.at("api_token_new")  # also when it goes on from the page that asked again
    if not writing.has_second_factor(request.user):
        return redirect("mfa_activate_totp")
    if not writing.offered(request.viewer):
        raise PermissionDenied
    raise_if_reauthentication_required(request, app="stegvis")
    form = TokenForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made, text = writing.create(**form.cleaned_data, by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            return render(request, "staff/api_tokens/made.html", {"key": _shown(made), "text": text})
    return render(request, "staff/api_tokens/new.html", {"form": form})


def revoke(request, token_id):
    """Ask, then end a key at once."""
    token = reading.find(request.viewer, token_id)
    own = token.user_id == request.user.pk
    back = "api_tokens" if own else "api_tokens_all"
    if request.method == "POST":
        writing.revoke(token=token, by=request.viewer)
        messages.success(request, _("The key %(name)s no longer works.") % {"name": token.name})
        return redirect(back)
    return render(request, "staff/api_tokens/revoke.html", {"key": _shown(token), "own": own, "back": back})

"""Take an invitation: the link's secret waits in the session, out of the address, until the account is taken."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.actions import accounts, electronic_identities
from stegvis.access.models import User
from stegvis.access.queries import accounts as known
from stegvis.access.queries.viewer import viewer_of
from stegvis.base.decision import NotPossible
from stegvis.web.shared import strength

TOKEN = "invitation"  # noqa: S105  the name of the place in the session


class TakeForm(forms.Form):
    """Name and password of the new account."""

    full_name = forms.CharField(label=_("Your name"), max_length=200)
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        given = super().clean()
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two passwords differ."))
        return given


@never_cache
@require_safe
@rate_limit(action="login")
def opened(request, token: str):
    """The link from the mail: keep its secret in the session and show the page without it in the address."""
    request.session[TOKEN] = token[:100]
    return redirect("invitation")


@never_cache
@rate_limit(action="login")
def take(request):
    """Choose name and password, or take the account with an e-ID."""
    held = known.invitation(request.session.get(TOKEN, ""))
    if held is None:
        return render(request, "sign_in/invitation_unusable.html", status=404)
    form = TakeForm(request.POST or None, initial={"full_name": held.user.full_name})
    if request.method == "POST" and form.is_valid():
        try:
            user = accounts.take_invitation(
                token=request.session[TOKEN],
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password"],
            )
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        else:
            del request.session[TOKEN]
            record_authentication(request, user, "password", email=user.email)
            return perform_login(request, Login(user=user))
    context = {"form": form, "invited": held.user, "providers": settings.STEGVIS_SIGN_IN_PROVIDERS}
    return render(request, "sign_in/invitation.html", context)


def take_with_electronic_id(request, wanted, presented) -> tuple[User | None, str]:
    """The invited user whose link waits in the session, now tied to the e-ID; else nobody and why not, in a word."""
    held = known.invitation(request.session.get(TOKEN, ""))
    if held is None:
        return None, "unknown"
    if strength.is_too_weak(held.user, presented.level):  # before anything is used up
        return None, "too_weak"
    try:
        with transaction.atomic():
            electronic_identities.tie(user=held.user, provider=wanted, presented=presented, by=viewer_of(held.user))
            user = accounts.take_invitation(token=request.session[TOKEN])
    except NotPossible as refusal:
        return None, refusal.code
    del request.session[TOKEN]
    return user, ""

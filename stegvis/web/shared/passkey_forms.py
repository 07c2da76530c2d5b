"""The form for a new passkey in our words; allauth asks in those of security keys."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AllauthAddWebAuthnForm):
    """A name, and whether the passkey can replace the password too."""

    name = forms.CharField(
        label=_("Name of the passkey"), help_text=_("Such as “work phone”, so that you know which."), required=False
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it instead of the password too"),
        help_text=_("Asks for finger, face or PIN each time. Without it the passkey is the second step only."),
        required=False,
        initial=True,
    )


class RenamePasskeyForm(AllauthEditWebAuthnForm):
    """Another name."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)

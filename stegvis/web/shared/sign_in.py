"""How allauth is used: no sign-up by oneself, accounts that have ended stay shut, a fresh sign-in counts as proof,
and second-factor secrets are sealed with a key outside the database."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from stegvis.access.actions import signing_in
from stegvis.access.queries import signed_in
from stegvis.access.rules import SHUT, standing
from stegvis.base.keys import seal, unseal
from stegvis.web.shared import strength
from stegvis.web.shared.views import remember_language


def display_name(user) -> str:
    """The name allauth's pages show."""
    return user.get_short_name()


class Backend(AuthenticationBackend):
    """Passwords as allauth checks them; whoever has signed in comes with roles and second factor (`at_start`)."""

    def get_user(self, user_id):
        """The user of a session, or None when there is no such user any longer or the account is shut."""
        user = signed_in.load(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up alone."""

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        ours = {"allauth.mfa.stages.AuthenticateStage": "stegvis.web.shared.strength.SecondStep"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def pre_login(self, request, user, **kwargs):
        """Stop whoever has left, is shut out or has been away too long; forget an e-ID of another sign-in."""
        records = get_authentication_records(request, user)
        if not records or records[-1].get("method") != "socialaccount":
            request.session.pop(strength.ASSURANCE, None)
        found = standing(user, today=timezone.localdate(), dormant_days=settings.STEGVIS_DORMANT_DAYS)
        if found in SHUT:
            clear_login(request)
            way, level = strength.way_of(request, user), strength.assurance(request).get("level")
            signing_in.note_refusal(user=user, reason=found, way=way, level=level)
            request.session.pop(strength.ASSURANCE, None)
            return render(request, "account/account_inactive.html", {"standing": found}, status=403)
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        """Sign in. Whoever has just proved who they are is not asked for the same again in the next minutes.

        Sessions that are over are swept away by the next sign-in, with what was left lying in them.
        """
        super().login(request, user)
        request.session.clear_expired()
        records = get_authentication_records(request, user)
        if records:
            records[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records

    def post_login(self, request, user, **kwargs):
        """Log the sign-in with its way and level, and speak the user's language."""
        kept = strength.assurance(request)
        signing_in.note(user=user, way=strength.way_of(request, user), level=kept.get("level"), acr=kept.get("acr", ""))
        return remember_language(super().post_login(request, user, **kwargs), user.language)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes do not lie readable in the database."""

    def encrypt(self, text: str) -> str:
        return seal(text, "second-factor")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, "second-factor")

    def generate_authenticator_name(self, user, type) -> str:
        """A first name for a passkey; people give it a better one."""
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict:
        return super().get_public_key_credential_rp_entity() | {"name": "Stegvis"}

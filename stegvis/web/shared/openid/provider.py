"""allauth's provider and adapter for OpenID Connect, with what the Swedish profile and good manners ask for on top:
PKCE and nonce always, the ID token's signature checked always, nothing about the person kept."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse

from stegvis.base.keys import keyed_digest
from stegvis.gateways.electronic_id import profile, tokens
from stegvis.gateways.electronic_id.profile import SCOPES, Presented

_SCOPES = {
    "national": (f"{SCOPES}naturalPersonNumber", f"{SCOPES}naturalPersonInfo"),
    "municipal": (f"{SCOPES}naturalPersonOrgId", "email"),
}


def configured(provider_id: str):
    """The provider of that id in the installation's settings, or None."""
    return next((one for one in settings.STEGVIS_SIGN_IN_PROVIDERS if one.id == provider_id), None)


class Provider(OpenIDConnectProvider):
    """A provider of the settings. Nothing of it stands in the database."""

    def __init__(self, request, wanted):
        app = SocialApp(
            provider="openid_connect",
            provider_id=wanted.id,
            name=wanted.name,
            client_id=wanted.client_id,
            secret=wanted.client_secret,
            settings={"server_url": wanted.issuer, "oauth_pkce_enabled": True},
        )
        super().__init__(request, app=app)
        self.wanted = wanted

    def get_oauth2_adapter(self, request):
        return Adapter(request, self.wanted)

    def get_pkce_params(self) -> dict:
        made = super().get_pkce_params()
        return made | {"nonce": tokens.nonce_of(made["code_verifier"])}

    def get_auth_params_from_request(self, request, action) -> dict:
        # allauth would take these from the address, where anybody can write them
        return {"acr_values": " ".join(profile.acceptable(settings.STEGVIS_ASSURANCE_LEVEL))}

    def get_scope_from_request(self, request) -> list[str]:
        return ["openid", *(self.wanted.scopes or _SCOPES[self.wanted.kind])]

    def extract_uid(self, presented: Presented) -> str:
        return keyed_digest("electronic-identity", f"subject:{self.wanted.issuer}|{presented.subject}")

    def extract_extra_data(self, presented: Presented) -> dict:
        return {}

    def extract_common_fields(self, presented: Presented) -> dict:
        return {}

    def extract_email_addresses(self, presented: Presented) -> list:
        return []


class Adapter(OpenIDConnectOAuth2Adapter):
    """Talks to one provider. Everything that does not fit ends as OAuth2Error, whose page is plain."""

    def __init__(self, request, wanted):
        super().__init__(request, wanted.id)
        self.wanted = wanted
        self._verifier = ""

    def get_provider(self) -> Provider:
        return Provider(self.request, self.wanted)

    def get_callback_url(self, request, app) -> str:
        return settings.STEGVIS_URL + reverse("openid_callback", args=[self.wanted.id])

    @property
    def openid_config(self) -> dict:
        if not hasattr(self, "_openid_config"):
            found = self._fetched(f"{self.wanted.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.wanted.issuer:
                raise OAuth2Error("wrong_issuer")
            self._openid_config = found
        return self._openid_config

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None) -> dict:
        self._verifier = pkce_code_verifier or ""
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request, app, token, **kwargs):
        claims = self._verified(kwargs["response"].get("id_token"))
        if self.wanted.userinfo:
            more = self._fetch_user_info(token.token)
            if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
                raise OAuth2Error("wrong_subject")
            claims = more | claims
        presented = profile.read(claims, assumed_level=self.wanted.assumed_level)
        login = self.get_provider().sociallogin_from_response(request, presented)
        login.presented = presented
        return login

    def _verified(self, id_token: object) -> dict:
        try:
            return tokens.verified(
                id_token,
                keys=self._fetched(self.openid_config["jwks_uri"]),
                issuer=self.wanted.issuer,
                audience=self.wanted.client_id,
                nonce=tokens.nonce_of(self._verifier) if self._verifier else "",
            )
        except tokens.TokenRefused as refusal:
            raise OAuth2Error(refusal.reason) from None

    def _fetched(self, address: str) -> dict:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error("malformed")
        return found

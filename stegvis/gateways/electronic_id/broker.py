"""A small OpenID Connect provider for the demonstration and the tests. It believes whatever it is told.

It keeps nothing: a code is a sealed text that says for whom, what and until when, and what has been used is asked of
whoever runs it. Its key follows from the installation's master key, so that every process has the same.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from stegvis.base.keys import KeyProblem, key_for, seal, unseal
from stegvis.gateways.electronic_id.profile import CLAIMS, LEVELS

CODE_SECONDS = 60
TOKEN_SECONDS = 300
_SEAL = "test-broker-code"
_CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class BrokerRefuses(Exception):
    """The request is not one a provider would answer; `error` is the protocol's word for why."""

    def __init__(self, error: str):
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Persona:
    """Somebody invented who can be chosen at the broker. Twelve-digit numbers from the range kept for tests."""

    key: str
    name: str
    number: str = ""
    coordination_number: str = ""
    coordination_level: str = "confirmed"
    former_number: str = ""
    affiliation: str = ""
    email: str = ""

    def claims(self) -> dict:
        """What the broker says about them, by the Swedish profile."""
        coordination = {
            f"{CLAIMS}coordinationNumber": self.coordination_number,
            f"{CLAIMS}coordinationNumberLevel": self.coordination_level,
        }
        said = {
            "sub": hashlib.sha256(f"persona:{self.key}".encode()).hexdigest()[:32],
            "name": self.name,
            f"{CLAIMS}personalIdentityNumber": self.number,
            **(coordination if self.coordination_number else {}),
            f"{CLAIMS}previousCoordinationNumber": self.former_number,
            f"{CLAIMS}orgAffiliation": self.affiliation,
            f"{CLAIMS}orgNumber": self.affiliation.rpartition("@")[2],
            "email": self.email,
            **({"email_verified": True} if self.email else {}),
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Asked:
    """An authorisation request that can be answered."""

    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str


class Broker:
    """The provider at one address, for one client that has registered one way back."""

    def __init__(self, *, issuer: str, client_id: str, client_secret: str, redirect_uri: str):
        self.issuer, self.client_id, self.client_secret = issuer, client_id, client_secret
        self.redirect_uri = redirect_uri

    def discovery(self) -> dict:
        """The document at /.well-known/openid-configuration."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": list(LEVELS),
        }

    def keys(self) -> dict:
        """The public key as a JWKS."""
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(_private_key().public_key()))
        return {"keys": [public | {"kid": "test-broker", "use": "sig", "alg": "ES256"}]}

    def asked(self, query: Mapping[str, str]) -> Asked:
        """Read an authorisation request. Raises BrokerRefuses when client, way back, PKCE or nonce are not in order."""
        if query.get("client_id") != self.client_id or query.get("redirect_uri") != self.redirect_uri:
            raise BrokerRefuses("unauthorized_client")
        if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split():
            raise BrokerRefuses("invalid_request")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            raise BrokerRefuses("invalid_request")
        if not (query.get("state") and query.get("nonce")):
            raise BrokerRefuses("invalid_request")
        return Asked(query["redirect_uri"], query["state"], query["nonce"], query["code_challenge"])

    def answer(self, asked: Asked, persona: Persona, acr: str) -> str:
        """The address to send the browser back to, with a code that works once within a minute."""
        content = {"asked": asdict(asked), "persona": asdict(persona), "acr": acr, "at": time.time()}
        code = seal(json.dumps({**content, "id": secrets.token_hex(8)}), _SEAL)
        return f"{asked.redirect_uri}?{urlencode({'code': code, 'state': asked.state, 'iss': self.issuer})}"

    def cancel(self, asked: Asked) -> str:
        """The address to send the browser back to when the person does not want to."""
        return f"{asked.redirect_uri}?{urlencode({'error': 'access_denied', 'state': asked.state, 'iss': self.issuer})}"

    def tokens(self, form: Mapping[str, str], *, spend: Callable[[str], bool]) -> dict:
        """Exchange a code. `spend(code id)` says whether this is its first use. Raises BrokerRefuses."""
        if form.get("client_id") != self.client_id or not hmac.compare_digest(
            form.get("client_secret", "").encode(), self.client_secret.encode()
        ):
            raise BrokerRefuses("invalid_client")
        if form.get("grant_type") != "authorization_code":
            raise BrokerRefuses("unsupported_grant_type")
        content = self._opened(form.get("code", ""))
        asked = Asked(**content["asked"])
        if asked.redirect_uri != form.get("redirect_uri") or asked.code_challenge != _challenge(
            form.get("code_verifier", "")
        ):
            raise BrokerRefuses("invalid_grant")
        if not spend(content["id"]):
            raise BrokerRefuses("invalid_grant")
        claims = Persona(**content["persona"]).claims()
        return {
            "access_token": seal(json.dumps({"claims": claims, "at": time.time()}), "test-broker-access"),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self.id_token(claims, nonce=asked.nonce, acr=content["acr"]),
        }

    def id_token(self, claims: Mapping[str, object], *, nonce: str, acr: str, **changed) -> str:
        """A signed ID token. `changed` overrides what it says, for tests of tokens that must be refused."""
        now = int(time.time())
        said = {
            **claims,
            "iss": self.issuer,
            "aud": self.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": nonce,
            "acr": acr,
        }
        return jwt.encode(said | changed, _private_key(), algorithm="ES256", headers={"kid": "test-broker"})

    def userinfo(self, access_token: str) -> dict:
        """The claims behind an access token. Raises BrokerRefuses."""
        try:
            content = json.loads(unseal(access_token, "test-broker-access"))
        except KeyProblem:
            raise BrokerRefuses("invalid_token") from None
        if time.time() - content["at"] > TOKEN_SECONDS:
            raise BrokerRefuses("invalid_token")
        return content["claims"]

    def _opened(self, code: str) -> dict:
        try:
            content = json.loads(unseal(code, _SEAL))
        except KeyProblem:
            raise BrokerRefuses("invalid_grant") from None
        if time.time() - content["at"] > CODE_SECONDS:
            raise BrokerRefuses("invalid_grant")
        return content


def _challenge(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _private_key() -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(key_for("test-broker"), "big") % (_CURVE_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())

"""Check an ID token (OpenID Connect Core 1.0, 3.1.3.7): signature, issuer, audience, time and nonce, none left out."""

import hashlib
import json
from base64 import urlsafe_b64encode

import jwt

#: Signatures with a public key only: a token signed with a shared secret, or not at all, is no proof.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
#: Seconds by which two clocks may differ.
LEEWAY = 60


class TokenRefused(Exception):
    """The token proves nothing. `reason` is one word for the log, and holds nothing personal."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def nonce_of(verifier: str) -> str:
    """The nonce that belongs to a PKCE verifier: bound to it, and neither it nor its challenge."""
    return urlsafe_b64encode(hashlib.sha256(b"nonce:" + verifier.encode()).digest()).rstrip(b"=").decode()


def verified(token: object, *, keys: object, issuer: str, audience: str, nonce: str) -> dict:
    """The claims of a token that passes every check. `keys` is the provider's JWKS. Raises TokenRefused."""
    if not isinstance(token, str):
        raise TokenRefused("no_token")
    key, algorithm = _key(token, keys)
    try:
        claims = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as problem:
        raise TokenRefused(_word(problem)) from None
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != audience:
        raise TokenRefused("wrong_audience")
    if claims.get("azp", audience) != audience:
        raise TokenRefused("wrong_audience")
    if not nonce or claims.get("nonce") != nonce:
        raise TokenRefused("wrong_nonce")
    return claims


def _key(token: str, keys: object):
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise TokenRefused("no_token") from None
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise TokenRefused("unsigned")
    offered = keys.get("keys", []) if isinstance(keys, dict) else []
    fitting = [one for one in offered if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    named = [one for one in fitting if one.get("kid") == header.get("kid")]
    if len(named) != 1:
        raise TokenRefused("unknown_key")
    try:
        return jwt.PyJWK.from_json(json.dumps(named[0]), algorithm=algorithm).key, algorithm
    except (jwt.PyJWTError, ValueError, TypeError):
        raise TokenRefused("unknown_key") from None


def _word(problem: jwt.PyJWTError) -> str:
    known = {
        jwt.ExpiredSignatureError: "expired",
        jwt.InvalidIssuerError: "wrong_issuer",
        jwt.InvalidAudienceError: "wrong_audience",
        jwt.InvalidSignatureError: "wrong_signature",
        jwt.ImmatureSignatureError: "not_yet_valid",
        jwt.MissingRequiredClaimError: "claim_missing",
    }
    return next((word for kind, word in known.items() if isinstance(problem, kind)), "malformed")

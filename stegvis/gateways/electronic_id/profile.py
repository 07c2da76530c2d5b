"""What a provider says about a person, read from the claims of the Swedish OpenID Connect profile (oidc-sweden 1.0).

Levels of assurance are whole numbers: 2 low, 3 substantial, 4 high; 0 when the provider says none that we know. The
addresses are those of Sweden Connect's quality marks and of the eIDAS regulation (EU 2015/1502).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.base.identity_number import InvalidIdentityNumber, parse

CLAIMS = "https://id.oidc.se/claim/"
SCOPES = "https://id.oidc.se/scope/"
LEVELS = {
    "http://id.elegnamnden.se/loa/1.0/loa2": 2,
    "http://id.elegnamnden.se/loa/1.0/loa3": 3,
    "http://id.elegnamnden.se/loa/1.0/loa4": 4,
    # not quality-marked: nobody has examined that it is substantial
    "http://id.swedenconnect.se/loa/1.0/uncertified-loa3": 2,
    "http://eidas.europa.eu/LoA/low": 2,
    "http://eidas.europa.eu/LoA/substantial": 3,
    "http://eidas.europa.eu/LoA/high": 4,
}


@dataclass(frozen=True)
class Presented:
    """A person as a provider presents them. Empty texts where the provider says nothing.

    `number` is an identity number in twelve digits: a personnummer, else a samordningsnummer whose identity is
    confirmed. `former_number` is the samordningsnummer the person had before. `affiliation` is the person's id at an
    organisation, `<id>@<organisation number>`.
    """

    subject: str
    number: str = ""
    former_number: str = ""
    affiliation: str = ""
    organisation_number: str = ""
    email: str = ""
    level: int = 0
    acr: str = ""


def read(claims: Mapping[str, object], *, assumed_level: int = 0) -> Presented:
    """The person behind verified claims. `assumed_level` holds when the provider names no level that we know."""
    acr = _text(claims, "acr")
    affiliation = _text(claims, f"{CLAIMS}orgAffiliation").lower()
    return Presented(
        subject=_text(claims, "sub"),
        number=_number(claims, "personalIdentityNumber") or _confirmed_coordination_number(claims),
        former_number=_number(claims, "previousCoordinationNumber"),
        affiliation=affiliation if affiliation.count("@") == 1 else "",
        organisation_number=_text(claims, f"{CLAIMS}orgNumber") or affiliation.rpartition("@")[2],
        email=_text(claims, "email").lower() if claims.get("email_verified") is True else "",
        level=LEVELS.get(acr, assumed_level),
        acr=acr if acr in LEVELS else "",
    )


def acceptable(lowest: int) -> list[str]:
    """The addresses of the quality-marked levels from `lowest` up, the lowest first: what to ask a provider for."""
    marked = [acr for acr in LEVELS if "elegnamnden" in acr]
    return [acr for acr in marked if LEVELS[acr] >= lowest]


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) and len(value) <= 320 else ""


def _number(claims: Mapping[str, object], name: str) -> str:
    try:
        return parse(_text(claims, CLAIMS + name)).value
    except InvalidIdentityNumber:
        return ""


def _confirmed_coordination_number(claims: Mapping[str, object]) -> str:
    if _text(claims, f"{CLAIMS}coordinationNumberLevel") != "confirmed":
        return ""
    return _number(claims, "coordinationNumber")

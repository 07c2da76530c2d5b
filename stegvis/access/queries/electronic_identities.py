"""Whose electronic identity is it? Known by keyed digests only; numbers and names are not kept."""

from dataclasses import dataclass
from typing import Protocol

from stegvis.access.models import ElectronicIdentity, User
from stegvis.base.keys import keyed_digest
from stegvis.gateways.electronic_id.profile import Presented


class Provider(Protocol):
    """What is asked of a sign-in provider here; the installation's settings hold them."""

    id: str
    kind: str
    issuer: str
    organisation_numbers: tuple[str, ...]
    email_domains: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """What an electronic identity is known by. `provider` is empty where every provider says the same."""

    kind: str
    provider: str
    digest: str


def number_key(number: str) -> Key:
    """The key of an identity number: the same through every broker."""
    return Key("number", "", keyed_digest("electronic-identity", f"number:{number}"))


def key_of(provider: Provider, presented: Presented) -> Key | None:
    """The key of a person at a provider, or None when the provider says too little to know them by.

    National: the identity number. Municipal: the affiliation, where its organisation is one the provider may speak for;
    else the provider's own id of the person, where e-mail addresses are what ties people to their accounts.
    """
    if provider.kind == "national":
        return number_key(presented.number) if presented.number else None
    if presented.affiliation and presented.organisation_number in provider.organisation_numbers:
        digest = keyed_digest("electronic-identity", f"affiliation:{presented.affiliation}")
        return Key("affiliation", provider.id, digest)
    if provider.email_domains and presented.subject:
        digest = keyed_digest("electronic-identity", f"subject:{provider.issuer}|{presented.subject}")
        return Key("subject", provider.id, digest)
    return None


def known(key: Key | None) -> ElectronicIdentity | None:
    """The tied identity with that key."""
    if key is None:
        return None
    rows = ElectronicIdentity.objects.select_related("user")
    return rows.filter(kind=key.kind, provider=key.provider, digest=key.digest).first()


def by_former_number(provider: Provider, presented: Presented) -> ElectronicIdentity | None:
    """The identity tied under the samordningsnummer a person had before their personnummer."""
    if provider.kind != "national" or not (presented.number and presented.former_number):
        return None
    return known(number_key(presented.former_number))


def by_email(provider: Provider, presented: Presented) -> User | None:
    """The account whose address the municipality vouches for. Nobody, once that account is tied at the provider."""
    domain = presented.email.rpartition("@")[2]
    if provider.kind != "municipal" or domain not in provider.email_domains:
        return None
    user = User.objects.filter(email__iexact=presented.email).first()
    if user is None or user.electronic_identities.filter(provider=provider.id).exists():
        return None
    return user


def of(user: User) -> list[ElectronicIdentity]:
    """The user's tied identities, the oldest first."""
    return list(user.electronic_identities.order_by("linked_at", "pk"))

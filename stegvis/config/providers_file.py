"""The sign-in providers of an installation, read from the TOML file that STEGVIS_OPENID_FILE names.

docs/reference/settings.md lists the fields; it is made from this class.
"""

import re
import tomllib
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator


class SignInProvider(BaseModel):
    """One `[[provider]]` of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(description="Short name for addresses and the log: small letters, digits and hyphens.")
    name: str = Field(min_length=1, max_length=60, description="What the button on the sign-in page says.")
    kind: Literal["national", "municipal"] = Field(
        description="national: a broker of national e-IDs, people are known by identity number. "
        "municipal: a municipality's own sign-in, people are known by their id there."
    )
    issuer: str = Field(description="The provider's address, exactly as it names itself.")
    client_id: str = Field(min_length=1, description="What the provider calls this installation.")
    client_secret: str = Field(min_length=8, description="The secret shared with the provider.")
    scopes: tuple[str, ...] = Field(
        (), description="Scopes to ask for beside openid. Empty: those of the Swedish profile that fit the kind."
    )
    userinfo: bool = Field(True, description="Also fetch the claims of the userinfo endpoint.")
    assumed_level: int = Field(
        0, ge=0, le=4, description="Level of assurance when the provider names none (municipal only)."
    )
    organisation_numbers: tuple[str, ...] = Field(
        (), description="municipal: the organisation numbers (ten digits) whose people may sign in this way."
    )
    email_domains: tuple[str, ...] = Field(
        (), description="municipal: a verified e-mail address in one of these domains ties a person to their account."
    )
    other_origins: tuple[str, ...] = Field(
        (), description="Other addresses (https://host) the sign-in passes through, if any."
    )

    @field_validator("id")
    @classmethod
    def _id_fits_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}", value):
            raise ValueError("use 2–39 small letters, digits and hyphens, such as eid or vastervik")
        return value

    @field_validator("issuer")
    @classmethod
    def _issuer_is_https(cls, value: str) -> str:
        if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
            raise ValueError("write the whole https:// address")
        return value

    @field_validator("other_origins")
    @classmethod
    def _origins_are_https(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not re.fullmatch(r"https://[^/\s;,']+", one) for one in value):
            raise ValueError("write https://host without a path")
        return value

    @model_validator(mode="after")
    def _kind_has_what_it_needs(self):
        if self.kind == "municipal" and not (self.organisation_numbers or self.email_domains):
            raise ValueError("a municipal provider needs organisation_numbers or email_domains, else nobody is let in")
        if self.kind == "national" and (self.assumed_level or self.organisation_numbers or self.email_domains):
            raise ValueError("a national provider has no assumed_level, organisation_numbers or email_domains")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    provider: tuple[SignInProvider, ...] = ()


def read(path: Path) -> tuple[SignInProvider, ...]:
    """The providers of the file. Raises ValueError with one sentence per fault, without any secret in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"the file cannot be read ({problem.strerror}); check the path and its rights") from None
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"the file is not TOML: {problem}") from None
    try:
        found = _File.model_validate(content).provider
    except ValidationError as problem:
        faults = [
            f"{'.'.join(map(str, one['loc']))}: {one['msg'].removeprefix('Value error, ')}" for one in problem.errors()
        ]
        raise ValueError("; ".join(faults)) from None
    names = [one.id for one in found]
    if len(set(names)) < len(names):
        raise ValueError("two providers have the same id")
    return found

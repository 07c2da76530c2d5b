"""The STEGVIS_ variables as a table, from the one class that reads them."""

import os
import re
from dataclasses import dataclass

from django.conf import settings

from stegvis.cli.language import _

_SECRET = re.compile(r"(?<=://)([^/@]*?):[^/@]*(?=@)")


@dataclass(frozen=True)
class Line:
    """One variable. `source` says whether it was given or is the default."""

    name: str
    value: str
    default: str
    source: str
    meaning: str


def lines() -> list[Line]:
    """Every variable in the order of the class. Passwords in addresses are not shown."""
    given = settings.ENVIRONMENT
    found = []
    for name, field in type(given).model_fields.items():
        variable = f"STEGVIS_{name.upper()}"
        source = _("environment") if variable in os.environ else _("default")
        value = _SECRET.sub(r"\1:…", _told(getattr(given, name)))
        found.append(Line(variable, value, _default(field.default), source, _(field.description or "")))
    return found


def _told(value: object) -> str:
    """A value in use, as it would be written in the variable: nothing for nothing, yes or no for a switch."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _default(value: object) -> str:
    if value is None or value == "":
        return ""
    root = str(settings.ROOT)
    return str(value).removeprefix(root).lstrip("/")


def _providers() -> str:
    """What the file of STEGVIS_OPENID_FILE may hold."""
    rows = "\n".join(
        f"| `{name}` | {'must be given' if field.is_required() else _written(field.default)} | {field.description} |"
        for name, field in settings.STEGVIS_PROVIDER_FIELDS.items()
    )
    return (
        "## The file of sign-in providers\n\n"
        "`STEGVIS_OPENID_FILE` names a TOML file with one `[[provider]]` for each way to sign in with an e-ID.\n"
        "Register `<STEGVIS_URL>/accounts/e-id/<id>/callback/` as the way back at the provider.\n\n"
        "```toml\n"
        "[[provider]]\n"
        'id = "eid"\n'
        'name = "BankID or Freja"\n'
        'kind = "national"\n'
        'issuer = "https://broker.example.se"\n'
        'client_id = "stegvis"\n'
        'client_secret = "…"\n'
        "```\n\n"
        "| Field | Default | Meaning |\n| --- | --- | --- |\n"
        f"{rows}\n\n"
    )


def _written(value: object) -> str:
    return f"`{value}`" if value not in ((), "") else "–"


def page() -> str:
    """docs/reference/settings.md: the same table, in English and without the values of this machine."""
    fields = type(settings.ENVIRONMENT).model_fields
    rows = "\n".join(
        f"| `{line.name}` | {f'`{line.default}`' if line.default else '–'} | {field.description} |"
        for line, field in zip(lines(), fields.values(), strict=True)
    )
    return (
        "# Settings\n\n"
        "Everything is set by environment variables. They are checked when Stegvis starts; a value that cannot be\n"
        "used stops the start with a line that says what to do. `stegvis settings` shows the values in use and where\n"
        "each comes from.\n\n"
        "| Variable | Default | Meaning |\n| --- | --- | --- |\n"
        f"{rows}\n\n"
        f"{_providers()}"
        "This page is generated: `stegvis docs settings`.\n"
    )

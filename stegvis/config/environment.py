"""The settings a person who runs Stegvis may give: `STEGVIS_…` variables, checked at start, with advice.

`stegvis settings` prints the table made from this class; docs/reference/settings.md is generated from it.
"""

import difflib
import ipaddress
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from stegvis.config import providers_file

ROOT = Path(__file__).resolve().parent.parent.parent


class Environment(BaseSettings):
    """Every variable has a safe default; the defaults run the demonstration on this machine only."""

    model_config = SettingsConfigDict(env_prefix="STEGVIS_", extra="ignore")

    data_dir: Path = Field(
        ROOT / "var", description=_("Where the database, keys and files live. Keep it on an encrypted disk.")
    )
    database_url: str = Field(
        "", description=_("postgres://user:password@host/name or sqlite:///path. Empty: SQLite in the data directory.")
    )
    keep_plans: bool = Field(
        True,
        description=_(
            "PostgreSQL keeps its plans for the questions that the daily pages ask. Turn it off behind a pooler that "
            "does not know prepared statements."
        ),
    )
    key_dir: Path | None = Field(
        None,
        description=_(
            "Where keys live, outside the database. Back it up apart from the database. "
            "Empty: keys/ in the data directory."
        ),
    )
    audit_dir: Path | None = Field(
        None,
        description=_(
            "Where audit checkpoints are written, best on another disk than the database. "
            "Empty: audit/ in the data directory."
        ),
    )
    url: str = Field(
        "http://localhost:8000", description=_("The address people use. Must be https:// unless it is this machine.")
    )
    allowed_hosts: str = Field(
        "",
        description=_(
            "More host names to answer to, separated by commas. "
            "Empty: only the host in STEGVIS_URL (and this machine's names when that is local)."
        ),
    )
    time_zone: str = Field("Europe/Stockholm", description=_("Time zone of dates on screen."))
    idle_minutes: int = Field(
        30, ge=5, le=120, description=_("Minutes without activity before a person is signed out.")
    )
    small_count: int = Field(5, ge=3, le=20, description=_("Counts below this are small and hidden in results."))
    evaluation_database_url: str = Field(
        "",
        description=_(
            "postgres://user:password@host/name of a PostgreSQL that computes indicators on request, in temporary "
            "tables. Empty: the installation's own database where that is PostgreSQL."
        ),
    )
    spark_master: str = Field(
        "",
        description=_(
            "The Apache Spark that computes indicators on request, such as spark://host:7077. "
            "Empty: two cores of this machine."
        ),
    )
    max_upload_mb: int = Field(
        20, ge=1, le=500, description=_("Largest file that may be uploaded or imported, in megabytes.")
    )
    api_per_minute: int = Field(
        240, ge=1, le=100_000, description=_("How many requests one key of the API may make in a minute.")
    )
    mail_url: str = Field(
        "",
        description=_(
            "smtp://user:password@host:587?tls=1. Empty: mail is written as files in mail/ in the data directory."
        ),
    )
    mail_from: str = Field("stegvis@localhost", description=_("Sender address of mail."))
    sms_url: str = Field(
        "",
        description=_(
            "https:// address of an SMS provider that takes JSON (to, from, text, reference). "
            "console: prints messages. Empty: messages are written as files in sms/ in the data directory."
        ),
    )
    sms_key: SecretStr = Field(SecretStr(""), description=_("Key sent to the SMS provider as a bearer token."))
    sms_from: str = Field("Kommunen", max_length=11, description=_("Sender of SMS: at most 11 letters, or a number."))
    openid_file: Path | None = Field(
        None,
        description=_(
            "TOML file with the providers of electronic identification one may sign in through (OpenID "
            "Connect); its fields stand below. Readable by the server's user only: it holds secrets. Empty: none."
        ),
    )
    assurance_level: int = Field(
        3,
        ge=2,
        le=4,
        description=_(
            "Lowest level of assurance of an e-ID with which somebody who sees people is let in without a "
            "second factor here: 2 low, 3 substantial, 4 high."
        ),
    )
    dormant_days: int = Field(
        180, ge=30, le=1000, description=_("Days without sign-in after which an account is closed until it is woken.")
    )
    invitation_days: int = Field(7, ge=1, le=30, description=_("Days an invitation can be used."))
    draft_days: int = Field(
        30,
        ge=1,
        le=365,
        description=_("Days that what somebody has typed and not sent is kept for them, counted from the last letter."),
    )
    test_broker: bool = Field(
        False,
        description=_(
            "Offer sign-in by a test broker that believes whatever it is told, for the demonstration. "
            "Only where STEGVIS_URL is this machine."
        ),
    )
    operator: str = Field(
        "",
        description=_(
            "Who runs commands in the shell; stands in the audit log. Empty: the name of the operating-system user."
        ),
    )

    @field_validator("url")
    @classmethod
    def _url_is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("write a whole address, such as https://stegvis.example.se")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ValueError(
                "use https:// for every address that is not this machine; put a TLS proxy in front of Stegvis"
            )
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("only sqlite:///… and postgres://… are supported")
        return value

    @field_validator("evaluation_database_url")
    @classmethod
    def _evaluation_is_postgresql(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("postgres", "postgresql"):
            raise ValueError("write postgres://user:password@host/name")
        return value

    @field_validator("mail_url")
    @classmethod
    def _mail_is_smtp(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("smtp", "smtps") or not urlsplit(value).hostname):
            raise ValueError("write smtp://user:password@host:587?tls=1 or smtps://user:password@host")
        return value

    @field_validator("sms_url")
    @classmethod
    def _sms_is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        if value not in ("", "console:") and not (local or (parts.scheme == "https" and parts.hostname)):
            raise ValueError("write https://… or console:")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except Exception:
            raise ValueError("use a name such as Europe/Stockholm") from None
        return value

    @field_validator("openid_file")
    @classmethod
    def _providers_can_be_read(cls, value: Path | None) -> Path | None:
        if value is not None:
            providers_file.read(value)
        return value

    @model_validator(mode="after")
    def _test_broker_stays_here(self):
        if self.test_broker and not is_loopback(urlsplit(self.url).hostname or ""):
            raise ValueError(
                "STEGVIS_TEST_BROKER: lets anybody in as anybody; remove it, or use it on this machine only"
            )
        return self

    @model_validator(mode="after")
    def _fill_directories(self):
        self.data_dir = self.data_dir.expanduser().resolve()
        self.key_dir = (self.key_dir or self.data_dir / "keys").expanduser().resolve()
        self.audit_dir = (self.audit_dir or self.data_dir / "audit").expanduser().resolve()
        self.database_url = self.database_url or f"sqlite:///{self.data_dir / 'stegvis.sqlite3'}"
        if urlsplit(self.database_url).scheme != "sqlite":
            self.evaluation_database_url = self.evaluation_database_url or self.database_url
        return self

    @property
    def hosts(self) -> list[str]:
        """Host names the site answers to."""
        named = urlsplit(self.url).hostname
        local = ["localhost", "127.0.0.1", "[::1]"] if is_loopback(named) else []
        return [named, *local, *(h.strip() for h in self.allowed_hosts.split(",") if h.strip())]

    @property
    def sign_in_providers(self) -> tuple[providers_file.SignInProvider, ...]:
        """The providers of the file and, where it is turned on, the test broker."""
        found = providers_file.read(self.openid_file) if self.openid_file else ()
        return (*found, *([test_broker(self.url)] if self.test_broker else []))


def test_broker(url: str) -> providers_file.SignInProvider:
    """The demonstration's broker as a provider. It may be at http://, which no other may."""
    return providers_file.SignInProvider.model_construct(
        id="test-broker",
        name="e-legitimation (demo)",
        kind="national",
        issuer=f"{url}/test-broker",
        client_id="stegvis",
        client_secret="known-to-everybody",  # noqa: S106  the broker answers on loopback only
        scopes=(),
        userinfo=True,
        assumed_level=0,
        organisation_numbers=(),
        email_domains=(),
        other_origins=(),
    )


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Does the name mean this machine only?"""
    if host in ("localhost", "") or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class BadSettings(SystemExit):
    """Settings that cannot be used. The text names each variable and says what to do."""


#: Variables for those who build and test Stegvis; no settings of an installation.
FOR_DEVELOPERS = frozenset(
    {
        "STEGVIS_CHROMIUM",
        "STEGVIS_PYTHON",
        "STEGVIS_TESTING",
        "STEGVIS_TEST_DEPTH",
        "STEGVIS_TEST_EXAMPLES",
        "STEGVIS_TEST_POSTGRES_URL",
    }
)
#: So alike (0 to 1, difflib's ratio) must a name be to ours to be taken for a misspelling of it.
_ALIKE = 0.75


def unknown_variables(names: Iterable[str]) -> dict[str, str]:
    """The STEGVIS_ names among `names` that are no setting, each with the setting it is nearly spelt as, or ""."""
    ours = [name.upper() for name in Environment.model_fields]
    known = FOR_DEVELOPERS | {f"STEGVIS_{name}" for name in ours}
    found = {}
    for name in sorted(names):
        if not name.upper().startswith("STEGVIS") or name.upper() in known:
            continue
        said = name.upper().removeprefix("STEGVIS").lstrip("_")
        near = difflib.get_close_matches(said, ours, n=1, cutoff=_ALIKE)
        if near or name.upper().startswith("STEGVIS_"):  # STEGVISURL is ours misspelt, STEGVISTA_HOME is another's
            found[name] = f"STEGVIS_{near[0]}" if near else ""
    return found


def read_environment() -> Environment:
    """Read and check the variables. Raises BadSettings (exit code 2) with one line per faulty variable.

    A misspelt name is refused like a faulty value: the safe default would otherwise stand in for what was meant, and
    nobody would see it. A name that is like none of ours is said on standard error, and the start goes on.
    """
    unknown = unknown_variables(os.environ)
    if misspelt := [f"  {name}: there is no such setting. Is it {near}?" for name, near in unknown.items() if near]:
        raise BadSettings("Stegvis cannot start with these settings:\n" + "\n".join(misspelt))
    for name in unknown:
        print(f"{name}: there is no such setting, it does nothing. `stegvis settings` lists them all.", file=sys.stderr)
    try:
        return Environment()
    except ValidationError as problem:
        lines = [
            f"  {_variable(error['loc'])}{error['msg'].removeprefix('Value error, ')}" for error in problem.errors()
        ]
        raise BadSettings("Stegvis cannot start with these settings:\n" + "\n".join(lines)) from None


def _variable(place: tuple) -> str:
    """The variable a fault is in; faults of several together name theirs in their own words."""
    return f"STEGVIS_{'_'.join(map(str, place)).upper()}: " if place else ""

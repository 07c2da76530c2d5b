"""The cast of the demonstration: invented staff with their roles, one shared password, one-time codes on loopback only.

Amina and Bo share Mönsterås, Carin works in Västervik, Dag leads the project in Mönsterås; the other municipalities
have a coach each. Eva coordinates, Filip evaluates until a day, Ida runs the system and sees no people. Kristinehamn
has a coach and a project leader, and Värmland an office and a coordinator of its own: neither office sees the other's.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.access.roles import ROLES

VARMLAND = "va2-kristinehamn"
OFFICES = {"fsla": "Regionalt kansli (demo)", VARMLAND: "Regionalt kansli Värmland (demo)"}
PASSWORD = "granen-susar-i-motvind"  # noqa: S105  shown to everybody; the accounts exist in the demonstration only
DOMAIN = "demo.stegvis.invalid"
JOINED_ON = {"fsla": dt.date(2020, 8, 15), VARMLAND: dt.date(2020, 10, 1)}
FILIP_UNTIL = dt.date(2030, 12, 31)


@dataclass(frozen=True)
class Player:
    """One account. `municipality` is where they work ("" for the regional office); `in_unit`: at its unit.

    `project` is the demonstration project whose loading makes the account.
    """

    key: str
    full_name: str
    role: str
    municipality: str = ""
    in_unit: bool = True
    ends_on: dt.date | None = None
    project: str = "fsla"

    @property
    def joined_on(self) -> dt.date:
        """The day the project began."""
        return JOINED_ON[self.project]

    @property
    def email(self) -> str:
        """The address they sign in with. The domain can never receive mail."""
        return f"{self.key}@{DOMAIN}"


CAST = (
    Player("amina", "Amina Nur", "coach", "Mönsterås"),
    Player("bo", "Bo Lind", "coach", "Mönsterås"),
    Player("carin", "Carin Sjö", "coach", "Västervik"),
    Player("dag", "Dag Ek", "local_project_leader", "Mönsterås"),
    Player("eva", "Eva Ström", "regional_coordinator"),
    Player("filip", "Filip Åberg", "evaluator", ends_on=FILIP_UNTIL),
    Player("gun", "Gun Öst", "steering_group"),
    Player("hassan", "Hassan Noor", "participant", "Mönsterås", in_unit=False),
    Player("ida", "Ida Kvist", "administrator"),
    Player("jan", "Jan Berg", "matcher", "Mönsterås"),
    Player("karin", "Karin Ås", "unit_manager", "Mönsterås"),
    Player("leo", "Leo Dal", "economist"),
    Player("maja", "Maja Ny", "data_protection_officer", "Mönsterås", in_unit=False),
    Player("nils", "Nils Holm", "partner_agency"),
    Player("handledare.borgholm", "Handledare Borgholm", "coach", "Borgholm"),
    Player("handledare.emmaboda", "Handledare Emmaboda", "coach", "Emmaboda"),
    Player("handledare.hultsfred", "Handledare Hultsfred", "coach", "Hultsfred"),
    Player("handledare.morbylanga", "Handledare Mörbylånga", "coach", "Mörbylånga"),
    Player("handledare.nybro", "Handledare Nybro", "coach", "Nybro"),
    Player("handledare.torsas", "Handledare Torsås", "coach", "Torsås"),
    Player("handledare.vimmerby", "Handledare Vimmerby", "coach", "Vimmerby"),
    Player("otto", "Otto Sand", "coach", "Kristinehamn", project=VARMLAND),
    Player("rut", "Rut Vall", "local_project_leader", "Kristinehamn", project=VARMLAND),
    Player("petra", "Petra Vik", "regional_coordinator", project=VARMLAND),
)


@dataclass(frozen=True)
class Account:
    """An account as `stegvis demo accounts` prints it. `code` is empty for those who need no second factor."""

    email: str
    name: str
    role: str
    place: str
    password: str
    code: str


def accounts() -> list[Account]:
    """The cast with the one-time codes of this moment. Only for a demonstration that answers on loopback."""
    from stegvis.access.models import User

    known = {user.email: user for user in User.objects.filter(email__in=[player.email for player in CAST])}
    return [
        Account(
            email=player.email,
            name=player.full_name,
            role=ROLES[player.role].label(),
            place=player.municipality or _place(player),
            password=PASSWORD,
            code=_code_now(known[player.email]),
        )
        for player in CAST
        if player.email in known
    ]


def _place(player: Player) -> str:
    return _("Regional office, Värmland") if player.project == VARMLAND else _("Regional office")


def _code_now(user) -> str:
    """The one-time code of the present half-minute (RFC 6238), or nothing without a second factor."""
    import time

    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
    from allauth.mfa.utils import decrypt

    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if held is None:
        return ""
    return format_hotp_value(hotp_value(decrypt(held.data["secret"]), int(time.time()) // 30))

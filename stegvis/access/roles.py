"""Roles as classes with a plain description; what each may do stands in matrix.csv, readable by a lawyer.

A line of the matrix: role, record class, verb, scope. Views and actions ask for a permission, never for a role.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from django.utils.translation import get_language

#: What a permission reaches, from narrow to wide.
SCOPES = {
    "self": "the person's own user record",
    "assigned": "own participants, and the unit's participants where the unit's setting says so",
    "unit": "everything of the units the membership names",
    "organisation": "everything of the organisation the membership names",
    "project": "totals of the projects the organisation owns or takes part in",
    "all": "the whole installation",
}

#: Records that show people. Whoever has a permission on one of these must sign in with a second factor;
#: so must those who may see small groups, and those who may give others rights.
PERSONAL_RECORDS = frozenset(
    {
        *("participant", "enrolment", "protection", "sensitive_exit", "access_log", "audit_log", "import"),
        *("follow_up", "meeting", "note", "sensitive_note", "plan", "attendance", "final_report"),
        "referral",
        *("mapping", "sensitive_mapping"),
        *("team", "disclosure"),
        *("intake", "vulnerable_group", "entry_exception"),
    }
)

STRONG_PERMISSIONS = frozenset({("result", "read_ungated"), ("user", "manage")})


@dataclass(frozen=True)
class Permission:
    """One line of the matrix."""

    role: str
    record: str
    verb: str
    scope: str


class Role:
    """A role a user has in an organisation or unit. Subclasses give slug, names and a description for people."""

    slug: ClassVar[str]
    sv: ClassVar[str]
    en: ClassVar[str]
    description_sv: ClassVar[str]
    description_en: ClassVar[str]

    @classmethod
    def label(cls) -> str:
        """The role's name in the language of the person at the screen."""
        return cls.en if (get_language() or "sv").startswith("en") else cls.sv

    @classmethod
    def permissions(cls) -> tuple[Permission, ...]:
        """The role's lines of the matrix."""
        return _by_role().get(cls.slug, ())


class Coach(Role):
    slug, sv, en = "coach", "Handledare", "Coach"
    description_sv = "Möter deltagare, skriver in, planerar och avslutar."
    description_en = "Meets participants, enrols, plans and closes."


class LocalProjectLeader(Role):
    slug, sv, en = "local_project_leader", "Lokal projektledare", "Local project leader"
    description_sv = "Leder projektet i en kommun och följer enhetens deltagare och resultat."
    description_en = "Leads the project in one municipality and follows the unit's participants and results."


class UnitManager(Role):
    slug, sv, en = "unit_manager", "Enhetschef", "Unit manager"
    description_sv = "Har ansvar för enheten, ser dess deltagare och vem som har läst om dem."
    description_en = "Is responsible for the unit, sees its participants and who has looked at them."


class Matcher(Role):
    slug, sv, en = "matcher", "Matchare", "Employer contact"
    description_sv = "Söker arbetsgivare och praktikplatser åt enhetens deltagare."
    description_en = "Finds employers and placements for the unit's participants."


class RegionalCoordinator(Role):
    slug, sv, en = "regional_coordinator", "Regional samordnare", "Regional coordinator"
    description_sv = "Samordnar projektet, släpper resultat och skriver rapporter. Ser summor, inga personer."
    description_en = "Coordinates the project, releases results and writes reports. Sees totals, no people."


class EvaluatorRole(Role):
    slug, sv, en = "evaluator", "Utvärderare", "Evaluator"
    description_sv = "Följer resultat under ett uppdrag med slutdatum."
    description_en = "Follows results during an assignment with an end date."


class SteeringGroup(Role):
    slug, sv, en = "steering_group", "Styrgrupp", "Steering group"
    description_sv = "Läser släppta resultat."
    description_en = "Reads released results."


class Economist(Role):
    slug, sv, en = "economist", "Ekonom", "Economist"
    description_sv = "Läser släppta resultat och volymer för redovisningen."
    description_en = "Reads released results and volumes for the accounts."


class DataProtectionOfficer(Role):
    slug, sv, en = "data_protection_officer", "Dataskyddsombud", "Data protection officer"
    description_sv = "Granskar vem som har sett och ändrat vad."
    description_en = "Reviews who has seen and changed what."


class Administrator(Role):
    slug, sv, en = "administrator", "Administratör", "Administrator"
    description_sv = "Sköter systemet och användarna, ser inga deltagare."
    description_en = "Runs the system and its users, sees no participants."


class PartnerAgency(Role):
    slug, sv, en = "partner_agency", "Samverkanspart", "Partner agency"
    description_sv = "Läser släppta resultat för projekt som myndigheten deltar i."
    description_en = "Reads released results of projects the agency takes part in."


class ParticipantRole(Role):
    slug, sv, en = "participant", "Deltagare", "Participant"
    description_sv = "Den som får stöd. Har inga rättigheter i personalens sidor."
    description_en = "The person helped. Has no rights in the staff's pages."


ROLES: dict[str, type[Role]] = {
    role.slug: role
    for role in (
        Coach, LocalProjectLeader, UnitManager, Matcher, RegionalCoordinator, EvaluatorRole, SteeringGroup,
        Economist, DataProtectionOfficer, Administrator, PartnerAgency, ParticipantRole,
    )
}  # fmt: skip


@lru_cache(maxsize=1)
def matrix() -> tuple[Permission, ...]:
    """All lines of matrix.csv. Raises ValueError naming a line that is doubled or has an unknown role or scope."""
    lines: list[Permission] = []
    with (Path(__file__).parent / "matrix.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            line = Permission(row["role"], row["record"], row["verb"], row["scope"])
            if line.role not in ROLES or line.scope not in SCOPES or line in lines:
                raise ValueError(f"matrix.csv line {number}: unknown role or scope, or a line that stands twice")
            lines.append(line)
    return tuple(lines)


@lru_cache(maxsize=1)
def _by_role() -> dict[str, tuple[Permission, ...]]:
    return {slug: tuple(line for line in matrix() if line.role == slug) for slug in ROLES}


@lru_cache(maxsize=4096)
def scopes(role: str, record: str, verb: str) -> tuple[str, ...]:
    """How far the role goes with `verb` on `record`, by its lines of the matrix; nothing when it has none."""
    return tuple(line.scope for line in ROLES[role].permissions() if (line.record, line.verb) == (record, verb))


def forget() -> None:
    """Read the matrix anew: for tests that change it."""
    _by_role.cache_clear()
    scopes.cache_clear()

"""The fixed cast of the house: who they are and where they belong."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.test import Client
from django.utils import timezone

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer
from stegvis.organisation.models import Organisation, Project, Unit
from tests.factories.places import OrganisationFactory, ProjectFactory, UnitFactory
from tests.factories.users import MembershipFactory, UserFactory


@dataclass(frozen=True)
class Cast:
    """Fourteen people, two municipalities with one unit each, a regional office, and the project they share.

    Amina, Bo (coaches), Dag (local project leader), Jan (matcher), Karin (unit manager), Maja (data protection
    officer) and Hassan (a participant with a user of his own) belong to Mönsterås; Carin (coach) to Västervik; Eva
    (regional coordinator), Filip (evaluator, to a date), Gun (steering group), Ida (administrator), Leo (economist)
    and Nils (partner agency) to the regional office that owns the project.
    """

    amina: User
    bo: User
    carin: User
    dag: User
    eva: User
    filip: User
    gun: User
    hassan: User
    ida: User
    jan: User
    karin: User
    leo: User
    maja: User
    nils: User
    regional_office: Organisation
    monsteras: Organisation
    vastervik: Organisation
    monsteras_unit: Unit
    vastervik_unit: Unit
    project: Project

    @property
    def users(self) -> dict[str, User]:
        """Everybody by name, in the order of the alphabet."""
        return {name: person for name, person in vars(self).items() if isinstance(person, User)}


_IN_MONSTERAS = {
    "amina": "coach", "bo": "coach", "dag": "local_project_leader", "jan": "matcher", "karin": "unit_manager",
}  # fmt: skip
_IN_OFFICE = {
    "eva": "regional_coordinator", "filip": "evaluator", "gun": "steering_group", "ida": "administrator",
    "leo": "economist", "nils": "partner_agency",
}  # fmt: skip
_FULL_NAMES = {
    "amina": "Amina Nur", "bo": "Bo Lind", "carin": "Carin Sjö", "dag": "Dag Ek", "eva": "Eva Ström",
    "filip": "Filip Åberg", "gun": "Gun Öst", "hassan": "Hassan Noor", "ida": "Ida Kvist", "jan": "Jan Berg",
    "karin": "Karin Ås", "leo": "Leo Dal", "maja": "Maja Ny", "nils": "Nils Holm",
}  # fmt: skip


@transaction.atomic(savepoint=False)  # one write to the disk, not fifty, in tests that commit
def cast(*, sight: str = "unit", **project) -> Cast:
    """Make the cast. `sight` is both units' setting for who sees whose participants; the rest goes to the project."""
    office = OrganisationFactory(name="Regionala kansliet", kind="regional_office")
    monsteras = OrganisationFactory(name="Mönsterås kommun")
    vastervik = OrganisationFactory(name="Västerviks kommun")
    units = {
        "monsteras_unit": UnitFactory(
            organisation=monsteras,
            name="AME Mönsterås",
            municipality="Mönsterås",
            municipality_code="0861",
            sight=sight,
        ),
        "vastervik_unit": UnitFactory(
            organisation=vastervik,
            name="AME Västervik",
            municipality="Västervik",
            municipality_code="0883",
            sight=sight,
        ),
    }
    people = {
        name: UserFactory(full_name=full, email=f"{name}@example.org") for name, full in sorted(_FULL_NAMES.items())
    }
    for name, role in _IN_MONSTERAS.items():
        MembershipFactory(user=people[name], role=role, unit=units["monsteras_unit"])
    MembershipFactory(user=people["carin"], role="coach", unit=units["vastervik_unit"])
    MembershipFactory(user=people["maja"], role="data_protection_officer", organisation=monsteras)
    MembershipFactory(user=people["hassan"], role="participant", organisation=monsteras)
    for name, role in _IN_OFFICE.items():
        ends_on = dt.date(2099, 12, 31) if name == "filip" else None
        MembershipFactory(user=people[name], role=role, organisation=office, ends_on=ends_on)
    shared = ProjectFactory(**{"code": "samverkan", "owner": office, "units": list(units.values()), **project})
    return Cast(**people, regional_office=office, monsteras=monsteras, vastervik=vastervik, project=shared, **units)


def viewer(user: User, *, screen: str = "test") -> Viewer:
    """The viewer behind a user, as the faces make it."""
    return viewer_of(user, screen=screen)


def second_factor(user: User) -> str:
    """Set up an authenticator app for the user; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def proved_just_now(client: Client) -> None:
    """As after a sign-in by hand: the client's person need not prove again who they are for some minutes."""
    session = client.session
    proof = {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session[SESSION_KEY]
    session.save()

"""Write organisations, units and the identity of projects.

This room lies below the audit log: the actions of `programme` that call these check the permission and log the act.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.base.decision import Decision, NotPossible
from stegvis.organisation.models import Organisation, Project, ProjectUnit, Unit
from stegvis.organisation.queries import places
from stegvis.organisation.rules import may_be_ages, may_be_code, may_be_period
from stegvis.organisation.vocabulary import KINDS, SIGHT


def organisation(*, name: str, kind: str, municipality_code: str = "") -> tuple[Organisation, bool]:
    """The organisation of that name, made if there is none; and whether it was made. Raises NotPossible."""
    if known := places.organisation_named(name):
        return known, False
    if kind not in KINDS or not name.strip():
        raise NotPossible(_("An organisation needs a name and a known kind."), field="organisation")
    made = Organisation.objects.create(name=name.strip(), kind=kind, municipality_code=municipality_code)
    return made, True


def unit(
    *, owner: Organisation, name: str, municipality: str, municipality_code: str = "", sight: str = "unit"
) -> tuple[Unit, bool]:
    """The organisation's unit of that name, made if there is none; and whether it was made. Raises NotPossible."""
    if sight not in SIGHT or not municipality.strip():
        raise NotPossible(_("A unit needs a municipality and a known rule for who sees whom."), field="unit")
    return Unit.objects.get_or_create(
        organisation=owner,
        name=name.strip(),
        defaults={
            "municipality": municipality.strip(),
            "municipality_code": municipality_code,
            "sight": sight,
        },
    )


def project(
    *,
    code: str,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    owner: Organisation,
    units: Sequence[Unit],
    age_min: int | None = None,
    age_max: int | None = None,
    registration_number: str = "",
    funder: str = "",
    contact: str = "",
) -> Project:
    """A new project with its units. Raises NotPossible when a rule is broken or the code is taken."""
    _require(may_be_code(code), "code")
    _require(may_be_period(starts_on, ends_on), "ends_on")
    _require(may_be_ages(age_min, age_max), "age")
    _require(Decision(bool(name.strip()), _("Give the project a name.")), "name")
    _require(Decision(bool(units), _("Name at least one unit that takes part.")), "units")
    _require(
        Decision(not Project.objects.filter(code=code).exists(), _("There is a project with that code already.")),
        "code",
    )
    with transaction.atomic():
        made = Project.objects.create(
            code=code,
            name=name.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            owner=owner,
            age_min=age_min,
            age_max=age_max,
            registration_number=registration_number,
            funder=funder,
            contact=contact,
        )
        ProjectUnit.objects.bulk_create(ProjectUnit(project=made, unit=one) for one in units)
    return made


def _require(decision: Decision, field: str) -> None:
    if not decision:
        raise NotPossible(decision.reason, field=field)

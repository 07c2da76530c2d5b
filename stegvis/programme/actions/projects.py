"""Set up a project: its identity and the organisations and units that take part, with the permission and the log."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.actions import places as writing
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.organisation.queries import places
from stegvis.organisation.rules import municipality_name

_WITH_CODE = re.compile(r"(.+?)\s*\((\d{4})\)")
_UNIT_WORDS = re.compile(r"(?:AME|AMIE|Arbetsmarknadsenheten?)(?:\s+i)?\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class PlaceWanted:
    """A unit by its name and municipality, made from what a person wrote."""

    name: str
    municipality: str
    municipality_code: str = ""

    @classmethod
    def read(cls, text: str) -> "PlaceWanted":
        """`Mönsterås`, `AME Mönsterås` and `AME Mönsterås (0861)` all mean the unit "AME Mönsterås" in Mönsterås."""
        text, code = text.strip(), ""
        if match := _WITH_CODE.fullmatch(text):
            text, code = match[1], match[2]
        if match := _UNIT_WORDS.fullmatch(text):
            return cls(text, match[1], code)
        return cls(f"AME {text}", text, code)


def create(
    *,
    code: str,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    units: Sequence[Unit],
    owner: Organisation,
    by: Viewer,
    **more,
) -> Project:
    """A new project. `more`: age_min, age_max, registration_number, funder, contact.

    Raises NotAllowed without the permission, NotPossible when a rule is broken.
    """
    _require(by)
    with transaction.atomic():
        made = writing.project(
            code=code, name=name, starts_on=starts_on, ends_on=ends_on, units=units, owner=owner, **more
        )
        audit.record(
            by=by,
            verb="create",
            record="project",
            record_id=made.pk,
            organisation_id=owner.pk,
            facts={"code": code, "units": [one.pk for one in units]},
        )
    return made


def organisation(*, name: str, kind: str, municipality_code: str = "", by: Viewer) -> Organisation:
    """The organisation of that name, made and logged if there is none. Raises NotAllowed, NotPossible."""
    _require(by)
    with transaction.atomic():
        found, made = writing.organisation(name=name, kind=kind, municipality_code=municipality_code)
        if made:
            audit.record(by=by, verb="create", record="organisation", record_id=found.pk, organisation_id=found.pk)
    return found


def unit(*, wanted: PlaceWanted, owner: Organisation | None = None, sight: str = "unit", by: Viewer) -> Unit:
    """The unit wanted: a known one by name or municipality, else made, with the municipality as its organisation.

    Raises NotAllowed, and NotPossible when several units fit and only a person can choose.
    """
    _require(by)
    fitting = places.units_called(wanted.name) or places.units_called(wanted.municipality)
    if owner:
        fitting = [one for one in fitting if one.organisation_id == owner.pk]
    if len(fitting) > 1:
        names = ", ".join(one.name for one in fitting)
        raise NotPossible(
            _("Several units fit “%(text)s”: %(names)s. Write the name of one of them.")
            % {"text": wanted.municipality, "names": names},
            field="units",
        )
    if fitting:
        return fitting[0]
    with transaction.atomic():
        body = owner or _municipality(wanted, by)
        made, _new = writing.unit(
            owner=body,
            name=wanted.name,
            municipality=wanted.municipality,
            municipality_code=wanted.municipality_code,
            sight=sight,
        )
        audit.record(by=by, verb="create", record="unit", record_id=made.pk, organisation_id=body.pk)
    return made


def _municipality(wanted: PlaceWanted, by: Viewer) -> Organisation:
    for name in (f"{wanted.municipality} kommun", f"{wanted.municipality}s kommun"):
        if known := places.organisation_named(name):
            return known
    return organisation(
        name=municipality_name(wanted.municipality),
        kind="municipality",
        municipality_code=wanted.municipality_code,
        by=by,
    )


def _require(by: Viewer) -> None:
    if not by.may("project", "create"):
        raise NotAllowed

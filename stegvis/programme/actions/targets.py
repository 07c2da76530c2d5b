"""Decide on volume targets, version after version, and on shares to compare with. Nothing decided is overwritten."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Project, Unit
from stegvis.programme.models import ComparisonShare, VolumeTarget


@dataclass(frozen=True)
class Aim:
    """So many people: of all, of a sex (`F`, `M`), of a unit, or of both."""

    people: int
    sex: str = ""
    unit: Unit | None = None


def decide(
    *,
    project: Project,
    name_sv: str,
    name_en: str,
    aims: Iterable[Aim],
    decided_on: dt.date | None = None,
    decision: str = "",
    by: Viewer,
) -> int:
    """Add the next version of the project's targets and return its number; earlier versions stay (INT-31).

    Raises NotAllowed without the permission, NotPossible when an aim stands twice or a unit does not take part.
    """
    require_change(project, by)
    aims = list(aims)
    keys = [(aim.sex, aim.unit and aim.unit.pk) for aim in aims]
    if not aims or len(set(keys)) < len(keys):
        raise NotPossible(_("Give each target once, and at least one."), field="aims")
    taking_part = set(project.units.values_list("pk", flat=True))
    if any(aim.unit and aim.unit.pk not in taking_part for aim in aims):
        raise NotPossible(_("A target names a unit that does not take part in the project."), field="aims")
    with transaction.atomic():
        latest = VolumeTarget.objects.filter(project=project).order_by("-version").first()
        version = latest.version + 1 if latest else 1
        VolumeTarget.objects.bulk_create(
            VolumeTarget(
                project=project,
                version=version,
                version_name_sv=name_sv,
                version_name_en=name_en,
                decided_on=decided_on,
                decision=decision,
                sex=aim.sex,
                unit=aim.unit,
                people=aim.people,
            )
            for aim in aims
        )
        _log(project, "decide_targets", {"version": version, "aims": len(aims)}, by)
    return version


def compare_with(*, project: Project, shares: Iterable[ComparisonShare], by: Viewer) -> None:
    """Add shares of other projects (unsaved objects) to stand beside the project's own. Raises NotAllowed."""
    require_change(project, by)
    shares = list(shares)
    if any(not 0 <= Decimal(str(share.share)) <= 1 for share in shares):
        raise NotPossible(_("A share lies between 0 and 1."), field="share")
    with transaction.atomic():
        for share in shares:
            share.project = project
        ComparisonShare.objects.bulk_create(shares)
        _log(project, "add_comparison", {"shares": len(shares)}, by)


def require_change(project: Project, by: Viewer) -> None:
    """Raises NotAllowed for whoever may not decide about the project."""
    reach = by.reach("project", "change")
    own = project.owner_id in reach.project_organisation_ids
    if not (reach.everything or own or by.may("project", "create")):
        raise NotAllowed


def _log(project: Project, verb: str, facts: dict, by: Viewer) -> None:
    audit.record(
        by=by, verb=verb, record="project", record_id=project.pk, organisation_id=project.owner_id, facts=facts
    )

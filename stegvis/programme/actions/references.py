"""Decide on shares of other projects to compare with: add, correct, retire. Nothing is overwritten, all is logged."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Project
from stegvis.programme.actions.targets import require_change
from stegvis.programme.models import ComparisonShare


@dataclass(frozen=True)
class Reference:
    """What is known of a share: of what (`indicator`, perhaps `destination`), how large (0–1), of how many, of whom.

    `base` is a code of evaluation's bases or empty when it is not known; `base_said` is what the source says of it.
    """

    name_sv: str
    indicator: str
    share: Decimal
    source: str
    as_of: dt.date
    name_en: str = ""
    destination: str = ""
    base: str = ""
    base_said: str = ""
    people: int | None = None


def add(*, project: Project, reference: Reference, by: Viewer) -> ComparisonShare:
    """Compare the project with this share from now on. Raises NotAllowed, NotPossible."""
    require_change(project, by)
    _check(reference)
    with transaction.atomic():
        made = _write(project, reference, by)
        _log(made, "add_comparison", {}, by)
    return made


def correct(*, old: ComparisonShare, reference: Reference, by: Viewer) -> ComparisonShare:
    """Put a corrected share in the place of an old one, which is kept as retired. Raises NotAllowed, NotPossible."""
    require_change(old.project, by)
    _check(reference)
    with transaction.atomic():
        _retire(old, _("Corrected"), by)
        made = _write(old.project, reference, by, corrects=old)
        _log(made, "correct_comparison", {"corrects": old.pk}, by)
    return made


def retire(*, old: ComparisonShare, because: str, by: Viewer) -> None:
    """Compare with this share no longer. It is kept with the reason. Raises NotAllowed, NotPossible."""
    require_change(old.project, by)
    if not because.strip():
        raise NotPossible(_("Say why the share is taken away."), field="because")
    with transaction.atomic():
        _retire(old, because.strip()[:300], by)
        _log(old, "retire_comparison", {}, by)


def _check(reference: Reference) -> None:
    if not 0 <= reference.share <= 1:
        raise NotPossible(_("A share lies between 0 and 1."), field="share")
    if not reference.source.strip():
        raise NotPossible(_("Say where the share is printed, so that others can find it."), field="source")
    if reference.as_of > timezone.localdate():
        raise NotPossible(_("The day has not come yet. Write the day the share is about."), field="as_of")


def _write(project: Project, reference: Reference, by: Viewer, corrects: ComparisonShare | None = None):
    unknown = "" if reference.base else "Källan säger inte av vilka."
    return ComparisonShare.objects.create(
        project=project,
        indicator=reference.indicator,
        destination=reference.destination,
        share=reference.share,
        people=reference.people,
        base=reference.base,
        name_sv=reference.name_sv,
        name_en=reference.name_en or reference.name_sv,
        base_sv=reference.base_said or unknown,
        base_en=reference.base_said or ("" if reference.base else "The source does not say of whom."),
        source=reference.source.strip(),
        as_of=reference.as_of,
        corrects=corrects,
        added_by_name=by.name[:200],
    )


def _retire(old: ComparisonShare, because: str, by: Viewer) -> None:
    found = ComparisonShare.objects.filter(pk=old.pk, retired_at__isnull=True).update(
        retired_at=timezone.now(), retired_by_name=by.name[:200], retired_because=because
    )
    if not found:
        raise NotPossible(_("Somebody has corrected or taken away this share in the meantime. Look at the list again."))


def _log(share: ComparisonShare, verb: str, more: dict, by: Viewer) -> None:
    project = share.project
    audit.record(
        by=by,
        verb=verb,
        record="project",
        record_id=project.pk,
        organisation_id=project.owner_id,
        facts={"comparison": share.pk, "share": str(share.share), "base": share.base or "unknown", **more},
    )

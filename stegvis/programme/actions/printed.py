"""Keep what a project printed, to stand beside what Stegvis counts."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Project
from stegvis.programme.models import PrintedFigure, PrintedRemark, PrintedWord


def keep(
    *,
    project: Project,
    figures: Iterable[PrintedFigure],
    words: Iterable[PrintedWord] = (),
    remarks: Iterable[PrintedRemark] = (),
    by: Viewer,
) -> int:
    """Keep printed figures (unsaved objects, in their order), words and remarks; what was kept before is replaced.

    Returns how many figures. Raises NotAllowed without the permission, NotPossible when a figure stands twice or
    there is none.
    """
    reach = by.reach("project", "change")
    if not (reach.everything or project.owner_id in reach.project_organisation_ids):
        raise NotAllowed
    figures, words, remarks = list(figures), list(words), list(remarks)
    if not figures or len({figure.code for figure in figures}) < len(figures):
        raise NotPossible(_("Give each printed figure once, and at least one."), field="figures")
    with transaction.atomic():
        for model, rows in ((PrintedFigure, figures), (PrintedWord, words), (PrintedRemark, remarks)):
            model.objects.filter(project=project).delete()
            for position, row in enumerate(rows, start=1):
                row.project, row.position = project, position
            model.objects.bulk_create(rows)
        audit.record(
            by=by,
            verb="keep_printed_figures",
            record="project",
            record_id=project.pk,
            organisation_id=project.owner_id,
            facts={"project": project.code, "figures": len(figures)},
        )
    return len(figures)

"""Can what the figures were computed from still be read, and is what the next ones go on from right?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stegvis.upkeep.findings import Finding, fault, fine


def released() -> Iterator[Finding]:
    """The extract of every release against its digest (deep)."""
    from stegvis.evaluation.contracts import ExtractError
    from stegvis.reporting.actions import extracts
    from stegvis.reporting.models import Extract

    damaged, title = [], _("Extracts of releases")
    kept = Extract.objects.select_related("project").order_by("project__code", "at")
    for one in kept.iterator(chunk_size=1):
        try:
            extracts.read(one)
        except ExtractError:
            damaged.append(f"{one.project.code} {one.at}")
    if damaged:
        yield fault(
            "extracts", title, _("Damaged: %s") % ", ".join(damaged),
            _("These releases can no longer be recomputed. Restore the latest sound backup beside and compare."),
        )  # fmt: skip
    else:
        yield fine("extracts", title, _("All %d can be read and fit their digests.") % kept.count())


def standing() -> Iterator[Finding]:
    """What large projects' next draws go on from, against a whole draw (deep)."""
    from stegvis.access.rules import operator
    from stegvis.reporting.actions import continuing, extracts

    by, title = operator("check"), _("Draws of large projects")
    projects = continuing.standing()
    wrong = [project.code for project in projects if not extracts.is_right(project=project, by=by)]
    if wrong:
        yield fault(
            "standing_extracts", title, _("Other than the register: %s") % ", ".join(wrong),
            _("Somebody changed the database past Stegvis, or it is damaged. Draw anew: stegvis project draw CODE"),
        )  # fmt: skip
    elif projects:
        yield fine("standing_extracts", title, _("What they go on from is what the register says: %d.") % len(projects))

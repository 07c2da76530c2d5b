"""Which projects a viewer may do something with, and the one project of a request."""

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotAllowed, NotFound, Reach, Viewer
from stegvis.organisation.models import Project


def within(reach: Reach) -> QuerySet[Project]:
    """The projects a permission reaches: those the organisation owns or takes part in, or the one of an assignment."""
    projects = Project.objects.order_by("-starts_on", "code")
    if reach.everything:
        return projects
    owned_or_part = Q(owner_id__in=reach.project_organisation_ids) | Q(
        units__organisation_id__in=reach.project_organisation_ids
    )
    within_reach = owned_or_part | Q(units__in=reach.project_unit_ids) | Q(pk__in=reach.project_ids)
    return projects.filter(within_reach).distinct()


def visible_to(viewer: Viewer) -> QuerySet[Project]:
    """Projects whose released results the viewer may read."""
    return within(viewer.reach("result", "read"))


def find(viewer: Viewer, code: str, *, record: str = "result", verb: str = "read") -> Project:
    """The project, for the named permission.

    Raises NotFound when its results are outside the viewer's world, NotAllowed when only this permission is missing.
    """
    project = visible_to(viewer).filter(code=code).first()
    if project is None:
        raise NotFound
    if (record, verb) != ("result", "read") and not within(viewer.reach(record, verb)).filter(pk=project.pk).exists():
        raise NotAllowed
    return project

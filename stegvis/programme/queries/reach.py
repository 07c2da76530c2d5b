"""Is a project within reach of a permission on the programme's records? They hold no people."""

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.organisation.models import Project


def projects(viewer: Viewer, record: str, verb: str) -> QuerySet[Project]:
    """Those that the permission reaches: by their owner, one of their units, or an assignment to them."""
    reach = viewer.reach(record, verb)
    if reach.everything:
        return Project.objects.all()
    if not reach:
        return Project.objects.none()
    near = (
        Q(owner_id__in=reach.project_organisation_ids)
        | Q(units__organisation_id__in=reach.project_organisation_ids)
        | Q(units__in=reach.project_unit_ids)
        | Q(pk__in=reach.project_ids)
    )
    return Project.objects.filter(near).distinct()


def covers(viewer: Viewer, project: Project, record: str, verb: str) -> bool:
    """Does the permission reach the project?"""
    return projects(viewer, record, verb).filter(pk=project.pk).exists()


def require(viewer: Viewer, project: Project, record: str, verb: str) -> None:
    """Raises NotFound when the record of the project cannot be read, NotAllowed when only `verb` is missing."""
    if covers(viewer, project, record, verb):
        return
    if verb != "read" and covers(viewer, project, record, "read"):
        raise NotAllowed
    raise NotFound

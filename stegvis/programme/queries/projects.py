"""A project's identity for those who set it up or belong to it; it holds no people."""

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.organisation.models import Project
from stegvis.organisation.queries import places


def visible_to(viewer: Viewer) -> QuerySet[Project]:
    """Projects of the viewer's organisations; all for whoever may create projects."""
    projects = places.projects()
    if viewer.may("project", "create"):
        return projects
    organisations = {grant.organisation_id for grant in viewer.grants}
    return projects.filter(Q(owner_id__in=organisations) | Q(units__organisation_id__in=organisations)).distinct()


def find(viewer: Viewer, code: str) -> Project:
    """The project with the code. Raises NotFound when there is none in the viewer's world."""
    project = visible_to(viewer).filter(code=code.strip().lower()).first()
    if project is None:
        raise NotFound
    return project

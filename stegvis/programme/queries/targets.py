"""Read volume targets and comparison shares: facts without people, for all who see the project's results."""

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.organisation.models import Project
from stegvis.programme.models import ComparisonShare, VolumeTarget
from stegvis.programme.queries import projects


def of_project(viewer: Viewer, project: Project) -> QuerySet[VolumeTarget]:
    """All versions of the project's targets, in order. Raises NotFound outside the viewer's world."""
    projects.find(viewer, project.code)
    return VolumeTarget.objects.filter(project=project).select_related("unit").order_by("version", "unit", "sex")


def comparisons(viewer: Viewer, project: Project) -> QuerySet[ComparisonShare]:
    """Shares of other projects that stand beside this one today. Raises NotFound outside the viewer's world."""
    return every_comparison(viewer, project).filter(retired_at__isnull=True)


def every_comparison(viewer: Viewer, project: Project) -> QuerySet[ComparisonShare]:
    """Also those that were corrected or taken away, newest first."""
    projects.find(viewer, project.code)
    return ComparisonShare.objects.filter(project=project).select_related("project").order_by("-id")

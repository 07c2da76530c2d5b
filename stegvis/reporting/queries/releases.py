"""Read releases. A release is visible to everybody who may read the project's results."""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.organisation.models import Project
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.models import Release
from stegvis.reporting.queries import projects

#: An extract's content, and what stands behind it in its row: as slow to reach as the content itself.
_BEHIND_CONTENT = ("content", "taken_at", "taken_by", "project")


def of(viewer: Viewer, project: Project) -> QuerySet[Release]:
    """The project's releases, newest first, without their large contents."""
    projects.find(viewer, project.code)
    return (
        Release.objects.filter(project=project)
        .defer("results", "published", "fund")
        .select_related("run")
        .order_by("-number")
    )


def find(viewer: Viewer, project: Project, number: int | None = None) -> Release:
    """One release, or the newest. Raises NotFound."""
    projects.find(viewer, project.code)
    releases = (
        Release.objects.filter(project=project)
        .select_related("project", "run__extract")
        .defer(*(f"run__extract__{name}" for name in _BEHIND_CONTENT), "published", "results")
    )
    release = (releases.filter(number=number) if number is not None else releases.order_by("-number")).first()
    if release is None:
        raise NotFound
    release.results = _frozen(release.pk)
    return release


@lru_cache(maxsize=4)
def _frozen(release_id: UUID) -> list[dict]:
    """The results as they lie in the database. Of many municipalities they are large, and a release never changes."""
    return Release.objects.values_list("results", flat=True).get(pk=release_id)


def by_id(viewer: Viewer, release_id: UUID) -> Release:
    """One release by its id. Raises NotFound."""
    release = Release.objects.select_related("project", "run__extract").filter(pk=release_id).first()
    if release is None or not projects.visible_to(viewer).filter(pk=release.project_id).exists():
        raise NotFound
    return release


def results(release: Release) -> FrozenResults:
    """The frozen results of a release that has been found for the viewer."""
    return FrozenResults(release.results)

"""Read a project's own indicators: definitions without people, for all who may read its indicators."""

from dataclasses import dataclass

from stegvis.access.rules import NotFound, Viewer
from stegvis.evaluation.composed.definition import ComposedDefinition
from stegvis.evaluation.composed.example import Answer
from stegvis.organisation.models import Project
from stegvis.programme.models import OwnIndicator, OwnIndicatorVersion
from stegvis.programme.queries import reach


@dataclass(frozen=True)
class OwnStanding:
    """An own indicator with its versions, oldest first."""

    indicator: OwnIndicator
    versions: tuple[OwnIndicatorVersion, ...]

    @property
    def definition(self) -> ComposedDefinition:
        """What the newest version says."""
        return ComposedDefinition.model_validate(self.versions[-1].definition)

    @property
    def expected(self) -> Answer:
        """How many of the invented people the newest version is to count."""
        newest = self.versions[-1]
        return Answer(newest.expected, newest.expected_of)

    @property
    def retired(self) -> bool:
        """Whether nothing new may build on it."""
        return self.indicator.retired_at is not None


def of_project(viewer: Viewer, project: Project) -> list[OwnStanding]:
    """The project's own indicators in the order they were made, the retired last. Raises NotFound."""
    reach.require(viewer, project, "indicator", "read")
    return standings(project)


def standings(project: Project) -> list[OwnStanding]:
    """The same for whoever has been let in already."""
    versions: dict[int, list[OwnIndicatorVersion]] = {}
    for version in OwnIndicatorVersion.objects.filter(indicator__project=project).order_by("version"):
        versions.setdefault(version.indicator_id, []).append(version)
    found = OwnIndicator.objects.filter(project=project).select_related("project").order_by("id")
    return sorted((OwnStanding(one, tuple(versions[one.pk])) for one in found), key=lambda one: one.retired)


def find(viewer: Viewer, project: Project, code: str) -> OwnStanding:
    """One of them. Raises NotFound."""
    for standing in of_project(viewer, project):
        if standing.indicator.code == code:
            return standing
    raise NotFound


def to_build_on(found: list[OwnStanding]) -> dict[str, ComposedDefinition]:
    """Those in use, by code: what others may build on."""
    return {one.indicator.code: one.definition for one in found if not one.retired}


def names(found: list[OwnStanding]) -> dict[str, str]:
    """Code → name, also of the retired."""
    return {one.indicator.code: one.indicator.name for one in found}

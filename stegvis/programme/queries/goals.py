"""Read a project's goals: facts without people, for all who may see the goals of the project."""

from dataclasses import dataclass

from stegvis.access.rules import NotFound, Viewer
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.organisation.models import Project, Unit
from stegvis.programme.models import Goal, GoalCount, GoalVersion, TargetImage
from stegvis.programme.queries import reach


@dataclass(frozen=True)
class GoalStanding:
    """A goal with its versions, oldest first, and how deep it stands in the tree (0: at the top)."""

    goal: Goal
    versions: tuple[GoalVersion, ...]
    depth: int
    counts: tuple[GoalCount, ...] = ()

    @property
    def newest(self) -> GoalVersion:
        """What the goal says now."""
        return self.versions[-1]

    @property
    def latest_count(self) -> GoalCount | None:
        """How far a goal that is counted has come."""
        return self.counts[-1] if self.counts else None

    @property
    def definition(self) -> GoalDefinition | None:
        """What the newest version says, for a share."""
        told = self.versions[-1].definition
        return GoalDefinition.model_validate(told) if told else None


def of_project(viewer: Viewer, project: Project) -> list[GoalStanding]:
    """The project's goals as a tree, each followed by those under it. Raises NotFound."""
    reach.require(viewer, project, "goal", "read")
    goals = list(Goal.objects.filter(project=project).select_related("project", "unit").order_by("id"))
    versions: dict[int, list[GoalVersion]] = {}
    for version in GoalVersion.objects.filter(goal__project=project).order_by("version"):
        versions.setdefault(version.goal_id, []).append(version)
    counts: dict[int, list[GoalCount]] = {}
    for count in GoalCount.objects.filter(goal__project=project).order_by("counted_on", "id"):
        counts.setdefault(count.goal_id, []).append(count)
    found: list[GoalStanding] = []

    def under(parent_id: int | None, depth: int) -> None:
        for goal in goals:
            if goal.parent_id == parent_id:
                found.append(GoalStanding(goal, tuple(versions[goal.pk]), depth, tuple(counts.get(goal.pk, ()))))
                under(goal.pk, depth + 1)

    under(None, 0)
    return found


def find(viewer: Viewer, project: Project, code: str = "") -> GoalStanding:
    """The goal with the code, or the first that is a share. Raises NotFound."""
    for standing in of_project(viewer, project):
        if standing.goal.code == code or (not code and standing.definition):
            return standing
    raise NotFound


@dataclass(frozen=True)
class Image:
    """What everybody wants to have brought about: the wordings, oldest first; `unit` None for the whole project."""

    unit: Unit | None
    versions: tuple[TargetImage, ...]

    @property
    def newest(self) -> TargetImage:
        """The words that hold now."""
        return self.versions[-1]


def images(viewer: Viewer, project: Project) -> list[Image]:
    """The project's target image and the local ones, the common one first. Raises NotFound."""
    reach.require(viewer, project, "goal", "read")
    found: dict[int | None, list[TargetImage]] = {}
    told = TargetImage.objects.filter(project=project).select_related("unit").order_by("version")
    for one in told:
        found.setdefault(one.unit_id, []).append(one)
    made = [Image(versions[0].unit, tuple(versions)) for versions in found.values()]
    return sorted(made, key=lambda image: (image.unit is not None, image.unit.sort_key if image.unit else ""))

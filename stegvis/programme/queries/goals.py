"""Read a project's goals: facts without people, for all who may see the goals of the project."""

from dataclasses import dataclass

from django.db.models import Q

from stegvis.access.rules import NotFound, Viewer
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.organisation.models import Project
from stegvis.programme.models import Goal, GoalVersion


@dataclass(frozen=True)
class GoalStanding:
    """A goal with its versions, oldest first, and how deep it stands in the tree (0: at the top)."""

    goal: Goal
    versions: tuple[GoalVersion, ...]
    depth: int

    @property
    def definition(self) -> GoalDefinition | None:
        """What the newest version says, for a share."""
        told = self.versions[-1].definition
        return GoalDefinition.model_validate(told) if told else None


def require_read(viewer: Viewer, project: Project) -> None:
    """Raises NotFound when the project's goals are outside the viewer's world."""
    reach = viewer.reach("goal", "read")
    near = (
        Q(owner_id__in=reach.project_organisation_ids)
        | Q(units__organisation_id__in=reach.project_organisation_ids)
        | Q(units__in=reach.project_unit_ids)
        | Q(pk__in=reach.project_ids)
    )
    if not (reach.everything or Project.objects.filter(near, pk=project.pk).exists()):
        raise NotFound


def of_project(viewer: Viewer, project: Project) -> list[GoalStanding]:
    """The project's goals as a tree, each followed by those under it. Raises NotFound."""
    require_read(viewer, project)
    goals = list(Goal.objects.filter(project=project).select_related("project", "unit").order_by("id"))
    versions: dict[int, list[GoalVersion]] = {}
    for version in GoalVersion.objects.filter(goal__project=project).order_by("version"):
        versions.setdefault(version.goal_id, []).append(version)
    found: list[GoalStanding] = []

    def under(parent_id: int | None, depth: int) -> None:
        for goal in goals:
            if goal.parent_id == parent_id:
                found.append(GoalStanding(goal, tuple(versions.get(goal.pk, ())), depth))
                under(goal.pk, depth + 1)

    under(None, 0)
    return found


def find(viewer: Viewer, project: Project, code: str = "") -> GoalStanding:
    """The goal with the code, or the first that is a share. Raises NotFound."""
    for standing in of_project(viewer, project):
        if standing.goal.code == code or (not code and standing.definition):
            return standing
    raise NotFound

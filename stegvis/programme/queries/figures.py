"""What of a project's own may be pointed at as a live figure."""

from stegvis.organisation.models import Project
from stegvis.programme.figures import Figure
from stegvis.programme.models import Goal, OwnIndicator


def own_pointers(project: Project) -> set[str]:
    """Pointers to the project's goals, and to its own indicators in use."""
    goals = Goal.objects.filter(project=project).values_list("code", flat=True)
    indicators = OwnIndicator.objects.filter(project=project, retired_at=None).values_list("code", flat=True)
    return {str(Figure(goal=code)) for code in goals} | {str(Figure(own=code)) for code in indicators}

"""Read what a project printed: public facts without people, for all who see the project."""

from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.organisation.models import Project
from stegvis.programme.models import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.programme.queries import projects


@dataclass(frozen=True)
class Printed:
    """All that is kept of a project's own print, each in its order."""

    figures: tuple[PrintedFigure, ...]
    words: tuple[PrintedWord, ...]
    remarks: tuple[PrintedRemark, ...]


def of_project(viewer: Viewer, project: Project) -> Printed:
    """The project's printed figures, words and remarks. Raises NotFound outside the viewer's world."""
    projects.find(viewer, project.code)
    kept = (model.objects.filter(project=project).order_by("position") for model in (PrintedFigure, PrintedWord))
    figures, words = (tuple(rows) for rows in kept)
    return Printed(figures, words, tuple(PrintedRemark.objects.filter(project=project).order_by("position")))


def has_any(project: Project) -> bool:
    """Is anything kept? Asked for a project that has been found for the viewer."""
    return PrintedFigure.objects.filter(project=project).exists()

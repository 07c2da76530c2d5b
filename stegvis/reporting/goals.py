"""Does a goal hold? Its readings from what the project's releases show, and what the project printed itself."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation.definitions import Base, DefinitionError
from stegvis.evaluation.goals import shown
from stegvis.evaluation.goals.definition import Missing
from stegvis.evaluation.goals.sensitivity import Choices, Sensitivity
from stegvis.organisation.models import Project
from stegvis.programme.models import PrintedFigure
from stegvis.programme.queries.goals import GoalStanding
from stegvis.reporting.models import Release
from stegvis.reporting.queries import projects

WORK_OR_STUDIES = ("work", "studies")


@dataclass(frozen=True)
class Holding:
    """A goal and its readings; `at` are the days of the releases they come from.

    `parts`: the goal as declared for each group of what it is split by, on the latest of those days.
    """

    standing: GoalStanding
    found: Sensitivity
    at: tuple[dt.date, ...]
    parts: tuple[shown.Part, ...] = ()


def holding(viewer: Viewer, project: Project, standing: GoalStanding) -> Holding:
    """Every reading of the goal that may be shown; of a local goal: of the people in its municipality.

    Raises NotFound outside the viewer's world, NotPossible when nothing is released or the goal cannot be measured.
    """
    projects.find(viewer, project.code)
    if standing.definition is None:
        raise NotPossible(_("Only a goal about a share can be read in several ways."))
    kept = dict(Release.objects.filter(project=project).order_by("number").values_list("at", "results"))
    if not kept:
        raise NotPossible(_("Nothing is released yet. Make a release first: goals are read from what it shows."))
    definition, small = standing.definition, settings.STEGVIS_SMALL_COUNT
    local = standing.goal.unit.municipality if standing.goal.unit else ""
    printed = {} if definition.apart_from or definition.after else _printed(project)
    try:
        found = shown.of_gated(definition, kept, threshold=small, printed=printed, municipality=local)
        latest = max(kept)
        parts = shown.parts_of(definition, kept[latest], latest, threshold=small)
    except DefinitionError as problem:
        raise NotPossible(problem.words.in_language(get_language() or "sv")) from problem
    return Holding(standing, found, tuple(kept), tuple(parts))


def _printed(project: Project) -> dict[Choices, float]:
    """Shares for everybody that the project has printed itself: public already, whatever the gate would say."""
    figures = PrintedFigure.objects.filter(project=project, unit="percent", set_aside=False)
    told = {}
    for figure in figures:
        question = figure.question
        if question.get("indicator") == "work_or_studies" and not question.get("by"):
            base = Base(question.get("base") or Base.ENDED)
            chosen = Choices(base, WORK_OR_STUDIES, figure.counted_on, Missing.NOT_REACHED)
            told[chosen] = float(figure.printed) / 100
    return told

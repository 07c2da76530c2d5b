"""Indicators that the demonstration projects have composed themselves; each states what its own test expects."""

from stegvis.access.rules import Viewer
from stegvis.evaluation.composed.definition import ComposedDefinition, Shown
from stegvis.evaluation.composed.example import Answer
from stegvis.evaluation.definitions import Base, Dimension
from stegvis.organisation.models import Project
from stegvis.programme.actions import own_indicators
from stegvis.programme.models import OwnIndicator

ONWARD = ComposedDefinition(
    name="Vidare till arbete, studier eller praktik",
    events=("work", "studies", "internship"),
    split=Dimension.MUNICIPALITY,
)
STUDIES_OF_ONWARD = ComposedDefinition(
    name="Studier bland dem som gick vidare",
    builds_on="vidare-till-arbete-studier-eller-pra",
    events=("studies",),
    split=Dimension.SEX,
)
LOST = ComposedDefinition(name="Tappad kontakt", base=Base.ENROLLED, shown=Shown.COUNT, events=("no_contact",))

#: Each with how many of its invented people count, counted by hand.
COMPOSED = ((ONWARD, Answer(6, 9)), (STUDIES_OF_ONWARD, Answer(3, 6)), (LOST, Answer(6, None)))


def compose(*, project: Project, by: Viewer) -> None:
    """Compose the project's own indicators unless it has some."""
    if OwnIndicator.objects.filter(project=project).exists():
        return
    for definition, expected in COMPOSED:
        own_indicators.add(project=project, definition=definition, expected=expected, by=by)

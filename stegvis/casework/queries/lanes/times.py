"""Times in projects, and what the person lived on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries.lanes.lane import Lane, Span
from stegvis.casework.vocabulary import INCOME_SOURCES


def projects(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """When the person has been in which project."""
    spans = (Span(str(each.project), each.started_on, each.ended_on) for each in enrolments)
    return [Lane("enrolment", _("Project"), tuple(spans))]


def incomes(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """What the person lived on; nothing for what is not known."""
    spans = (
        Span(INCOME_SOURCES.label(period.source), period.since_on, period.until_on)
        for each in enrolments
        for period in each.income_periods.all()
        if period.source != "unknown"
    )
    return [Lane("income", _("Income"), tuple(spans))]

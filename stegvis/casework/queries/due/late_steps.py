"""Steps of the plan whose day has passed."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Step
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due, said
from stegvis.casework.vocabulary.plan import NEXT_STATES

#: A step that is so late is no longer a plan.
SERIOUS_DAYS = 14


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """The latest step of each person of the caseload, the longest overdue first."""
    if not viewer.may("plan", "read"):
        return []
    dues: dict = {}
    for step in kept.rows(viewer, _late, most * 3, given=(today,)):
        tone = "danger" if (today - step.due_on).days >= SERIOUS_DAYS else "warning"
        words = _("“%(step)s” was to be done by %(day)s.") % {"step": step.text, "day": said(step.due_on)}
        due = Due("late_step", step.participant, words, step.due_on, tone, str(step.pk))
        dues.setdefault(step.participant_id, due)
    return list(dues.values())[:most]


def _late(viewer: Viewer, most: int, today: dt.date) -> QuerySet[Step]:
    people = caseload.of(viewer).filter(state="active").order_by().values("participant")
    found = Step.objects.filter(participant__in=people, state__in=NEXT_STATES, due_on__lt=today)
    return found.select_related("participant").order_by("due_on", "id")[:most]

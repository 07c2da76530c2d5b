"""Steps of the plan whose day has passed."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.casework.models import Step
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said
from stegvis.casework.vocabulary.plan import NEXT_STATES

#: A step that is so late is no longer a plan.
SERIOUS_DAYS = 14


def _late(today: dt.date) -> QuerySet[Step]:
    found = Step.objects.filter(state__in=NEXT_STATES, due_on__lt=today)
    return found.select_related("participant").order_by("due_on", "id")


def _told(step: Step, today: dt.date) -> Due:
    tone = "danger" if (today - step.due_on).days >= SERIOUS_DAYS else "warning"
    words = _("“%(step)s” was to be done by %(day)s.") % {"step": step.text, "day": said(step.due_on)}
    return Due("late_step", step.participant, words, step.due_on, tone, str(step.pk))


#: The latest step of each person, the longest overdue first.
SOURCE = Records(Step, ("plan", "read"), lambda today: (today,), _late, _told, times=3)

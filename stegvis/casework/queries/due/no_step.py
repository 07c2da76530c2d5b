"""People in whose plan nothing comes next."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Step
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due
from stegvis.casework.vocabulary.plan import NEXT_STATES

#: The first days are for getting to know each other.
FIRST_DAYS = 7


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those of the caseload who have been there a week and have no step planned or under way, the longest first."""
    if not viewer.may("plan", "read"):
        return []
    dues: dict = {}
    given = (today, today - dt.timedelta(days=FIRST_DAYS))
    for enrolment in caseload.first(viewer, _without_step, most * 2, given=given, order=caseload.by_start):
        person = enrolment.participant
        dues.setdefault(person.pk, Due("no_step", person, _("Has no next step."), enrolment.started_on, "accent"))
    return list(dues.values())[:most]


def _without_step(
    viewer: Viewer, by: str, most: int, today: dt.date, started_before: dt.date, strand: int
) -> QuerySet[Enrolment]:
    steps = Step.objects.filter(participant=OuterRef("participant"), state__in=NEXT_STATES)
    found = caseload.along(caseload.in_time(viewer, today), by, strand)
    found = found.filter(~Exists(steps), started_on__lte=started_before)
    return found.order_by("started_on", "pk")[:most]

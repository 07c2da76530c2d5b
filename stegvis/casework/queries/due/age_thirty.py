"""Activity compensation ends with the month before somebody turns thirty (Socialförsäkringsbalken, chapter 33).

Whoever lives on it needs another income planned in good time (INT-30).
"""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, IncomePeriod
from stegvis.casework.queries import caseload, enrolments
from stegvis.casework.queries.due.row import Due, said

#: How long before the birthday the row appears: applications take months.
AHEAD_DAYS = 240
_LIVES_ON = "activity_compensation"


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those of the caseload who live on activity compensation and turn thirty within AHEAD_DAYS."""
    first, last = today, today + dt.timedelta(days=AHEAD_DAYS)
    # an identity number begins with year and month of birth; the day is compared below
    born = (f"{first.year - 30}{first:%m}", f"{last.year - 30}{last:%m}99")
    dues = {}
    for enrolment in kept.rows(viewer, _born_between, given=born):
        birthday = _thirtieth(enrolment.participant.number.birth_on)
        if first <= birthday <= last:
            words = _("Turns 30 on %(day)s: activity compensation ends before that. Plan the next income.")
            tone = "warning" if birthday <= today + dt.timedelta(days=90) else "info"
            dues[enrolment.participant_id] = Due(
                "age_thirty", enrolment.participant, words % {"day": said(birthday)}, birthday, tone
            )
    return sorted(dues.values(), key=lambda due: due.due_on)[:most]


def _born_between(viewer: Viewer, first: str, before: str) -> QuerySet[Enrolment]:
    lives_on = IncomePeriod.objects.filter(enrolment=OuterRef("pk"), source=_LIVES_ON, until_on=None)
    found = caseload.active(viewer).filter(
        Exists(lives_on), participant__identity_number__gte=first, participant__identity_number__lt=before
    )
    if not caseload.is_coach(viewer) and (places := enrolments.controllers(viewer)):
        found = found.filter(participant__controller_id__in=places)  # who was born then is found by organisation
    return found.order_by("participant__identity_number")


def _thirtieth(born: dt.date) -> dt.date:
    try:
        return born.replace(year=born.year + 30)
    except ValueError:  # 29 February
        return dt.date(born.year + 30, 3, 1)

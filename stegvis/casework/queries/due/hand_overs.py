"""What a colleague has handed over and nobody has taken over yet."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import HandOver
from stegvis.casework.queries import caseload, deputies, hand_overs
from stegvis.casework.queries.due.row import Due

#: Waiting so many days is serious: nobody may be following the person.
SERIOUS_DAYS = 7


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """One row for each that waits for the viewer or for whom they stand in, the longest waiting first."""
    if not viewer.may("plan", "read"):
        return []
    dues = []
    for each in kept.rows(viewer, _waiting, most):
        on = timezone.localdate(each.made_at)
        words = _("Handed over to you by %(name)s. Read what you need to know.") % {"name": each.from_coach.full_name}
        tone = "danger" if (today - on).days > SERIOUS_DAYS else "warning"
        dues.append(Due("hand_over", each.enrolment.participant, words, on, tone, str(each.pk)))
    return dues


def _waiting(viewer: Viewer, most: int) -> QuerySet[HandOver]:
    mine = caseload.of(viewer).filter(state="active", coach__in=deputies.coaches_of(viewer))
    return hand_overs.waiting(mine.order_by().values("pk"), most)

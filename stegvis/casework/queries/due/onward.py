"""Referrals onward that nobody has answered by the day it was asked for."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.queries import caseload, onward
from stegvis.casework.queries.due.row import Due, said

#: So many days late is serious: somebody may have fallen between two chairs.
SERIOUS_DAYS = 14


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """One row for each, the longest waiting first."""
    if not viewer.may("team", "read"):
        return []
    dues = []
    for each in kept.rows(viewer, _late, most, given=(today,)):
        words = _("No answer from %(who)s; it was to come by %(day)s.") % {
            "who": each.contact,
            "day": said(each.answer_by),
        }
        tone = "danger" if (today - each.answer_by).days > SERIOUS_DAYS else "warning"
        dues.append(Due("onward", each.participant, words, each.answer_by, tone, str(each.pk)))
    return dues


def _late(viewer: Viewer, most: int, today: dt.date):
    people = caseload.of(viewer).filter(state="active").order_by().values("participant")
    return onward.late(people, today, most)

"""Former participants who are to be asked how it went."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.queries import caseload, deputies, follow_ups
from stegvis.casework.queries.due.row import Due, said
from stegvis.casework.vocabulary.follow_up import OCCASIONS


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those the viewer coached (for leaders: all they may follow up), the longest waiting first."""
    if not viewer.may("follow_up", "write"):
        return []
    coaches = deputies.coaches_of(viewer) if caseload.is_coach(viewer) else None
    found = follow_ups.to_ask(viewer, today, most, coach_ids=coaches)
    words = _("Follow-up %(occasion)s, from %(day)s.")
    return [
        Due(
            "follow_up",
            each.enrolment.participant,
            words % {"occasion": OCCASIONS.label(each.occasion).lower(), "day": said(each.due_on)},
            each.due_on,
            "warning" if each.due_on < today - dt.timedelta(days=14) else "info",
            f"{each.enrolment.pk} {each.occasion}",
        )
        for each in found[:most]
    ]

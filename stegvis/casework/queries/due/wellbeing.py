"""People who feel worse: at the latest session where they rated it they said 1 or 2, at least two below before."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Attendance
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due, said

#: A rating (1 bad, 5 good) up to this is low; a fall of so many steps within so many days is told.
LOW, FALL, EARLIER_DAYS = 2, 2, 60
#: So long a low rating is news.
RECENT_DAYS = 14


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """One row for each, the latest first; nothing for who sees no attendance."""
    if not viewer.may("attendance", "read"):
        return []
    days = (today - dt.timedelta(days=RECENT_DAYS), today - dt.timedelta(days=EARLIER_DAYS))
    words = _("Felt %(number)s of 5 on %(day)s, lower than before.")
    return [
        Due("wellbeing", each.participant, words % {"number": each.before, "day": said(each.on)}, each.on, "warning")
        for each in kept.rows(viewer, _fallen, most, given=days)
    ]


def _fallen(viewer: Viewer, most: int, recent: dt.date, earlier: dt.date) -> QuerySet[Attendance]:
    people = caseload.of(viewer).filter(state="active").order_by().values("participant")
    rated = Attendance.objects.filter(participant=OuterRef("participant"), before__isnull=False)
    later = rated.filter(on__gt=OuterRef("on"))
    higher = rated.filter(on__lt=OuterRef("on"), on__gte=earlier, before__gte=OuterRef("before") + FALL)
    found = Attendance.objects.filter(
        Exists(higher), ~Exists(later), participant__in=people, on__gte=recent, before__lte=LOW
    )
    return found.select_related("participant").order_by(F("on").desc(), "id")[:most]

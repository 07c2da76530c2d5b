"""People who feel worse: at the latest session where they rated it they said 1 or 2, at least two below before."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.casework.models import Attendance
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said

#: A rating (1 bad, 5 good) up to this is low; a fall of so many steps within so many days is told.
LOW, FALL, EARLIER_DAYS = 2, 2, 60
#: So long a low rating is news.
RECENT_DAYS = 14


def _days(today: dt.date) -> tuple[dt.date, dt.date]:
    return today - dt.timedelta(days=RECENT_DAYS), today - dt.timedelta(days=EARLIER_DAYS)


def _fallen(recent: dt.date, earlier: dt.date) -> QuerySet[Attendance]:
    rated = Attendance.objects.filter(participant=OuterRef("participant"), before__isnull=False)
    later = rated.filter(on__gt=OuterRef("on"))
    higher = rated.filter(on__lt=OuterRef("on"), on__gte=earlier, before__gte=OuterRef("before") + FALL)
    found = Attendance.objects.filter(Exists(higher), ~Exists(later), on__gte=recent, before__lte=LOW)
    return found.select_related("participant").order_by(F("on").desc(), "id")


def _told(rated: Attendance, today: dt.date) -> Due:
    words = _("Felt %(number)s of 5 on %(day)s, lower than before.")
    words = words % {"number": rated.before, "day": said(rated.on)}
    return Due("wellbeing", rated.participant, words, rated.on, "warning")


#: One row for each, the latest first.
SOURCE = Records(Attendance, ("attendance", "read"), _days, _fallen, _told)

"""Residence permits that run out: some people can only begin or go on when it is renewed (INT-22)."""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, ResidencePermit
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due, said

#: The row appears so long before: a renewal takes time. Closer than SOON_DAYS it is urgent.
AHEAD_DAYS, SOON_DAYS = 90, 30


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those of the caseload whose latest noted permit has run out or does so within AHEAD_DAYS, the nearest first."""
    if not viewer.may("intake", "read"):
        return []
    dues = {}
    for enrolment in kept.rows(viewer, _running_out, given=(today + dt.timedelta(days=AHEAD_DAYS),)):
        on = enrolment.permit_until
        if on < today:
            words = _("The residence permit ran out on %(day)s. Is it renewed?")
        else:
            words = _("The residence permit runs out on %(day)s.")
        tone = "danger" if on < today else "warning" if on <= today + dt.timedelta(days=SOON_DAYS) else "info"
        person = enrolment.participant
        dues.setdefault(person.pk, Due("permit", person, words % {"day": said(on)}, on, tone))
    return list(dues.values())[:most]


def _running_out(viewer: Viewer, before: dt.date) -> QuerySet[Enrolment]:
    latest = ResidencePermit.objects.filter(participant=OuterRef("participant")).order_by("-pk")
    found = caseload.active(viewer).annotate(permit_until=Subquery(latest.values("expires_on")[:1]))
    return found.filter(permit_until__lte=before).order_by("permit_until", "pk")

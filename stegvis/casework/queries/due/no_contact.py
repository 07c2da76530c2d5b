"""People with whom nobody has been in contact for a while."""

import datetime as dt

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Note
from stegvis.casework.queries import caseload, notes
from stegvis.casework.queries.due.row import Due

#: After so many days somebody ought to be in touch, and after so many it is serious.
AFTER_DAYS, SERIOUS_DAYS = 28, 56


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Those of the caseload without contact for AFTER_DAYS, the longest first; nothing for who reads no notes."""
    if not viewer.may("note", "read"):
        return []
    limit = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=AFTER_DAYS), dt.time.max))
    dues: dict = {}
    for enrolment in kept.rows(viewer, _without_contact, most * 2, given=(today, limit, limit.date())):
        if enrolment.participant_id not in dues:
            dues[enrolment.participant_id] = _due(enrolment, today)
    return list(dues.values())[:most]


def _without_contact(
    viewer: Viewer, most: int, today: dt.date, limit: dt.datetime, started_before: dt.date
) -> QuerySet[Enrolment]:
    latest = (
        Note.objects.filter(participant=OuterRef("participant"), kind__in=notes.CONTACT_KINDS, withdrawn_at=None)
        .order_by()
        .values("participant")
        .annotate(at=Max("happened_at"))
        .values("at")
    )
    found = caseload.in_time(viewer, today).filter(started_on__lte=started_before)
    found = found.exclude(notes.contact_since(limit))
    found = found.annotate(contact_at=Subquery(latest))
    return found.order_by(Coalesce("contact_at", F("started_on")), "pk")[:most]


def _due(enrolment, today: dt.date) -> Due:
    since = timezone.localtime(enrolment.contact_at).date() if enrolment.contact_at else enrolment.started_on
    days = (today - since).days
    if enrolment.contact_at:
        words = ngettext("No contact for %(days)s day.", "No contact for %(days)s days.", days)
    else:
        words = ngettext(
            "No contact noted since the start, %(days)s day ago.",
            "No contact noted since the start, %(days)s days ago.",
            days,
        )
    tone = "danger" if days >= SERIOUS_DAYS else "warning"
    return Due("no_contact", enrolment.participant, words % {"days": days}, since, tone)

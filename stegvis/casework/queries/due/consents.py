"""Consents that lift secrecy and soon run out: ask again, or stop sharing."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import DisclosureConsent
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due.row import Due, said

#: How long before its last day a consent shows.
AHEAD_DAYS = 14


def rows(viewer: Viewer, today: dt.date, most: int) -> list[Due]:
    """Consents of the caseload that run out within AHEAD_DAYS and have none that goes on after them."""
    if not viewer.may("disclosure", "read"):
        return []
    dues = []
    for consent in kept.rows(viewer, _ending, most, given=(today, today + dt.timedelta(days=AHEAD_DAYS))):
        words = _("The consent to share with %(contact)s runs out %(day)s.")
        told = words % {"contact": consent.contact, "day": said(consent.until_on)}
        dues.append(Due("consent_ends", consent.participant, told, consent.until_on, "warning", str(consent.pk)))
    return dues


def _ending(viewer: Viewer, most: int, today: dt.date, last: dt.date) -> QuerySet[DisclosureConsent]:
    people = caseload.of(viewer).filter(state="active").order_by().values("participant")
    later = DisclosureConsent.objects.filter(
        participant=OuterRef("participant"), contact=OuterRef("contact"), withdrawn_on=None,
        until_on__gt=OuterRef("until_on"),
    )  # fmt: skip
    found = DisclosureConsent.objects.filter(
        ~Exists(later), participant__in=people, withdrawn_on=None, until_on__gte=today, until_on__lte=last
    )
    return found.select_related("participant", "contact").order_by("until_on", "id")[:most]

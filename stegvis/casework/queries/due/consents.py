"""Consents that lift secrecy and soon run out: ask again, or stop sharing."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from stegvis.casework.models import DisclosureConsent
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said

#: How long before its last day a consent shows.
AHEAD_DAYS = 14


def _days(today: dt.date) -> tuple[dt.date, dt.date]:
    return today, today + dt.timedelta(days=AHEAD_DAYS)


def _ending(today: dt.date, last: dt.date) -> QuerySet[DisclosureConsent]:
    later = DisclosureConsent.objects.filter(
        participant=OuterRef("participant"), contact=OuterRef("contact"), withdrawn_on=None,
        until_on__gt=OuterRef("until_on"),
    )  # fmt: skip
    found = DisclosureConsent.objects.filter(~Exists(later), withdrawn_on=None, until_on__gte=today, until_on__lte=last)
    return found.select_related("participant", "contact").order_by("until_on", "id")


def _told(consent: DisclosureConsent, today: dt.date) -> Due:
    words = _("The consent to share with %(contact)s runs out %(day)s.")
    told = words % {"contact": consent.contact, "day": said(consent.until_on)}
    return Due("consent_ends", consent.participant, told, consent.until_on, "warning", str(consent.pk))


#: Those that run out within AHEAD_DAYS and have none that goes on after them.
SOURCE = Records(DisclosureConsent, ("disclosure", "read"), _days, _ending, _told)

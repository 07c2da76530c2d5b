"""Consents that lift secrecy and the register of what was handed out. The faces call `actions.looks`."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import Contact, Disclosure, DisclosureConsent, Participant
from stegvis.casework.queries import sight


def of(viewer: Viewer, participant: Participant) -> list[DisclosureConsent]:
    """Every consent of the person, the latest first. Empty for who may not read them."""
    return kept.rows(viewer, _of, given=(participant.pk,))


def _of(viewer: Viewer, participant_id) -> QuerySet[DisclosureConsent]:
    return DisclosureConsent.objects.filter(participant__in=_people(viewer, participant_id)).select_related("contact")


def register(viewer: Viewer, participant: Participant) -> QuerySet[Disclosure]:
    """What has been handed out about the person, the latest first, lines struck out included."""
    found = Disclosure.objects.filter(participant__in=_people(viewer, participant.pk))
    return found.select_related("contact", "consent")


def holding(participant: Participant, contact: Contact, kinds: Iterable[str], on: dt.date) -> DisclosureConsent | None:
    """The consent that lifts secrecy towards the contact on that day for all these kinds of information."""
    wanted = set(kinds)
    found = DisclosureConsent.objects.filter(
        participant=participant, contact=contact, since_on__lte=on, until_on__gte=on
    )
    return next((each for each in found if each.holds(on) and wanted <= set(each.kinds)), None)


def lifted(consents: Iterable[DisclosureConsent], on: dt.date) -> dict:
    """By contact: the consent that holds on that day and lasts longest."""
    found: dict = {}
    for each in consents:
        if each.holds(on) and (each.contact_id not in found or found[each.contact_id].until_on < each.until_on):
            found[each.contact_id] = each
    return found


def _people(viewer: Viewer, participant_id) -> QuerySet:
    found = Participant.objects.filter(sight.of_participants(viewer, "disclosure", "read"), pk=participant_id)
    return found.order_by().values("pk")

"""Note that a participant lifts secrecy towards a party, and that the consent is taken back."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.team import locked, own_contact
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, DisclosureConsent, Participant
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules import team as rules
from stegvis.casework.vocabulary.team import GIVEN_HOW, INFORMATION, WITHDRAWN_HOW


def give(
    *,
    participant: Participant,
    contact: Contact,
    kinds: Collection[str],
    purpose: str,
    until_on: dt.date,
    given_how: str,
    given_on: dt.date | None = None,
    since_on: dt.date | None = None,
    by: Viewer,
) -> DisclosureConsent:
    """Note a consent given on a day (today), which holds from `since_on` (the same day) to `until_on`, both included.

    The same consent twice is one. Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`,
    `unknown_word`, `in_the_future`, `before_given`, `ends_before_start`, `too_long_a_time`, `far_away`,
    `other_controller`.
    """
    today = timezone.localdate()
    given = given_on or today
    since = since_on or given
    with whole():
        person = locked(by, "disclosure", participant)
        own_contact(person, contact)
        rules.codes_known(kinds, INFORMATION, "kinds").require()
        chosen = [term.code for term in INFORMATION if term.code in set(kinds)]
        known(given_how, GIVEN_HOW, "given_how", empty=False).require()
        plan_rules.day_in_reach(given, "given_on", today=today).require()
        plan_rules.day_in_reach(since, "since_on", today=today).require()
        rules.consent_days(given, since, until_on, today=today).require()
        facts = {
            "contact": contact, "kinds": chosen, "given_on": given, "given_how": given_how, "since_on": since,
            "until_on": until_on, "purpose": cleaned(purpose, "purpose", plan_rules.LINE, required=True),
        }  # fmt: skip
        for each in DisclosureConsent.objects.filter(participant=person, contact=contact, withdrawn_on=None):
            if all(getattr(each, name) == value for name, value in facts.items()):
                return each
        made = DisclosureConsent.objects.create(participant=person, noted_by=by.name[:200], **facts)
        log_about(by, "create", "consent", made.pk, person, {"kinds": len(chosen)})
    return made


def withdraw(*, consent: DisclosureConsent, how: str, on: dt.date | None = None, by: Viewer) -> DisclosureConsent:
    """The participant takes the consent back on that day (today): from that day nothing is shared on it.

    `mistake`: it was never given; it then held on no day. What was handed out before stays in the register.
    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `already_withdrawn`, `in_the_future`,
    `before_given`.
    """
    today = timezone.localdate()
    with whole():
        person = locked(by, "disclosure", consent.participant)
        found = DisclosureConsent.objects.get(pk=consent.pk)
        known(how, WITHDRAWN_HOW, "withdrawn_how", empty=False).require()
        day = found.given_on if how == "mistake" else on or today
        rules.may_withdraw(found.withdrawn_on, day, given_on=found.given_on, today=today).require()
        found.withdrawn_on, found.withdrawn_how = day, how
        found.save(update_fields=["withdrawn_on", "withdrawn_how"])
        log_about(by, "withdraw", "consent", found.pk, person, {"how": how})
    return found

"""The register of what was handed out about a participant: nothing is noted without a consent that day or a ground."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.team import locked, own_contact
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, Disclosure, Participant
from stegvis.casework.queries import consents
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules import team as rules
from stegvis.casework.vocabulary.team import GROUNDS, INFORMATION, WAYS


def record(
    *,
    participant: Participant,
    contact: Contact,
    kinds: Collection[str],
    text: str,
    way: str,
    ground: str = "consent",
    ground_text: str = "",
    disclosed_on: dt.date | None = None,
    by: Viewer,
) -> Disclosure:
    """Note that something was handed out on a day (today). The same line twice is one.

    On the ground `consent` there must be one that holds that day towards the contact for all the kinds; on another
    ground it is told in words which. Raises NotFound, NotAllowed; NotPossible with code `no_consent`, `required`,
    `too_long`, `unknown_word`, `in_the_future`, `far_away`, `other_controller`.
    """
    today = timezone.localdate()
    day = disclosed_on or today
    with whole():
        person = locked(by, "disclosure", participant)
        own_contact(person, contact)
        rules.codes_known(kinds, INFORMATION, "kinds").require()
        known(way, WAYS, "way", empty=False).require()
        known(ground, GROUNDS, "ground", empty=False).require()
        plan_rules.not_to_come(day, "disclosed_on", today=today).require()
        why = cleaned(ground_text, "ground_text", plan_rules.LINE)
        rules.ground_told(ground, why).require()
        chosen = [term.code for term in INFORMATION if term.code in set(kinds)]
        consent = consents.holding(person, contact, chosen, day) if ground == "consent" else None
        words = ", ".join(INFORMATION.label(code).lower() for code in chosen)
        rules.covered(ground != "consent" or consent is not None, day, words).require()
        facts = {
            "contact": contact, "disclosed_on": day, "way": way, "ground": ground, "ground_text": why,
            "consent": consent, "text": cleaned(text, "text", plan_rules.LINE, required=True),
        }  # fmt: skip
        for each in Disclosure.objects.filter(participant=person, struck_at=None, **facts):
            if each.kinds == chosen:
                return each
        made = Disclosure.objects.create(participant=person, kinds=chosen, noted_by=by.name[:200], **facts)
        log_about(by, "create", "disclosure", made.pk, person, {"ground": ground, "kinds": len(chosen)})
    return made


def strike(*, line: Disclosure, reason: str, by: Viewer) -> Disclosure:
    """Strike a line that was written by mistake; it stays, with the reason.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`, `already_struck`.
    """
    with whole():
        person = locked(by, "disclosure", line.participant)
        found = Disclosure.objects.get(pk=line.pk)
        if found.struck_at:
            raise NotPossible(_("The line has been struck out already."), code="already_struck")
        found.struck_reason = cleaned(reason, "struck_reason", 300, required=True)
        found.struck_at, found.struck_by = timezone.now(), by.name[:200]
        found.save(update_fields=["struck_reason", "struck_at", "struck_by"])
        log_about(by, "strike", "disclosure", found.pk, person, {})
    return found

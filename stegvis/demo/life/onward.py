"""Referrals onward: some of those with a team are referred to who is in it, on the consent that holds."""

import datetime as dt
from random import Random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import DisclosureConsent, OnwardMove, OnwardReferral

DAY = dt.timedelta(days=1)
#: By party: what is asked, why, and what came of it.
_ASKED = {
    "employment_service": ("joint_mapping", "Vill veta vilket stöd en arbetsgivare kan få.", "Kartlagt tillsammans."),
    "insurance_agency": ("decision", "Övergång från aktivitetsersättning till studier.", "Beslut: vilande ersättning."),
    "health_care": ("treatment", "Sover dåligt och behöver hjälp med oron.", "Samtal varannan vecka på vårdcentralen."),
    "debt_counsellor": ("counselling", "Skulder som tar orken.", "En budget och en plan för skulderna finns."),
}


def live(*, today: dt.date, by: Viewer) -> int:
    """Referrals for about a third of those with such a consent, when there are none. Gives their number."""
    if OnwardReferral.objects.exists():
        return 0
    referrals, moves = [], []
    held = DisclosureConsent.objects.filter(contact__party__in=_ASKED, withdrawn_on=None, since_on__lte=today)
    for consent in held.select_related("participant", "contact").order_by("since_on", "id"):
        chance = Random(f"onward {consent.participant.identity_number} {consent.contact.party}")  # noqa: S311 - no secret
        if chance.random() < 0.35:
            made, steps = _referral(chance, consent, today)
            referrals.append(made)
            moves += steps
    with transaction.atomic():
        OnwardReferral.objects.bulk_create(referrals, batch_size=500)
        OnwardMove.objects.bulk_create(moves, batch_size=500)
        audit.record(by=by, verb="create", record="onward_referral", facts={"referrals": len(referrals)})
    return len(referrals)


def _referral(chance: Random, consent: DisclosureConsent, today: dt.date) -> tuple[OnwardReferral, list[OnwardMove]]:
    wish, reason, came = _ASKED[consent.contact.party]
    sent = min(consent.since_on + chance.randint(2, 20) * DAY, today)
    answered = sent + chance.randint(5, 30) * DAY
    state = "sent" if answered > today else "done" if answered + 30 * DAY < today else "going_on"
    made = OnwardReferral(
        participant=consent.participant, contact=consent.contact, wish=wish, reason=reason, sent_on=sent,
        answer_by=sent + 21 * DAY, state=state, moved_on=sent if state == "sent" else answered,
        outcome=came if state == "done" else "", made_by=consent.noted_by,
    )  # fmt: skip
    steps = [OnwardMove(referral=made, state="sent", moved_on=sent, noted_by=consent.noted_by)]
    if state != "sent":
        steps.append(
            OnwardMove(
                referral=made,
                state=state,
                moved_on=answered,
                text=made.outcome or "Har svarat och börjar nu.",
                noted_by=consent.noted_by,
            )
        )
    return made, steps

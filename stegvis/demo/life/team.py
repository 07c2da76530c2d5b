"""Directories, teams, consents that lift secrecy, and what was handed out."""

import datetime as dt
from random import Random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Contact, Disclosure, DisclosureConsent, Enrolment, TeamMember

DAY = dt.timedelta(days=1)
#: party, organisation, name, role, phone, the short way, part in the team, mandate, kinds of information, purpose
_DESKS = (
    ("income_support", "Försörjningsstöd", "Stina Ask", "Handläggare", "0499-175 01", "Telefontid 8.30–9.30",
     "economy", "Beslutar om ekonomiskt bistånd.", ("plan", "attendance"), "Att planen och bidraget hänger ihop."),
    ("employment_service", "Arbetsförmedlingen", "Jonas Falk", "Arbetsförmedlare", "0499-175 02", "Ring före 10",
     "work", "Beslutar om program och stöd till arbetsgivare.", ("plan", "work", "attendance"),
     "Gemensam kartläggning."),
    ("school", "Folkhögskolan", "Per Ek", "Studievägledare", "0499-175 03", "Drop-in onsdagar 13–15, hus B",
     "study", "Antar till kurser och ordnar stöd i studierna.", ("plan", "study"), "Att planera studierna."),
    ("insurance_agency", "Försäkringskassan", "", "Samverkansdesken", "0499-175 04", "Direktnummer för kommuner",
     "economy", "Utreder aktivitetsersättning.", ("plan", "economy", "report"), "Övergång från ersättning."),
    ("health_care", "Vårdcentralen", "Lena Dahl", "Rehabkoordinator", "0499-175 05", "Säker e-post, svar samma dag",
     "care", "Samordnar vård och rehabilitering.", ("plan", "health"), "Att vården och stegen går ihop."),
    ("debt_counsellor", "Budget- och skuldrådgivningen", "Omar Said", "Rådgivare", "0499-175 06", "Bokas per telefon",
     "economy", "Ger råd om skulder och budget.", ("economy",), "Ordning i ekonomin."),
    ("kaa", "Kommunens aktivitetsansvar", "Hanna Lund", "Samordnare", "0499-175 07", "Finns på Annexet tisdagar",
     "study", "Följer upp unga som har lämnat skolan.", ("plan", "study"), "Ingen ska falla mellan stolarna."),
)  # fmt: skip
_AGREED = "Vi ringer varandra före ett beslut som rör en gemensam deltagare. Överlämning sker vid ett trepartsmöte."
_HANDED_OUT = {
    "plan": ("Planen, till nästa möte", "Kort lägesbild av planen"),
    "economy": ("Inkomster den här månaden",),
}


def live(*, today: dt.date, by: Viewer) -> int:
    """Directories and teams for every enrolment, when there are none. Gives the number of rows."""
    if Contact.objects.exists():
        return 0
    found = Enrolment.objects.exclude(state="void").select_related("participant", "coach", "unit__organisation")
    latest = {one.participant_id: one for one in found.order_by("started_on", "pk")}
    desks: dict[int, list[Contact]] = {}
    members: list[TeamMember] = []
    consents: list[DisclosureConsent] = []
    lines: list[Disclosure] = []
    for one in latest.values():
        controller = one.participant.controller_id
        if controller not in desks:
            desks[controller] = [_desk(controller, told) for told in _DESKS]
        _team(one, desks[controller], members, consents, lines, today)
    with transaction.atomic():
        contacts = [each for each_of in desks.values() for each in each_of]
        for model, rows in ((Contact, contacts), (TeamMember, members), (DisclosureConsent, consents),
                            (Disclosure, lines)):  # fmt: skip
            model.objects.bulk_create(rows, batch_size=500)
        facts = {"contacts": len(contacts), "members": len(members), "consents": len(consents)}
        audit.record(by=by, verb="create", record="team_member", facts=facts)
    return len(contacts) + len(members) + len(consents) + len(lines)


def _desk(controller_id: int, told: tuple) -> Contact:
    party, organisation, name, role, phone, ways, *_rest = told
    return Contact(
        controller_id=controller_id, party=party, organisation=organisation, name=name, role=role, phone=phone,
        ways=ways, agreement=_AGREED if party in ("school", "employment_service") else "", added_by="Demonstration",
    )  # fmt: skip


def _team(one: Enrolment, desks: list[Contact], members: list, consents: list, lines: list, today: dt.date) -> None:
    chance = Random(f"team {one.participant.identity_number}")  # noqa: S311 - no secret, the same every time
    who = one.coach.full_name if one.coach else "Handledaren"
    begins, ends = one.started_on, one.ended_on
    for number, which in enumerate(sorted(chance.sample(range(len(_DESKS)), chance.choice((1, 2, 2, 3))))):
        part, mandate, kinds, purpose = _DESKS[which][6:]
        joined = begins + min(chance.randint(3, 60), ((ends or today) - begins).days) * DAY
        members.append(TeamMember(
            participant=one.participant, contact=desks[which], part=part, mandate=mandate, main=number == 0,
            since_on=joined, until_on=ends, added_by=who,
        ))  # fmt: skip
        if chance.random() < 0.8:
            consent = _consent(chance, one, desks[which], (kinds, purpose, who), joined, today)
            consents.append(consent)
            lines += _handed_out(chance, consent, who, today)


def _consent(chance: Random, one, contact, told: tuple, joined: dt.date, today: dt.date) -> DisclosureConsent:
    kinds, purpose, who = told
    last = one.ended_on or today + chance.choice((6, 12, 40, 90, 120, 150)) * DAY
    given = max(joined, last - 720 * DAY)
    made = DisclosureConsent(
        participant=one.participant, contact=contact, kinds=list(kinds), purpose=purpose, noted_by=who,
        given_on=given, since_on=given, until_on=max(last, given), given_how=chance.choice(("in_person", "paper")),
    )  # fmt: skip
    if chance.random() < 0.07 and given + 30 * DAY < min(last, today):
        made.withdrawn_on, made.withdrawn_how = given + 30 * DAY, "in_person"
    return made


def _handed_out(chance: Random, consent: DisclosureConsent, who: str, today: dt.date) -> list[Disclosure]:
    days = [consent.since_on + chance.randint(0, 200) * DAY for _number in range(chance.choice((0, 1, 1, 2)))]
    return [
        Disclosure(
            participant=consent.participant,
            contact=consent.contact,
            kinds=consent.kinds[:1],
            consent=consent,
            text=chance.choice(_HANDED_OUT[consent.kinds[0]]),
            disclosed_on=day,
            ground="consent",
            noted_by=who,
            way=chance.choice(("meeting", "phone", "secure_mail")),
        )
        for day in days
        if day <= today and consent.holds(day)
    ]

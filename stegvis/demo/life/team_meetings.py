"""Meetings of the team for every fourth participant: a coordinated plan, or a joint follow-up; some are to come."""

import datetime as dt
from random import Random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import MeetingParty, TeamMeeting, TeamMember

DAY = dt.timedelta(days=1)
_SIP = {
    "goal": "Jag vill orka en hel dag på jobbet.",
    "needed": "Stöd till en trygg start på praktiken. Samtal om sömn och ork.",
    "municipality_does": "Handledaren följer med till praktiken de två första veckorna.",
    "region_does": "Vårdcentralen erbjuder samtal varannan vecka.",
    "others_do": "Inget just nu.",
    "leading": "municipality",
}


def live(*, today: dt.date, by: Viewer) -> int:
    """Meetings for some of the teams, when there are none. Gives the number of meetings."""
    if TeamMeeting.objects.exists():
        return 0
    teams: dict = {}
    members = TeamMember.objects.select_related("participant", "contact").order_by("since_on", "contact__organisation")
    for member in members:
        teams.setdefault(member.participant_id, []).append(member)
    meetings, parties = [], []
    for team in teams.values():
        chance = Random(f"sip {team[0].participant.identity_number}")  # noqa: S311 - no secret, the same every time
        held = team[-1].since_on + chance.randint(10, 40) * DAY
        if chance.random() < 0.25 and held <= min(today, team[-1].until_on or today):
            meetings.append(_meeting(chance, team, held, today))
            parties += [MeetingParty(meeting=meetings[-1], contact=each.contact, attended=True) for each in team]
        elif team[-1].until_on is None and chance.random() < 0.15:
            meetings.append(_to_come(team, today + chance.randint(-2, 20) * DAY, today))
            parties += [MeetingParty(meeting=meetings[-1], contact=each.contact) for each in team]
    with transaction.atomic():
        TeamMeeting.objects.bulk_create(meetings, batch_size=500)
        MeetingParty.objects.bulk_create(parties, batch_size=500)
        audit.record(by=by, verb="create", record="team_meeting", facts={"meetings": len(meetings)})
    return len(meetings)


def _meeting(chance: Random, team: list[TeamMember], held: dt.date, today: dt.date) -> TeamMeeting:
    sip = any(each.part == "care" for each in team)
    going_on = team[-1].until_on is None
    return TeamMeeting(
        participant=team[0].participant, kind="sip" if sip else "joint", planned_on=held, held_on=held,
        purpose="Att vården och stegen går ihop" if sip else "Gemensam uppföljning av planen", place="Mötesrum 2",
        consented_on=held - 7 * DAY, consented_how="in_person", made_by=team[0].added_by,
        record="Alla är överens om nästa steg.",
        follow_up_on=today + chance.randint(-3, 60) * DAY if going_on else None,
        **(_SIP if sip else {}),
    )  # fmt: skip


def _to_come(team: list[TeamMember], planned: dt.date, today: dt.date) -> TeamMeeting:
    """A joint follow-up that is to be held, or was held the other day and is not noted yet."""
    return TeamMeeting(
        participant=team[0].participant, kind="joint", planned_on=planned, starts_at=dt.time(13, 15),
        purpose="Gemensam uppföljning av planen", place="Mötesrum 2", consented_on=today - 7 * DAY,
        consented_how="in_person", made_by=team[0].added_by,
    )  # fmt: skip

"""Meetings of the team: invite, hold or drop. One meeting with several parties is one row and counts once."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.team import locked, own_contact
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, MeetingParty, Participant, TeamMeeting
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules import team as rules
from stegvis.casework.vocabulary.team import GIVEN_HOW, MEETING_KINDS, PRINCIPALS

_TEXTS = ("needed", "municipality_does", "region_does", "others_do", "record")


def invite(
    *,
    participant: Participant,
    kind: str,
    planned_on: dt.date,
    purpose: str,
    contacts: Collection[Contact],
    consented_how: str,
    consented_on: dt.date | None = None,
    starts_at: dt.time | None = None,
    place: str = "",
    follows: TeamMeeting | None = None,
    by: Viewer,
) -> TeamMeeting:
    """Plan a meeting to which the participant has agreed, with those invited. The same one twice is one.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `unknown_word`, `too_long`, `far_away`,
    `in_the_future` (the consent), `other_controller`, `other_person`.
    """
    today = timezone.localdate()
    agreed = consented_on or today
    with whole():
        person = locked(by, "team", participant)
        known(kind, MEETING_KINDS, "kind", empty=False).require()
        known(consented_how, GIVEN_HOW, "consented_how", empty=False).require()
        plan_rules.day_in_reach(planned_on, "planned_on", today=today).require()
        plan_rules.not_to_come(agreed, "consented_on", today=today).require()
        if not contacts:
            raise NotPossible(_("Choose at least one."), field="contacts", code="required")
        for each in contacts:
            own_contact(person, each)
        if follows is not None and follows.participant_id != person.pk:
            raise NotPossible(_("This belongs to somebody else."), field="follows", code="other_person")
        facts = {
            "kind": kind, "planned_on": planned_on, "starts_at": starts_at, "consented_on": agreed,
            "consented_how": consented_how, "place": cleaned(place, "place", 200),
            "purpose": cleaned(purpose, "purpose", plan_rules.LINE, required=True),
        }  # fmt: skip
        same = TeamMeeting.objects.filter(participant=person, dropped_at=None, held_on=None, **facts).first()
        if same:
            return same
        made = TeamMeeting.objects.create(participant=person, follows=follows, made_by=by.name[:200], **facts)
        MeetingParty.objects.bulk_create(MeetingParty(meeting=made, contact=each) for each in dict.fromkeys(contacts))
        log_about(by, "create", "team_meeting", made.pk, person, {"kind": kind, "parties": len(set(contacts))})
    return made


def hold(
    *,
    meeting: TeamMeeting,
    held_on: dt.date | None = None,
    attended: Collection[Contact] = (),
    leading: str = "",
    goal: str = "",
    follow_up_on: dt.date | None = None,
    version: int | None = None,
    by: Viewer,
    **texts: str,
) -> TeamMeeting:
    """Note what was agreed at a meeting, or correct it. `texts`: needed, municipality_does, region_does, others_do,
    record. A SIP has all its contents.

    Raises TypeError for another text; NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `required`,
    `too_long`, `unknown_word`, `in_the_future`, `far_away`, `ends_before_start` (the follow-up), `dropped`.
    """
    if unknown := set(texts) - set(_TEXTS):
        raise TypeError(f"hold() got texts it does not know: {', '.join(sorted(unknown))}")
    today = timezone.localdate()
    with whole():
        person, found = _locked(by, meeting, version)
        day = held_on or found.held_on or today
        known(leading, PRINCIPALS, "leading").require()
        plan_rules.not_to_come(day, "held_on", today=today).require()
        plan_rules.day_in_reach(follow_up_on, "follow_up_on", today=today).require()
        plan_rules.ends_after_start(day, follow_up_on, "follow_up_on").require()
        told = {name: plan_rules.written(texts.get(name, ""), name) for name in _TEXTS}
        told |= {"leading": leading, "goal": cleaned(goal, "goal", plan_rules.LINE)}
        rules.sip_complete(found.kind, told).require()
        TeamMeeting.objects.filter(pk=found.pk).update(
            held_on=day, follow_up_on=follow_up_on, version=F("version") + 1, **told
        )
        present = [each.pk for each in attended]
        found.parties.update(attended=False)
        found.parties.filter(contact__in=present).update(attended=True)
        found.refresh_from_db()
        log_about(by, "hold", "team_meeting", found.pk, person, {"kind": found.kind, "version": found.version})
    return found


def drop(*, meeting: TeamMeeting, by: Viewer) -> TeamMeeting:
    """The meeting is cancelled. Raises NotFound, NotAllowed; NotPossible with code `already_held`, `dropped`."""
    with whole():
        person, found = _locked(by, meeting, None)
        if found.held_on:
            raise NotPossible(_("The meeting has been held already."), code="already_held")
        found.dropped_at = timezone.now()
        found.save(update_fields=["dropped_at"])
        log_about(by, "drop", "team_meeting", found.pk, person, {"kind": found.kind})
    return found


def _locked(by: Viewer, meeting: TeamMeeting, version: int | None) -> tuple[Participant, TeamMeeting]:
    person = locked(by, "team", meeting.participant)
    found = TeamMeeting.objects.get(pk=meeting.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    if found.dropped_at:
        raise NotPossible(_("The meeting has been cancelled already."), code="dropped")
    return person, found

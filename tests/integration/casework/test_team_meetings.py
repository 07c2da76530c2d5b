"""Meetings of the team: invited with consent, held with a SIP's contents, followed up, counted once."""

import datetime as dt

import pytest

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import team_meetings
from stegvis.casework.models import TeamMeeting
from stegvis.casework.queries import due, lanes
from stegvis.casework.queries import team_meetings as finding
from tests.factories import viewer
from tests.integration.casework.test_protected_identities import protect
from tests.integration.casework.test_team import desk

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SIP = {
    "needed": "Trygg start\n\nStöd hemma", "municipality_does": "Praktik", "region_does": "Samtal",
    "others_do": "Inget", "leading": "region",
}  # fmt: skip


@pytest.fixture
def invite(stage, person, today):
    def ask(**fields):
        told = {
            "kind": "sip", "planned_on": today, "purpose": "Planera vården", "consented_how": "in_person",
            "contacts": [desk(stage), desk(stage, "Vårdcentralen", party="health_care")],
        }  # fmt: skip
        return team_meetings.invite(participant=person, by=stage.amina, **told | fields)

    return ask


def rows(stage, today, kind):
    return [row for row in due.rows(stage.amina, today) if row.kind == kind]


@pytest.mark.need("SIP-01", where="team_meeting")
def test_a_sip_is_held_with_all_its_contents_or_not_at_all(stage, invite, person, today):
    meeting = invite()
    assert invite() == meeting
    for field in SIP:
        with pytest.raises(NotPossible) as refused:
            team_meetings.hold(meeting=meeting, by=stage.amina, **SIP | {field: ""})
        assert (refused.value.field, refused.value.code) == (field, "required")
    first = meeting.parties.first().contact
    team_meetings.hold(meeting=meeting, attended=[first], follow_up_on=today + DAY, by=stage.amina, **SIP)
    meeting.refresh_from_db()
    assert meeting.needed == "Trygg start\n\nStöd hemma" and meeting.held_on == today
    assert {each.contact_id: each.attended for each in meeting.parties.all()}[first.pk] is True
    assert sum(each.attended for each in meeting.parties.all()) == 1
    with pytest.raises(ChangedMeanwhile):
        team_meetings.hold(meeting=meeting, version=1, by=stage.amina, **SIP)
    with pytest.raises(NotPossible) as refused:
        team_meetings.drop(meeting=meeting, by=stage.amina)
    assert refused.value.code == "already_held"


@pytest.mark.need("SIP-01", "PRV-02", where="participant_team")
def test_nobody_is_invited_to_nothing_or_before_the_participant_has_agreed(invite, today):
    for odd, code in (
        ({"contacts": []}, "required"),
        ({"consented_on": today + DAY}, "in_the_future"),
        ({"purpose": "x" * 100_000}, "too_long"),
        ({"planned_on": today + 4000 * DAY}, "far_away"),
        ({"consented_how": "guess"}, "unknown_word"),
    ):
        with pytest.raises(NotPossible) as refused:
            invite(**odd)
        assert refused.value.code == code
    assert not TeamMeeting.objects.exists()


@pytest.mark.need("SIP-02", where="participant_team")
def test_a_joint_follow_up_with_several_parties_counts_once(stage, invite, today):
    meeting = invite(kind="joint", contacts=[desk(stage, name) for name in ("A", "B", "C")])
    assert finding.counted(stage.amina, today, today) == 0
    team_meetings.hold(meeting=meeting, attended=[each.contact for each in meeting.parties.all()], by=stage.amina)
    assert finding.counted(stage.amina, today, today) == 1
    assert finding.counted(viewer(stage.cast.carin), today, today) == 0


@pytest.mark.need("SIP-01", where="start")
def test_what_is_not_noted_and_what_is_to_be_followed_up_is_named(stage, invite, today):
    meeting = invite(planned_on=today - DAY)
    assert [row.record_id for row in rows(stage, today, "team_meeting")] == [str(meeting.pk)]
    team_meetings.hold(meeting=meeting, held_on=today - DAY, follow_up_on=today + 15 * DAY, by=stage.amina, **SIP)
    assert rows(stage, today, "team_meeting") == rows(stage, today, "team_follow_up") == []
    tones = [rows(stage, today + days * DAY, "team_follow_up")[0].tone for days in (1, 16, 30)]
    assert tones == ["accent", "warning", "danger"]
    again = invite(planned_on=today + 15 * DAY)
    assert rows(stage, today + DAY, "team_follow_up") == []
    team_meetings.drop(meeting=again, by=stage.amina)
    assert len(rows(stage, today + DAY, "team_follow_up")) == 1


@pytest.mark.need("SIP-01", where="participant")
def test_meetings_stand_on_the_axis_hollow_until_they_are_held(stage, invite, person):
    def points():
        found = [lane for lane in lanes.of(stage.amina, person, []) if lane.kind == "team"]
        return [point.hollow for point in found[0].points]

    meeting = invite()
    assert points() == [True]
    team_meetings.hold(meeting=meeting, by=stage.amina, **SIP)
    assert points() == [False]


@pytest.mark.need("SIP-01", where="participant_team")
def test_who_may_not_see_the_person_neither_sees_nor_notes_the_meeting(stage, invite, person, today):
    meeting = invite()
    protect(stage, person)
    for name, refusal in (("karin", NotAllowed), ("dag", NotFound), ("bo", NotFound), ("carin", NotFound)):
        other = viewer(getattr(stage.cast, name))
        with pytest.raises(refusal):
            team_meetings.hold(meeting=meeting, by=other, **SIP)
        assert finding.of(other, person).exists() == (name == "karin")
    assert not [row for row in due.rows(viewer(stage.cast.dag), today + DAY) if row.kind == "team_meeting"]

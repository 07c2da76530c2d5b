"""Referred onward: with consent and register, step by step until it is settled, and with the plan when handed over."""

import datetime as dt

import pytest
from django.db import DatabaseError

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import merges, onward, plans
from stegvis.casework.models import Disclosure, OnwardMove, OnwardReferral
from stegvis.casework.queries import due, lanes
from stegvis.casework.queries import onward as finding
from stegvis.casework.vocabulary.onward import ONWARD_MOVES, ONWARD_STATES
from tests.factories import EnrolmentFactory, viewer
from tests.integration.casework.test_team import consent, desk

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def send(stage, person):
    def ask(contact=None, **fields):
        told = {"wish": "joint_mapping", "reason": "Vill veta vilket stöd som finns."}
        return onward.send(participant=person, contact=contact or desk(stage), by=stage.amina, **told | fields)

    return ask


@pytest.mark.parametrize(
    ("party", "wish"),
    [
        pytest.param("employment_service", "joint_mapping", marks=pytest.mark.need("SIP-06", where="participant_team")),
        pytest.param("insurance_agency", "decision", marks=pytest.mark.need("SIP-07", where="participant_team")),
        pytest.param("health_care", "treatment", marks=pytest.mark.need("SIP-08", where="participant_team")),
        pytest.param("debt_counsellor", "counselling", marks=pytest.mark.need("SIP-09", where="participant_team")),
    ],
)
def test_what_is_handed_out_needs_a_consent_and_stands_in_the_register(stage, person, send, today, party, wish):
    contact = desk(stage, "Mottagaren", party=party)
    with pytest.raises(NotPossible) as refusal:
        send(contact, wish=wish, kinds=["plan"], way="meeting")
    assert refusal.value.code == "no_consent" and not OnwardReferral.objects.exists()
    held = consent(stage, person, contact, today)
    made = send(contact, wish=wish, kinds=["plan"], way="meeting")
    line = Disclosure.objects.get()
    assert (made.disclosure, line.consent, line.contact) == (line, held, contact)
    assert send(contact, wish=wish, kinds=["plan"], way="meeting") == made
    assert OnwardReferral.objects.count() == Disclosure.objects.count() == 1


@pytest.mark.need("SIP-08", where="participant_team")
def test_who_makes_the_contact_alone_needs_no_consent_and_nothing_is_handed_out(send):
    made = send()
    assert made.disclosure is None and not Disclosure.objects.exists()


@pytest.mark.need("SIP-15", where="participant_team")
def test_who_takes_over_gets_the_plan_as_it_stands(stage, person, send, today):
    contact = desk(stage, "Samordningsförbundet", party="other")
    consent(stage, person, contact, today)
    for kinds, code in (([], "plan_missing"), (["plan"], "empty_plan")):
        with pytest.raises(NotPossible) as refusal:
            send(contact, wish="hand_over", kinds=kinds, way="meeting")
        assert refusal.value.code == code
    plans.add_goal(participant=person, text="Arbeta i kök", by=stage.amina)
    made = send(contact, wish="hand_over", kinds=["plan"], way="meeting")
    plans.add_goal(participant=person, text="Ett mål till", by=stage.amina)
    assert "Arbeta i kök" in str(made.plan_version.content) and "Ett mål till" not in str(made.plan_version.content)


@pytest.mark.need("SIP-09", where="participant_team")
def test_it_goes_step_by_step_and_what_came_of_it_is_told(stage, person, send, today):
    made = send(sent_on=today - 9 * DAY)
    onward.move(referral=made, state="received", moved_on=today - 5 * DAY, by=stage.amina)
    for told, code in (
        ({"state": "done"}, "required"),
        ({"state": "sent"}, "wrong_state"),
        ({"state": "glad"}, "unknown_word"),
        ({"state": "going_on", "moved_on": today + DAY}, "in_the_future"),
        ({"state": "going_on", "moved_on": today - 6 * DAY}, "before_the_last"),
    ):
        with pytest.raises(NotPossible) as refusal:
            onward.move(referral=made, by=stage.amina, **told)
        assert refusal.value.code == code
    done = onward.move(
        referral=made, state="done", outcome="Beviljad", decision_until_on=today + 90 * DAY, by=stage.amina
    )
    assert [each.state for each in OnwardMove.objects.filter(referral=made)] == ["sent", "received", "done"]
    assert (done.outcome, done.decision_until_on) == ("Beviljad", today + 90 * DAY)


def test_every_state_leads_to_states_and_to_an_end():
    assert set(ONWARD_MOVES) == set(ONWARD_STATES.codes)
    for state, moves in ONWARD_MOVES.items():
        assert state not in moves and set(moves) <= set(ONWARD_STATES.codes)
        assert not moves or {"done", "withdrawn"} <= set(moves)


@pytest.mark.need("SIP-09", where="start")
def test_no_answer_in_time_needs_somebody_until_one_asks_again(stage, send, today):
    made = send(sent_on=today - 30 * DAY, answer_by=today - 20 * DAY)
    found = [row for row in due.rows(stage.amina, today) if row.kind == "onward"]
    assert [(row.participant, row.tone) for row in found] == [(made.participant, "danger")]
    assert not [row for row in due.rows(viewer(stage.cast.carin), today) if row.kind == "onward"]
    onward.move(referral=made, state="waiting", answer_by=today + 7 * DAY, by=stage.amina)
    assert not [row for row in due.rows(stage.amina, today) if row.kind == "onward"]


def test_it_stands_on_the_timeline(stage, person, send, today):
    send()
    times = list(person.enrolments.all())
    (lane,) = [each for each in lanes.of(stage.amina, person, times) if each.kind == "onward"]
    assert [(point.on, point.hollow) for point in lane.points] == [(today, True)]


def test_nobody_else_finds_or_moves_it(stage, person, send):
    made, carin = send(), viewer(stage.cast.carin)
    assert list(finding.of(stage.amina, person)) == [made]
    assert not finding.of(carin, person).exists()
    with pytest.raises(NotFound):
        onward.move(referral=made, state="received", by=carin)


def test_nothing_is_kept_when_it_cannot_be_logged(stage, person, send, today, monkeypatch):
    contact = desk(stage)
    consent(stage, person, contact, today)

    def broken(**event):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(DatabaseError):
        send(contact, kinds=["plan"], way="meeting")
    assert not OnwardReferral.objects.exists() and not Disclosure.objects.exists()


def test_a_merge_moves_it(stage, person, send):
    people = stage.cast
    other = EnrolmentFactory(
        unit=people.monsteras_unit, coach=people.amina, participant__controller=people.monsteras
    ).participant
    made = send()
    merges.merge(kept=other, other=person, reason="Samma person", by=viewer(people.dag))
    made.refresh_from_db()
    assert made.participant == other

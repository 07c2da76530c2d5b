"""Referrals before any enrolment: who calls, what came of it, and what is kept afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import protections, referrals
from stegvis.casework.models import Note, Referral, ReferralAttempt, ReferredPerson
from stegvis.casework.queries import referrals as reading
from stegvis.casework.vocabulary import PROTECTION_LEVELS
from tests.factories import OpenReferralFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db


def receive(stage, by=None, **more):
    told = {
        "project": stage.cast.project,
        "unit": stage.cast.monsteras_unit,
        "channel": "income_support",
        "received_on": timezone.localdate(),
        "name": "Nour Haddad",
        "reach": "070-174 06 05",
    }
    return referrals.receive(by=by or stage.amina, **(told | more))


def there(stage, **more):
    return OpenReferralFactory(unit=stage.cast.monsteras_unit, project=stage.cast.project, **more)


def tries(stage, referral, count):
    for _number in range(count):
        referrals.attempt(referral=referral, result="no_answer", by=stage.amina)


def refused(act) -> str:
    with pytest.raises(NotPossible) as refusal:
        act()
    return refusal.value.code


@pytest.mark.need("INT-28", where="referrals")
def test_the_one_who_has_waited_longest_is_called_first(stage):
    short, long = there(stage, days=2), there(stage, days=20)
    assert list(reading.to_call(stage.amina)) == [long, short]


@pytest.mark.need("INT-28", where="referrals")
def test_nobody_calls_what_somebody_else_has_taken(stage):
    referral, bo = there(stage), viewer(stage.cast.bo)
    referrals.take(referral=referral, by=stage.amina)
    today = timezone.localdate()
    assert [call.referral for call in reading.first_to_call(stage.amina, today, 5)] == [referral]
    assert reading.first_to_call(bo, today, 5) == []
    assert refused(lambda: referrals.take(referral=referral, by=bo)) == "taken"
    referrals.take(referral=referral, over=True, by=bo)
    referral.refresh_from_db()
    assert referral.taken_by == stage.cast.bo


@pytest.mark.need("INT-28", where="referrals")
def test_attempts_by_every_party_stand_together(stage):
    referral = receive(stage)
    referrals.attempt(referral=referral, result="no_answer", by=stage.amina)
    referrals.attempt(referral=referral, result="left_message", party="income_support", by=viewer(stage.cast.bo))
    found = reading.attempts_of([referral])[referral.pk]
    assert [(each.party, each.result) for each in found] == [("income_support", "left_message"), ("unit", "no_answer")]


def test_an_attempt_to_reach_a_registered_person_is_a_note(stage):
    person = stage.register()
    referral = receive(stage, participant=person)
    referrals.attempt(referral=referral, result="no_answer", by=stage.amina)
    assert Note.objects.get(participant=person).kind == "attempt"
    assert len(reading.attempts_of([referral])[referral.pk]) == 1
    assert not ReferralAttempt.objects.exists()


@pytest.mark.need("INT-25", where="referrals")
@pytest.mark.need("INT-32", where="referrals")
def test_advice_is_counted_and_the_person_is_forgotten(stage):
    referral = receive(stage, about="Wants to know about courses.", referred_by="Siv", sex="F")
    advice = {"outcome": "advised", "advice_kind": "studies", "outside_reason": "age"}
    assert refused(lambda: referrals.settle(referral=referral, by=stage.amina, **advice)) == "required"
    referrals.settle(referral=referral, by=stage.amina, guided_to="Vuxenutbildningen", **advice)
    kept = Referral.objects.get()
    assert (kept.state, kept.advice_kind, kept.guided_to, kept.sex) == ("advised", "studies", "Vuxenutbildningen", "F")
    assert (kept.about, kept.referred_by, kept.called) == ("", "", "")
    assert not ReferredPerson.objects.exists()


@pytest.mark.need("DIS-12", where="referrals")
def test_help_instead_of_an_office_that_closed_is_counted(stage):
    told = {"outcome": "advised", "advice_kind": "instead_of_office", "outside_reason": "not_outside"}
    referrals.settle(referral=there(stage), guided_to="Hjälp på plats", by=stage.amina, **told)
    assert reading.settled(stage.amina).filter(advice_kind="instead_of_office").count() == 1


@pytest.mark.need("INT-32", where="referrals")
def test_nobody_is_impossible_to_reach_before_somebody_has_tried(stage):
    referral = receive(stage)
    close = {"referral": referral, "outcome": "unreachable", "guided_to": "Försörjningsstöd vet", "by": stage.amina}
    tries(stage, referral, 2)
    assert refused(lambda: referrals.settle(**close)) == "too_few_attempts"
    tries(stage, referral, 1)
    referrals.settle(**close)
    assert Referral.objects.get().state == "unreachable"


def test_the_waiting_list_has_a_reason_and_a_day(stage):
    referral, today = there(stage), timezone.localdate()
    put = {"referral": referral, "wait_reason": "no_place", "by": stage.amina}
    assert refused(lambda: referrals.put_in_line(review_on=today - dt.timedelta(days=1), **put)) == "in_past"
    assert refused(lambda: referrals.put_in_line(review_on=today + dt.timedelta(days=900), **put)) == "too_far"
    referrals.put_in_line(review_on=today + dt.timedelta(days=30), **put)
    assert [each.wait_reason for each in reading.in_line(stage.amina)] == ["no_place"]


@pytest.mark.need("INT-24", where="referrals")
def test_the_start_is_booked_before_the_treatment_ends(stage):
    referral, at = there(stage), timezone.now() + dt.timedelta(days=12)
    referrals.book_start(referral=referral, start_at=at, discharge_on=at.date() - dt.timedelta(days=2), by=stage.amina)
    found = reading.starts(stage.amina).get()
    assert (found.start_at, found.discharge_on) == (at, at.date() - dt.timedelta(days=2))
    assert (
        refused(
            lambda: referrals.book_start(
                referral=referral, start_at=timezone.now() - dt.timedelta(days=1), by=stage.amina
            )
        )
        == "in_past"
    )


def test_an_enrolment_takes_over_what_was_known(stage):
    referral = receive(stage)
    tries(stage, referral, 2)
    person = stage.register()
    enrolment = stage.enrol(person, referral=referral, inflow_channel="school", started_on=timezone.localdate())
    assert enrolment.referral_id == referral.pk
    assert (enrolment.referral.state, enrolment.referral.channel) == ("enrolled", "school")
    assert Note.objects.filter(participant=person, kind="attempt").count() == 2
    assert not ReferredPerson.objects.exists()
    assert not ReferralAttempt.objects.exists()
    assert refused(lambda: referrals.take(referral=referral, by=stage.amina)) == "settled"


def test_somebody_elses_referral_leads_to_no_enrolment(stage):
    referral = receive(stage, participant=stage.register(1))
    assert refused(lambda: stage.enrol(stage.register(2), referral=referral)) == "somebody_else"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"received_on": dt.date(2099, 1, 1)}, "in_future"),
        ({"received_on": dt.date(1999, 1, 1)}, "too_old"),
        ({"channel": "moon"}, "unknown_word"),
        ({"channel": ""}, "unknown_word"),
        ({"name": ""}, "required"),
        ({"reach": "x" * 300}, "too_long"),
        ({"about": "x" * 100_000}, "too_long"),
        ({"sex": "X"}, "unknown_word"),
    ],
)
def test_what_cannot_be_is_refused(stage, more, code):
    assert refused(lambda: receive(stage, **more)) == code
    assert not Referral.objects.exists()


def test_the_same_person_does_not_wait_twice(stage):
    person = stage.register()
    receive(stage, participant=person)
    assert refused(lambda: receive(stage, participant=person)) == "open_already"
    receive(stage)
    assert refused(lambda: receive(stage, name="  nour haddad ")) == "same_name"
    receive(stage, name="Nour Haddad", another=True)


def test_a_page_sent_twice_is_one_referral(stage):
    key = "0b8f3a44-7a52-4a36-9b0f-1f0c6ac2b901"
    assert receive(stage, sent_as=key) == receive(stage, sent_as=key)


def test_the_one_who_is_late_is_told(stage):
    referral = receive(stage)
    referrals.take(referral=referral, by=viewer(stage.cast.bo))
    with pytest.raises(ChangedMeanwhile):
        referrals.settle(referral=referral, outcome="declined", version=referral.version, by=stage.amina)


def test_who_may_see_and_do_what(stage):
    referral = there(stage)
    carin, karin = viewer(stage.cast.carin), viewer(stage.cast.karin)
    assert not reading.to_call(carin).exists()
    with pytest.raises(NotFound):
        reading.find(carin, referral.pk)
    assert reading.find(karin, referral.pk) == referral
    with pytest.raises(NotAllowed):
        referrals.take(referral=referral, by=karin)
    with pytest.raises(NotFound):
        referrals.take(referral=referral, by=carin)


def test_a_protected_person_stands_in_nobodys_list(stage):
    enrolment = stage.enrol()
    OpenReferralFactory(unit=enrolment.unit, project=enrolment.project, participant=enrolment.participant)
    protections.protect_from_start(
        participant=enrolment.participant, unit=enrolment.unit, level=PROTECTION_LEVELS.codes[0],
        decided_by="Skatteverket", review_on=timezone.localdate() + dt.timedelta(days=30), by=stage.amina,
    )  # fmt: skip
    assert reading.to_call(stage.amina).count() == 1
    assert not reading.to_call(viewer(stage.cast.bo)).exists()


def test_the_log_says_what_was_done_and_names_nobody(stage):
    receive(stage)
    event = AuditEvent.objects.filter(record="referral").get()
    assert event.verb == "create"
    assert "Haddad" not in str(event.facts)


def test_a_participant_of_another_register_is_refused(stage):
    person = ParticipantFactory(controller=stage.cast.vastervik)
    assert refused(lambda: receive(stage, participant=person)) == "other_controller"

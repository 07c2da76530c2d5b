"""A participant goes to another coach: words and plan go along, the new coach is told once, and takes over."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from stegvis.access.actions import audit
from stegvis.casework import jobs
from stegvis.casework.actions import (
    coaching,
    consents,
    contacts,
    enrolment_facts,
    hand_overs,
    onward,
    plans,
    protections,
)
from stegvis.casework.models import HandOver, OnwardReferral
from stegvis.casework.queries import due
from stegvis.gateways.messages.carriers import FakeCarrier
from stegvis.workqueue.worker import run_worker
from tests.factories import EnrolmentFactory, viewer
from tests.integration.web.test_attendance_report import DAY, TODAY, unpacked, words

pytestmark = [pytest.mark.django_db, pytest.mark.need("SIP-15", where="hand_over")]


@pytest.fixture
def enrolment(people):
    made = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina,
        participant__controller=people.monsteras, participant__family_name="Öberg",
    )  # fmt: skip
    plans.add_goal(participant=made.participant, text="Arbeta i ett kök", by=viewer(people.amina))
    return made


def give(people, enrolment) -> HandOver:
    hand_overs.give(enrolment=enrolment, to=people.bo, words="Ring först", by=viewer(people.amina))
    return HandOver.objects.get()


def test_words_and_plan_wait_for_the_new_coach_until_they_have_taken_over(people, enrolment, signed_in):
    amina, bo = signed_in(people.amina), signed_in(people.bo)
    sent = amina.post(
        reverse("hand_over_new", args=[enrolment.pk]), {"to": people.bo.pk, "words": "Ring först\nTrivs i små grupper"}
    )
    assert sent.status_code == 302
    one = HandOver.objects.get()
    plans.add_goal(participant=enrolment.participant, text="Ett mål till", by=viewer(people.bo))
    assert [row.record_id for row in due.rows(viewer(people.bo), TODAY) if row.kind == "hand_over"] == [str(one.pk)]
    address = reverse("hand_over", args=[one.pk])
    page = words(bo.get(address))
    assert "Ring först<br>Trivs i små grupper" in page and "Arbeta i ett kök" in page and "Ett mål till" not in page
    assert signed_in(people.dag).post(address).status_code == 403
    assert signed_in(people.carin).get(address).status_code == 404
    bo.post(address)
    assert not [row for row in due.rows(viewer(people.bo), TODAY) if row.kind == "hand_over"]


def test_a_new_coach_by_another_way_gets_it_handed_over_too_but_not_who_takes_it_themselves(people, enrolment):
    enrolment_facts.change(enrolment=enrolment, coach=people.bo, by=viewer(people.bo))
    assert not HandOver.objects.exists()
    enrolment_facts.change(enrolment=enrolment, coach=people.amina, by=viewer(people.dag))
    assert HandOver.objects.get().to_coach == people.amina


@pytest.mark.django_db(transaction=True)
def test_one_message_for_all_that_comes_at_once_and_nothing_of_whom_it_is_about(people, enrolment, monkeypatch):
    fake = FakeCarrier()
    monkeypatch.setattr(jobs, "carriers", lambda: {"email": fake})
    monkeypatch.setattr(coaching, "TOGETHER", 0 * DAY)
    other = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    for each in (enrolment, other):
        hand_overs.give(enrolment=each, to=people.bo, words="Ring först", by=viewer(people.amina))
    run_worker(until_empty=True, poll_seconds=0.01)
    (mail,) = fake.sent
    assert mail.to == people.bo.email
    said = mail.subject + mail.text
    assert not [told for told in ("Öberg", "Ring", "Amina", str(enrolment.pk)) if told in said]
    assert not hand_overs.anything_untold(people.bo.pk)


def test_nothing_is_told_of_what_was_taken_before_or_of_somebody_protected(people, enrolment):
    one = give(people, enrolment)
    assert hand_overs.anything_untold(people.bo.pk)
    protections.protect(
        participant=enrolment.participant, level="secrecy_marking", since_on=TODAY, decided_by="Skatteverket",
        review_on=TODAY + 90 * DAY, named=[people.bo, people.karin], by=viewer(people.karin),
    )  # fmt: skip
    assert not hand_overs.anything_untold(people.bo.pk)
    protections.lift(participant=enrolment.participant, reason="Upphörd", by=viewer(people.karin))
    assert hand_overs.anything_untold(people.bo.pk)
    hand_overs.take(hand_over=one, by=viewer(people.bo))
    assert not hand_overs.anything_untold(people.bo.pk)


def test_nothing_is_handed_over_when_it_cannot_be_logged(people, enrolment, monkeypatch):
    def broken(**event):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(DatabaseError):
        give(people, enrolment)
    enrolment.refresh_from_db()
    assert enrolment.coach == people.amina and not HandOver.objects.exists()


@pytest.mark.need("SIP-15", where="onward_letter")
def test_who_takes_over_outside_gets_a_letter_with_the_plan_as_it_was(people, enrolment, signed_in):
    by, person = viewer(people.amina), enrolment.participant
    desk = contacts.add(controller=people.monsteras, party="school", organisation="Folkhögskolan", by=by)
    consents.give(
        participant=person, contact=desk, kinds=["plan"], purpose="x", given_how="paper", until_on=TODAY + DAY, by=by
    )
    made = onward.send(
        participant=person, contact=desk, wish="hand_over", reason="Börjar i höst", kinds=["plan"], way="post", by=by
    )
    plans.add_goal(participant=person, text="Ett mål till", by=by)
    amina, at = signed_in(people.amina), [person.pk, made.pk]
    page = words(amina.get(reverse("onward_letter", args=at)))
    assert "Arbeta i ett kök" in page and "Ett mål till" not in page and person.number.formatted not in page
    told = unpacked(amina.get(reverse("onward_letter_file", args=at), {"format": "docx"}).content)
    assert "Arbeta i ett kök" in told and person.number.formatted in told and "Börjar i höst" in told
    alone = onward.send(participant=person, contact=desk, wish="contact", reason="Ringer själv", by=by)
    assert amina.get(reverse("onward_letter", args=[person.pk, alone.pk])).status_code == 404
    assert OnwardReferral.objects.count() == 2

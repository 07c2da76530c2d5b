"""Two people, one record: whoever writes second is told, and nothing is written over unread."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import enrolment_facts, enrolments, participants
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.rules import Outcome
from tests.factories import viewer
from tests.integration.casework.conftest import make_stage
from tests.integration.casework.test_races import AT_ONCE, all_at_once

WORK = [Outcome("work", receiver="Bageriet")]


@pytest.mark.django_db
def test_who_has_seen_an_older_version_of_a_person_is_told(stage):
    person = stage.register()
    participants.change(participant=person, language="ar", version=1, by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        participants.change(participant=person, given_name="Asta", version=1, by=stage.amina)
    person.refresh_from_db()
    assert (person.version, person.given_name) == (2, "Åsa")


@pytest.mark.django_db
def test_a_change_that_changes_nothing_makes_no_version(stage):
    person = stage.register()
    participants.change(participant=person, given_name="Åsa", version=1, by=stage.amina)
    assert Participant.objects.get().version == 1


@pytest.mark.django_db
def test_contact_ways_belong_to_the_person_s_version(stage):
    person = stage.register()
    way = {"kind": "phone", "value": "070-1234567"}
    participants.change(participant=person, contact_ways=[way], version=1, by=stage.amina)
    assert Participant.objects.get().version == 2


ACTS = {
    "change": lambda one, by: enrolment_facts.change(enrolment=one, education="primary", version=1, by=by),
    "groups": lambda one, by: enrolment_facts.change(enrolment=one, target_groups=[], version=1, by=by),
    "close": lambda one, by: enrolments.close(
        enrolment=one, ended_on=dt.date(2021, 9, 1), outcomes=WORK, version=1, by=by
    ),
    "void": lambda one, by: enrolments.void(enrolment=one, reason="Dubbelt", version=1, by=by),
}


@pytest.mark.django_db
@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_every_act_on_an_enrolment_makes_a_version_and_heeds_it(stage, first, second):
    enrolment = stage.enrol()
    ACTS[first](enrolment, stage.amina)
    assert Enrolment.objects.get().version == 2
    with pytest.raises(ChangedMeanwhile):
        ACTS[second](enrolment, stage.amina)


@pytest.mark.django_db
def test_undoing_a_closing_heeds_what_was_seen_of_it(stage):
    enrolment = stage.close(stage.enrol())
    enrolment_facts.set_income_at_exit(enrolment=enrolment, income_at_exit="wage", version=2, by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        enrolments.reopen(enrolment=enrolment, reason="Fel person", version=2, by=stage.amina)
    enrolments.reopen(enrolment=enrolment, reason="Fel person", version=3, by=stage.amina)


@pytest.mark.django_db
def test_a_channel_corrected_on_the_first_time_is_a_change_of_the_later_one_too(stage):
    person = stage.register()
    first = stage.close(stage.enrol(person, inflow_channel=""))
    later = stage.enrol(person, started_on=dt.date(2021, 10, 1), inflow_channel="")
    enrolment_facts.change(enrolment=first, inflow_channel="school", by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        enrolment_facts.change(enrolment=later, education="primary", version=1, by=stage.amina)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_change_the_same_version_at_once_one_gets_through():
    stage = make_stage()
    person = stage.register()
    by = [stage.amina, viewer(stage.cast.bo)]

    def act(n):
        participants.change(participant=person, given_name=f"Namn {n}", version=1, by=by[n % 2])

    assert all_at_once(act) == ["changed_meanwhile"] * (AT_ONCE - 1) + ["done"]
    assert Participant.objects.get().version == 2
    assert AuditEvent.objects.filter(verb="change").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_change_or_close_an_enrolment_at_once_one_gets_through():
    stage = make_stage()
    enrolment = stage.enrol()
    acts = [ACTS["change"], ACTS["close"], ACTS["void"], ACTS["groups"]]
    assert all_at_once(lambda n: acts[n](enrolment, stage.amina)) == ["changed_meanwhile"] * (AT_ONCE - 1) + ["done"]
    assert Enrolment.objects.get().version == 2


# --- dates: who was coach when ----------------------------------------------------------------------------------
def periods(enrolment):
    return [(p.coach.get_short_name(), p.since_on, p.until_on) for p in enrolment.coach_periods.select_related("coach")]


@pytest.mark.django_db
def test_who_was_coach_is_kept_with_dates(stage):
    enrolment = stage.enrol()
    enrolment.coach_periods.update(since_on=dt.date(2021, 3, 1))
    enrolment_facts.change(enrolment=enrolment, coach=stage.cast.bo, by=stage.amina)
    today = timezone.localdate()
    assert periods(enrolment) == [("Amina", dt.date(2021, 3, 1), today), ("Bo", today, None)]


@pytest.mark.django_db
def test_a_coach_changed_back_the_same_day_leaves_no_trace_of_the_mistake(stage):
    enrolment = stage.enrol()
    enrolment_facts.change(enrolment=enrolment, coach=stage.cast.bo, by=stage.amina)
    enrolment_facts.change(enrolment=enrolment, coach=stage.cast.dag, by=stage.amina)
    assert [name for name, _since, _until in periods(enrolment)] == ["Amina", "Dag"]


@pytest.mark.django_db
def test_the_coachs_time_ends_with_the_enrolment_and_goes_on_when_the_closing_is_undone(stage):
    enrolment = stage.close(stage.enrol())
    assert periods(enrolment) == [("Amina", dt.date(2021, 3, 1), dt.date(2021, 9, 1))]
    enrolments.reopen(enrolment=enrolment, reason="Fel person", by=stage.amina)
    assert periods(enrolment) == [("Amina", dt.date(2021, 3, 1), None)]


# --- income after the end, on its own ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_income_after_the_end_is_filled_in_without_touching_the_closing(stage):
    enrolment = stage.close(stage.enrol())
    closed_at = enrolment.closed_at
    enrolment_facts.set_income_at_exit(enrolment=enrolment, income_at_exit="wage", by=stage.amina)
    after = enrolment.income_periods.get(until_on__isnull=True)
    assert (after.source, after.since_on) == ("wage", dt.date(2021, 9, 2))
    assert Enrolment.objects.get().closed_at == closed_at
    assert AuditEvent.objects.latest("number").facts["fields"] == ["income_at_exit"]


@pytest.mark.django_db
def test_income_after_the_end_needs_an_end(stage):
    with pytest.raises(NotPossible) as refused:
        enrolment_facts.set_income_at_exit(enrolment=stage.enrol(), income_at_exit="wage", by=stage.amina)
    assert refused.value.code == "not_closed"

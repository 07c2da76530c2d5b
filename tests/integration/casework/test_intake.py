"""The intake: the unit's target groups and exceptions, stops, and facts about one person."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import intake, unit_intake
from stegvis.casework.models import EntryException, LocalTargetGroup
from stegvis.casework.queries import due
from stegvis.casework.queries import intake as reading
from stegvis.casework.queries import unit_intake as decided
from tests.factories import EnrolmentFactory, viewer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def dag(stage):
    return viewer(stage.cast.dag)


def choose(stage, dag, *codes, on=dt.date(2021, 1, 1)):
    unit_intake.choose_groups(unit=stage.cast.monsteras_unit, codes=codes, from_on=on, by=dag)


def refused(act) -> str:
    with pytest.raises(NotPossible) as refusal:
        act()
    return refusal.value.code


@pytest.mark.need("INT-07", where="intake")
@pytest.mark.need("INT-23", where="intake")
def test_outside_the_units_groups_needs_a_reason_and_a_decision(stage, dag):
    choose(stage, dag, "long_term_unemployed")
    person = stage.register()
    assert refused(lambda: stage.enrol(person)) == "outside_groups"
    stage.enrol(person, group_exception="Needs the morning group.")
    waiting = decided.exceptions_to_decide(dag).get()
    assert (waiting.reason, waiting.asked_by) == ("Needs the morning group.", stage.cast.amina)
    with pytest.raises(NotFound):
        unit_intake.decide(exception_id=waiting.pk, approve=True, by=stage.amina)
    unit_intake.decide(exception_id=waiting.pk, approve=True, by=dag)
    kept = EntryException.objects.get()
    assert (kept.state, kept.decided_by, kept.decided_on) == ("approved", "Dag Ek", TODAY)
    with pytest.raises(NotFound):
        unit_intake.decide(exception_id=waiting.pk, approve=False, by=dag)


@pytest.mark.need("INT-07", where="intake")
def test_inside_the_groups_nothing_is_asked(stage, dag):
    choose(stage, dag, "youth", "disability")
    stage.enrol()
    assert not EntryException.objects.exists()


@pytest.mark.need("INT-08", where="intake")
def test_former_groups_stay_with_their_days(stage, dag):
    unit = stage.cast.monsteras_unit
    choose(stage, dag, "youth")
    choose(stage, dag, "disability", on=dt.date(2023, 1, 1))
    assert decided.groups_on(unit, dt.date(2022, 12, 31)) == {"youth"}
    assert decided.groups_on(unit, dt.date(2023, 1, 1)) == {"disability"}
    choose(stage, dag, on=dt.date(2023, 1, 1))  # the same day again: what never held is gone
    assert decided.groups_on(unit, dt.date(2023, 1, 1)) == set()
    assert list(LocalTargetGroup.objects.values_list("code", flat=True)) == ["youth"]


def test_who_asked_does_not_decide(stage, dag):
    person = stage.enrol().participant
    made = intake.ask_exception(
        participant=person, unit=stage.cast.monsteras_unit, kind="delimitation", rule="No use", reason="Why", by=dag
    )
    assert refused(lambda: unit_intake.decide(exception_id=made.pk, approve=True, by=dag)) == "own"
    unit_intake.decide(exception_id=made.pk, approve=False, by=viewer(stage.cast.karin))


@pytest.mark.need("INT-23", where="intake")
def test_delimitations_hold_from_a_day_to_a_day(stage, dag):
    unit = stage.cast.monsteras_unit
    rule = unit_intake.add_rule(unit=unit, text="No ongoing use", since_on=dt.date(2021, 1, 1), by=dag)
    assert [each.text for each in decided.rules_on(unit, TODAY)] == ["No ongoing use"]
    unit_intake.end_rule(unit=unit, rule_id=rule.pk, by=dag)
    assert not decided.rules_on(unit, TODAY + dt.timedelta(days=1)).exists()
    with pytest.raises(NotFound):
        unit_intake.end_rule(unit=unit, rule_id=rule.pk + 1, by=dag)
    with pytest.raises(NotAllowed):
        unit_intake.add_rule(unit=unit, text="x", since_on=TODAY, by=stage.amina)


@pytest.mark.need("DIS-05", where="intake")
def test_a_stop_says_why_and_what_it_does(stage, dag):
    unit, project = stage.cast.monsteras_unit, stage.cast.project
    told = {"unit": unit, "project": project, "reason": "Pandemic", "by": dag}
    assert refused(lambda: unit_intake.stop(since_on=TODAY, consequence="", **told)) == "required"
    yesterday = TODAY - dt.timedelta(days=1)
    assert (
        refused(lambda: unit_intake.stop(since_on=TODAY, until_on=yesterday, consequence="x", **told))
        == "ends_before_start"
    )
    stop = unit_intake.stop(since_on=yesterday, consequence="Twelve fewer this year", **told)
    assert [each.consequence for each in decided.stops_of([unit], TODAY)] == ["Twelve fewer this year"]
    unit_intake.end_stop(unit=unit, stop_id=stop.pk, by=dag)
    assert not decided.stops_of([unit], TODAY + dt.timedelta(days=1)).exists()


@pytest.mark.need("DIS-05", where="enrol")
def test_during_a_stop_enrolling_needs_a_reason_and_a_decision(stage, dag):
    told = {"unit": stage.cast.monsteras_unit, "project": stage.cast.project, "consequence": "x", "by": dag}
    unit_intake.stop(since_on=dt.date(2021, 1, 1), until_on=dt.date(2021, 12, 31), reason="Full", **told)
    person, later = stage.register(), stage.register(1)
    assert refused(lambda: stage.enrol(person, started_on=dt.date(2021, 3, 1))) == "stopped"
    stage.enrol(person, started_on=dt.date(2021, 3, 1), stop_exception="Promised a place before the stop.")
    waiting = decided.exceptions_to_decide(dag).get()
    assert (waiting.kind, waiting.rule, waiting.reason) == ("stop", "Full", "Promised a place before the stop.")
    stage.enrol(later, started_on=dt.date(2022, 1, 1))  # after the stop nothing is asked


@pytest.mark.need("INT-04", where="intake")
def test_a_new_time_without_work_or_studies_ends_the_one_before(stage):
    person = stage.enrol().participant
    note = {"participant": person, "by": stage.amina, "reason": "health"}
    intake.note_uvas(since_on=dt.date(2020, 1, 1), **note)
    intake.note_uvas(since_on=dt.date(2022, 1, 1), until_on=dt.date(2022, 6, 30), **note)
    assert [(each.since_on, each.until_on) for each in reading.of(stage.amina, person).uvas] == [
        (dt.date(2022, 1, 1), dt.date(2022, 6, 30)),
        (dt.date(2020, 1, 1), dt.date(2021, 12, 31)),
    ]
    assert refused(lambda: intake.note_uvas(since_on=TODAY + dt.timedelta(days=2), **note)) == "in_future"


@pytest.mark.need("INT-22", where="start")
def test_a_permit_that_runs_out_is_due(stage):
    people = stage.cast
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    person = enrolment.participant

    def named():
        return [row.tone for row in due.rows(stage.amina, TODAY) if row.kind == "permit"]

    intake.note_permit(participant=person, expires_on=TODAY + dt.timedelta(days=200), by=stage.amina)
    assert named() == []
    intake.note_permit(participant=person, expires_on=TODAY + dt.timedelta(days=20), by=stage.amina)
    assert named() == ["warning"]
    intake.note_permit(participant=person, expires_on=TODAY - dt.timedelta(days=1), by=stage.amina)
    assert named() == ["danger"]
    intake.note_permit(participant=person, expires_on=None, by=stage.amina)
    assert named() == []
    assert (
        refused(lambda: intake.note_permit(participant=person, expires_on=dt.date(2199, 1, 1), by=stage.amina))
        == "unbelievable"
    )


@pytest.mark.need("INT-21", where="intake")
def test_co_applicants_are_checked_one_by_one(stage):
    person = stage.enrol().participant
    made = intake.add_co_applicant(participant=person, name="Sambo", by=stage.amina)
    assert made.checked_on is None
    intake.check_co_applicant(participant=person, row_id=made.pk, result="referred", by=stage.amina)
    found = reading.of(stage.amina, person).co_applicants[0]
    assert (found.result, found.checked_on) == ("referred", TODAY)
    with pytest.raises(NotFound):
        intake.check_co_applicant(participant=person, row_id=made.pk + 9, result="works", by=stage.amina)


@pytest.mark.need("INT-06", where="intake")
def test_sensitive_groups_are_behind_a_right_of_their_own(stage):
    person = stage.enrol().participant
    intake.set_vulnerable_groups(participant=person, codes=["risk_use", "new_youth"], by=stage.amina)
    intake.set_vulnerable_groups(participant=person, codes=["new_youth"], by=stage.amina)
    assert reading.of(stage.amina, person).groups == ["new_youth"]
    karin = viewer(stage.cast.karin)
    assert reading.may(karin, "read", person)
    assert reading.of(karin, person).groups is None
    with pytest.raises(NotAllowed):
        intake.set_vulnerable_groups(participant=person, codes=[], by=karin)


def test_nobody_elsewhere_notes_anything(stage):
    person = stage.enrol().participant
    with pytest.raises(NotFound):
        intake.note_permit(participant=person, expires_on=None, by=viewer(stage.cast.carin))

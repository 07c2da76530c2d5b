"""Enrolling."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolments
from stegvis.casework.actions.enrolments import Closing, Outcome
from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, IncomePeriod, Participant, Referral
from tests.factories import EnrolmentFactory, ProjectFactory, UnitFactory, identity_number, viewer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
START = dt.date(2021, 3, 1)


def refused(stage, *args, **fields):
    with pytest.raises(NotPossible) as refusal:
        stage.enrol(*args, **fields)
    return refusal.value.code


def nothing_written():
    return not any(m.objects.exists() for m in (Enrolment, Referral, EnrolmentTargetGroup, IncomePeriod))


@pytest.mark.need("INT-01", "INT-02", "INT-14", "INT-29", where="enrol")
def test_an_enrolment_keeps_what_was_known_at_the_start(stage):
    enrolment = stage.enrol(
        inflow_channel="school",
        target_groups=["youth", "disability", "youth"],
        referred_by="Studievägledaren",
        employment_status="unemployed",
        employment_status_months=7,
        education="upper_secondary",
        income_source="activity_support",
    )
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    assert (enrolment.state, enrolment.started_on, enrolment.age_at_start) == ("active", START, 41)
    assert (enrolment.referral.channel, enrolment.referral.state) == ("school", "enrolled")
    assert [(g.code, g.since_on) for g in enrolment.target_groups.all()] == [("youth", START), ("disability", START)]
    assert [(p.source, p.since_on, p.until_on) for p in enrolment.income_periods.all()] == [
        ("activity_support", START, None)
    ]


def test_a_coach_who_enrols_becomes_the_coach(stage):
    assert stage.enrol().coach == stage.cast.amina


def test_a_leader_who_enrols_without_naming_a_coach_leaves_it_open(stage):
    assert stage.enrol(by=viewer(stage.cast.dag)).coach is None


def test_a_coach_of_another_organisation_is_refused(stage):
    assert refused(stage, coach=stage.cast.carin) == "coach_elsewhere"
    assert nothing_written()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"started_on": dt.date(2020, 8, 14)}, "outside_project"),
        ({"started_on": dt.date(2100, 1, 1)}, "start_in_future"),
        ({"inflow_channel": "pigeon"}, "unknown_word"),
        ({"target_groups": ["everybody"]}, "unknown_word"),
        ({"education": "phd"}, "unknown_word"),
        ({"employment_status": "rich"}, "unknown_word"),
        ({"income_source": ""}, "unknown_word"),
        ({"employment_status_months": 3}, "months"),
        ({"referred_by": "x" * 201}, "too_long"),
    ],
)
def test_what_the_rules_refuse_leaves_nothing_behind(stage, fields, code):
    assert refused(stage, **fields) == code
    assert nothing_written()


def test_today_is_a_possible_start(stage):
    from django.utils import timezone

    assert stage.enrol(started_on=timezone.localdate()).state == "active"
    assert refused(stage, stage.register(5), started_on=timezone.localdate() + DAY) == "start_in_future"


def test_a_unit_outside_the_project_is_refused(stage):
    other = ProjectFactory(code="annat", owner=stage.cast.regional_office)
    assert refused(stage, project=other) == "unit_not_in_project"


def test_a_participant_of_another_controller_cannot_be_enrolled(stage):
    theirs = stage.register(1, controller=stage.cast.vastervik, by=viewer(stage.cast.carin))
    assert refused(stage, theirs) == "other_controller"


@pytest.mark.need("INT-03", where="enrol")
def test_age_counts_at_the_start_and_an_exception_is_kept_with_its_reason(stage):
    youngster = stage.register(identity_number=identity_number(0, born=START.replace(year=2003) + DAY))
    assert refused(stage, youngster) == "age_outside_range"
    assert stage.enrol(youngster, age_exception="Beslut av styrgruppen").age_exception == "Beslut av styrgruppen"
    of_age = stage.register(identity_number=identity_number(0, born=START.replace(year=2003)))
    assert stage.enrol(of_age, age_exception="behövs inte").age_exception == ""


def test_nobody_is_enrolled_before_birth(stage):
    child = stage.register(identity_number=identity_number(0, born=START + DAY))
    assert refused(stage, child, age_exception="x") == "not_born"


@pytest.mark.need("INT-01", where="enrol")
def test_double_submission_makes_one_enrolment(stage):
    person = stage.register()
    stage.enrol(person)
    assert refused(stage, person) == "already_enrolled"
    assert Enrolment.objects.count() == Referral.objects.count() == 1


def test_days_already_taken_are_refused_in_words(stage):
    person = stage.register()
    stage.close(stage.enrol(person))
    assert refused(stage, person, started_on=dt.date(2021, 9, 1)) == "overlap"
    assert refused(stage, person, started_on=dt.date(2021, 2, 1)) == "overlap"
    assert stage.enrol(person, started_on=dt.date(2021, 9, 2)).state == "active"


def test_the_same_days_in_another_project_are_free(stage):
    person = stage.register()
    stage.enrol(person)
    other = ProjectFactory(code="annat", owner=stage.cast.regional_office, units=[stage.cast.monsteras_unit])
    assert stage.enrol(person, project=other).former is None


@pytest.mark.need("INT-14", "INT-27", where="enrol")
def test_who_comes_back_is_linked_and_keeps_the_first_channel(stage):
    person = stage.register()
    first = stage.close(stage.enrol(person, inflow_channel="school"))
    again = stage.enrol(person, started_on=dt.date(2022, 1, 10), inflow_channel="employment_service")
    assert again.former == first
    assert again.referral.channel == "school"


@pytest.mark.need("INT-27", where="enrol")
def test_a_late_registration_takes_its_place_in_the_chain(stage):
    person = stage.register()
    later = stage.enrol(person, started_on=dt.date(2022, 1, 10))
    assert refused(stage, person) == "overlap"
    past = Closing(dt.date(2021, 6, 1), (Outcome("moved"),), "wage")
    earlier = stage.enrol(person, closing=past)
    later.refresh_from_db()
    assert later.former == earlier
    assert (earlier.state, earlier.ended_on) == ("closed", dt.date(2021, 6, 1))
    assert [(p.source, p.until_on) for p in earlier.income_periods.all()] == [
        ("unknown", dt.date(2021, 6, 1)),
        ("wage", None),
    ]


def test_a_time_that_is_over_needs_a_whole_closing(stage):
    person = stage.register()
    assert refused(stage, person, closing=Closing(START - DAY, (Outcome("moved"),))) == "ends_before_start"
    assert refused(stage, person, closing=Closing(START, (Outcome("work"),))) == "receiver_missing"
    assert nothing_written()


@pytest.mark.need("INT-27", where="enrol")
def test_when_the_former_was_a_mistake_the_link_goes_to_the_one_before_it(stage):
    person = stage.register()
    first = stage.close(stage.enrol(person))
    wrong = stage.close(stage.enrol(person, started_on=dt.date(2021, 10, 1)), ended_on=dt.date(2021, 11, 1))
    last = stage.enrol(person, started_on=dt.date(2022, 3, 1))
    enrolments.void(enrolment=wrong, reason="fel person", by=stage.amina)
    last.refresh_from_db()
    assert last.former == first


def test_the_database_itself_refuses_overlap(stage):
    person = stage.register()
    stage.enrol(person)
    with pytest.raises(IntegrityError, match="enrolments_overlap"), transaction.atomic():
        EnrolmentFactory(
            participant=person,
            unit=stage.cast.monsteras_unit,
            project=stage.cast.project,
            started_on=dt.date(2021, 5, 1),
        )
    assert Enrolment.objects.count() == 1


def test_the_database_refuses_overlap_by_change_too(stage):
    person = stage.register()
    first = stage.close(stage.enrol(person))
    stage.enrol(person, started_on=dt.date(2021, 10, 1))
    with pytest.raises(IntegrityError, match="enrolments_overlap"), transaction.atomic():
        Enrolment.objects.filter(pk=first.pk).update(ended_on=dt.date(2021, 10, 1))


@pytest.mark.need("INT-01", where="enrol")
def test_when_the_database_refuses_first_the_words_are_the_same(stage, monkeypatch):
    person = stage.register()
    stage.enrol(person)
    monkeypatch.setattr("stegvis.casework.actions.enrolments._periods", lambda *_, **__: [])
    assert refused(stage, person, started_on=dt.date(2021, 5, 1)) == "overlap"
    assert Enrolment.objects.count() == Referral.objects.count() == 1


def test_when_the_database_refuses_a_doubled_number_first_the_words_are_the_same(stage, monkeypatch):
    stage.register(1)
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)
    with pytest.raises(NotPossible) as refusal:
        stage.register(1, by=operator("ingrid"))
    assert refusal.value.code == "already_registered"


def test_a_log_that_cannot_be_written_undoes_the_enrolment(stage, monkeypatch):
    person = stage.register()

    def broken(**_):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("stegvis.access.actions.audit.record", broken)
    with pytest.raises(RuntimeError):
        stage.enrol(person)
    assert nothing_written() and Participant.objects.count() == 1


def test_enrolling_is_logged_about_the_person_at_the_controller(stage):
    enrolment = stage.enrol()
    event = AuditEvent.objects.latest("number")
    assert (event.verb, event.record, event.record_id) == ("create", "enrolment", str(enrolment.pk))
    assert (event.subject_id, event.organisation_id) == (str(enrolment.participant_id), stage.cast.monsteras.pk)
    assert event.facts["project"] == "samverkan"


@pytest.mark.parametrize("name", ["jan", "karin", "maja", "hassan"])
def test_inside_the_organisation_without_the_right(stage, name):
    person = stage.register()
    with pytest.raises(NotAllowed):
        stage.enrol(person, by=viewer(getattr(stage.cast, name)))
    assert nothing_written()


@pytest.mark.parametrize("name", ["carin", "eva", "ida", "nils"])
def test_outside_the_organisation(stage, name):
    person = stage.register()
    with pytest.raises(NotFound):
        stage.enrol(person, by=viewer(getattr(stage.cast, name)))
    assert nothing_written()


def test_another_unit_of_the_same_organisation_is_not_ones_own(stage):
    annex = UnitFactory(organisation=stage.cast.monsteras, name="Filialen", municipality="Mönsterås")
    ProjectFactory(code="samverkan", units=[annex])
    with pytest.raises(NotAllowed):
        stage.enrol(unit=annex)

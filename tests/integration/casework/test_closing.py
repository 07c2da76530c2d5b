"""Closing, undoing a closing, undoing a wrong registration, filling gaps."""

import datetime as dt

import pytest

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolment_facts, enrolments
from stegvis.casework.actions.enrolments import UNKNOWN_AT_IMPORT, Outcome
from stegvis.casework.models import Enrolment, ExitOutcome, UndoneClosing
from stegvis.casework.queries import gaps
from tests.factories import EnrolmentFactory, viewer

pytestmark = pytest.mark.django_db
END = dt.date(2021, 9, 1)


def codes_of(viewer_, enrolment):
    return [gap.code for gap in gaps.of(viewer_, Enrolment.objects.get(pk=enrolment.pk))]


@pytest.mark.need("EXT-01", "EXT-10", "EXT-08", where="enrolment_close")
def test_a_closing_keeps_every_destination_with_its_details(stage):
    enrolment = stage.close(
        stage.enrol(),
        outcomes=[
            Outcome("work", "work_temporary", "Bageriet"),
            Outcome("studies", "studies_adult", receiver_exception="Antagen, väntar på plats"),
        ],
    )
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ended_on) == ("closed", END)
    assert [(o.destination, o.reason, o.receiver, o.receiver_exception) for o in enrolment.outcomes.all()] == [
        ("work", "work_temporary", "Bageriet", ""),
        ("studies", "studies_adult", "", "Antagen, väntar på plats"),
    ]


@pytest.mark.need("INT-29", where="enrolment_close")
def test_income_is_followed_from_start_to_end(stage):
    enrolment = stage.close(stage.enrol(income_source="income_support"), income_at_exit="wage")
    assert [(p.source, p.since_on, p.until_on) for p in enrolment.income_periods.all()] == [
        ("income_support", dt.date(2021, 3, 1), END),
        ("wage", dt.date(2021, 9, 2), None),
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcomes": []}, "no_outcome"),
        ({"outcomes": [Outcome("work")]}, "receiver_missing"),
        ({"outcomes": [Outcome("other")]}, "explanation_missing"),
        ({"outcomes": [Outcome("work", "studies_adult", "Bageriet")]}, "reason_elsewhere"),
        ({"outcomes": [Outcome("moved"), Outcome("moved")]}, "outcome_twice"),
        ({"outcomes": [Outcome("moved", explanation="x" * 301)]}, "too_long"),
        ({"ended_on": dt.date(2021, 2, 28)}, "ends_before_start"),
        ({"ended_on": dt.date(2099, 1, 1)}, "end_in_future"),
        ({"income_at_exit": "treasure"}, "unknown_word"),
    ],
)
def test_what_the_rules_refuse_leaves_the_enrolment_open(stage, fields, code):
    enrolment = stage.enrol()
    with pytest.raises(NotPossible) as refused:
        stage.close(enrolment, **fields)
    enrolment.refresh_from_db()
    assert refused.value.code == code
    assert enrolment.state == "active" and not ExitOutcome.objects.exists()
    assert enrolment.income_periods.count() == 1


def test_double_submission_of_a_closing_says_it_is_closed_already(stage):
    enrolment = stage.enrol()
    stage.close(enrolment)
    with pytest.raises(NotPossible) as refused:
        stage.close(enrolment, ended_on=dt.date(2021, 10, 1))
    assert refused.value.code == "already_closed" and "2021-09-01" in refused.value.reason
    assert ExitOutcome.objects.count() == 1


@pytest.mark.need("EXT-07", where="enrolment_close")
def test_who_goes_on_in_ordinary_operation_is_transferred(stage):
    enrolment = stage.close(stage.enrol(), outcomes=[Outcome("transferred", receiver="AME Mönsterås")])
    assert enrolment.outcomes.get().destination == "transferred"


@pytest.mark.need("INT-26", where="participants")
def test_nobody_is_closed_by_time(stage):
    from stegvis.casework.queries.enrolments import active_of

    enrolment = EnrolmentFactory(
        unit=stage.cast.monsteras_unit, project=stage.cast.project, started_on=stage.cast.project.starts_on
    )
    assert list(active_of(stage.amina)) == [enrolment]


def test_a_log_that_cannot_be_written_undoes_the_closing(stage, monkeypatch):
    enrolment = stage.enrol()

    def broken(**_):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("stegvis.access.actions.audit.record", broken)
    with pytest.raises(RuntimeError):
        stage.close(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.state == "active" and not ExitOutcome.objects.exists()
    assert enrolment.income_periods.get().until_on is None


# --- undoing ----------------------------------------------------------------------------------------------------
def test_a_closing_taken_back_keeps_its_trace(stage):
    enrolment = stage.close(stage.enrol(), income_at_exit="wage")
    enrolment = enrolments.reopen(enrolment=enrolment, reason="Fel person avslutad", by=stage.amina)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ended_on, enrolment.closed_by) == ("active", None, "")
    assert not enrolment.outcomes.exists()
    assert enrolment.income_periods.get().until_on is None
    trace = UndoneClosing.objects.get()
    assert (trace.ended_on, trace.reason, trace.income_at_exit) == (END, "Fel person avslutad", "wage")
    assert trace.outcomes[0]["receiver"] == "Bageriet"
    assert AuditEvent.objects.latest("number").verb == "reopen"


def test_a_closing_can_be_made_again_after_it_was_taken_back(stage):
    enrolment = stage.close(stage.enrol())
    enrolments.reopen(enrolment=enrolment, reason="Fel dag", by=stage.amina)
    assert stage.close(enrolment, ended_on=dt.date(2021, 9, 8)).ended_on == dt.date(2021, 9, 8)


def test_a_closing_cannot_be_taken_back_when_the_person_has_come_again(stage):
    enrolment = stage.close(stage.enrol())
    stage.enrol(enrolment.participant, started_on=dt.date(2021, 10, 1))
    with pytest.raises(NotPossible) as refused:
        enrolments.reopen(enrolment=enrolment, reason="x", by=stage.amina)
    assert refused.value.code == "overlap"
    assert not UndoneClosing.objects.exists()


def test_an_open_enrolment_cannot_be_reopened_and_a_reason_is_needed(stage):
    enrolment = stage.enrol()
    for reason, code in (("x", "already_open"), ("  ", "required")):
        with pytest.raises(NotPossible) as refused:
            enrolments.reopen(enrolment=enrolment, reason=reason, by=stage.amina)
        assert refused.value.code == code


@pytest.mark.need("INT-01", where="enrolment_void")
@pytest.mark.parametrize("closed", [False, True])
def test_a_wrong_registration_is_undone_with_a_trace_and_frees_its_days(stage, closed):
    enrolment = stage.enrol()
    if closed:
        stage.close(enrolment)
    enrolments.void(enrolment=enrolment, reason="Fel person", by=stage.amina)
    kept = Enrolment.objects.get(pk=enrolment.pk)
    assert (kept.state, kept.void_reason) == ("void", "Fel person") and kept.voided_at and kept.voided_by
    assert kept.outcomes.count() == closed
    again = stage.enrol(kept.participant)
    assert again.former is None


def test_a_wrong_registration_is_undone_once(stage):
    enrolment = stage.enrol()
    enrolments.void(enrolment=enrolment, reason="Fel person", by=stage.amina)
    for act in (enrolments.void, enrolments.reopen):
        with pytest.raises(NotPossible) as refused:
            act(enrolment=enrolment, reason="igen", by=stage.amina)
        assert refused.value.code == "void"
    with pytest.raises(NotPossible) as refused:
        stage.close(enrolment)
    assert refused.value.code == "void"


# --- who may ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "refusal"),
    [("jan", NotAllowed), ("karin", NotAllowed), ("maja", NotAllowed), ("carin", NotFound), ("eva", NotFound),
     ("ida", NotFound), ("gun", NotFound)],
)  # fmt: skip
def test_who_may_not_changes_nothing(stage, name, refusal):
    enrolment = stage.enrol()
    other = viewer(getattr(stage.cast, name))
    for act in (
        lambda: stage.close(enrolment, by=other),
        lambda: enrolments.void(enrolment=enrolment, reason="x", by=other),
        lambda: enrolment_facts.change(enrolment=enrolment, education="tertiary", by=other),
    ):
        with pytest.raises(refusal):
            act()
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.education) == ("active", "")


@pytest.mark.parametrize("name", ["amina", "bo", "dag"])
def test_coach_deputy_and_leader_may_close(stage, name):
    assert stage.close(stage.enrol(), by=viewer(getattr(stage.cast, name))).state == "closed"


# --- gaps -------------------------------------------------------------------------------------------------------
@pytest.mark.need("INT-14", "INT-29", "EXT-08", where="participant")
def test_gaps_of_an_import_are_listed_and_can_be_filled(stage):
    by = operator("ingrid")
    enrolment = stage.enrol(inflow_channel="", target_groups=[], by=by, coach=stage.cast.amina)
    stage.close(
        enrolment,
        by=by,
        outcomes=[
            Outcome("work", receiver_exception=UNKNOWN_AT_IMPORT),
            Outcome("other", explanation=UNKNOWN_AT_IMPORT),
        ],
    )
    assert codes_of(stage.amina, enrolment) == [
        "inflow_channel", "target_groups", "employment_status", "education", "income_at_start", "reason", "receiver",
        "job", "explanation", "income_at_exit",
    ]  # fmt: skip
    enrolment_facts.change(
        enrolment=enrolment,
        by=stage.amina,
        inflow_channel="open_self",
        target_groups=["disability"],
        employment_status="unemployed",
        employment_status_months=30,
        education="lower_secondary",
        income_source="income_support",
    )
    assert AuditEvent.objects.latest("number").facts["fields"][0] == "education"
    enrolment_facts.complete_outcome(
        enrolment=enrolment, outcome=Outcome("work", "work_permanent", "Verkstaden"), by=stage.amina
    )
    enrolment_facts.complete_outcome(
        enrolment=enrolment, outcome=Outcome("other", explanation="Blev anhörigvårdare"), by=stage.amina
    )
    assert codes_of(stage.amina, enrolment) == ["job", "income_at_exit"]


def test_unemployed_without_months_is_a_gap(stage):
    enrolment = stage.enrol(employment_status="unemployed")
    assert "employment_status_months" in codes_of(stage.amina, enrolment)


def test_a_voided_enrolment_has_no_gaps(stage):
    enrolment = stage.enrol(inflow_channel="")
    enrolments.void(enrolment=enrolment, reason="x", by=stage.amina)
    assert codes_of(stage.amina, enrolment) == []


@pytest.mark.need("INT-14", where="participant")
def test_the_channel_is_changed_on_the_first_enrolment_and_carried_on(stage):
    first = stage.close(stage.enrol(inflow_channel=""))
    again = stage.enrol(first.participant, started_on=dt.date(2022, 1, 10), inflow_channel="")
    enrolment_facts.change(enrolment=first, by=stage.amina, inflow_channel="school")
    again.referral.refresh_from_db()
    assert again.referral.channel == "school"
    with pytest.raises(NotPossible) as refused:
        enrolment_facts.change(enrolment=again, by=stage.amina, inflow_channel="other")
    assert refused.value.code == "keeps_first_channel"


@pytest.mark.need("INT-02", where="participant")
def test_target_groups_have_dates(stage):
    enrolment = stage.enrol(target_groups=["youth", "disability"])
    enrolment_facts.change(enrolment=enrolment, by=stage.amina, target_groups=["disability", "sick_listed"])
    ended = {group.code: group.until_on is not None for group in enrolment.target_groups.all()}
    assert ended == {"youth": True, "disability": False, "sick_listed": False}
    enrolment_facts.change(enrolment=enrolment, by=stage.amina, target_groups=["sick_listed", "disability"])
    assert enrolment.target_groups.count() == 3

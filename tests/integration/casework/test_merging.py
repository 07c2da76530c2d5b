"""Two records of one person become one, and come apart again exactly as they were."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import merges, participants, protections
from stegvis.casework.models import FormerNumber, Merge, Participant
from stegvis.casework.queries import merges as finding
from stegvis.casework.queries import participants as people
from stegvis.reporting.actions import extracts
from tests.factories import ProjectFactory, identity_number, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("INT-01", where="participant_merge")]

BORN = dt.date(1990, 5, 17)
COORDINATION = identity_number(0, born=BORN, coordination=True)
PERSONAL = identity_number(1, born=BORN)
DAY = dt.timedelta(days=1)


def every_row() -> dict:
    """All rows of casework, but the history of merges itself."""
    models = [model for model in apps.get_app_config("casework").get_models() if model is not Merge]
    return {model._meta.label: sorted(map(repr, model._base_manager.values())) for model in models}


@pytest.fixture
def two(stage):
    """Åsa under a coordination number, and once more under her personal identity number with another spelling."""
    first = stage.register(
        identity_number=COORDINATION, given_name="Asa", family_name="Oberg",
        contact_ways=[
            participants.Contact("phone", "070-1 11 11", True), participants.Contact("phone", "070-2", False),
        ],
    )  # fmt: skip
    stage.close(stage.enrol(first))
    second = stage.register(
        identity_number=PERSONAL, given_name="Åsa", family_name="Öberg", name_in_use="Kim", language="en",
        contact_ways=[
            participants.Contact("phone", "070-2", True), participants.Contact("email", "asa@example.org", True),
        ],
    )  # fmt: skip
    stage.enrol(second, started_on=dt.date(2022, 3, 1))
    return first, second


def merge(stage, kept, other, by="dag", **fields):
    facts = {
        "from_other": ["identity_number", "given_name", "family_name"],
        "reason": "samma person, fick personnummer",
    }
    return merges.merge(kept=kept, other=other, by=viewer(getattr(stage.cast, by)), **(facts | fields))


def test_one_record_holds_what_was_chosen_and_all_that_was_theirs(stage, two):
    first, second = two
    merge(stage, first, second)
    person = Participant.objects.get()
    assert (person.pk, person.identity_number, person.called, person.language) == (
        first.pk,
        PERSONAL,
        "Åsa Öberg",
        "sv",
    )
    times = list(person.enrolments.all())
    assert [one.started_on.year for one in times] == [2021, 2022] and times[1].former == times[0]
    assert person.referrals.count() == 2
    assert {way.value for way in person.contact_ways.all()} == {"070-1 11 11", "070-2", "asa@example.org"}
    assert people.search(stage.amina, COORDINATION)[0].participant == person
    assert person.search_key == "asa oberg"


def test_undoing_brings_back_exactly_the_former_two(stage, two):
    first, second = two
    before = every_row()
    made = merge(stage, first, second)
    assert every_row() != before
    merges.undo(made=made, by=viewer(stage.cast.dag))
    assert every_row() == before
    made.refresh_from_db()
    assert made.sealed_changes == "" and made.undone_by == str(stage.cast.dag.pk)


def test_it_can_be_done_undone_and_done_the_other_way(stage, two):
    first, second = two
    before = every_row()
    merges.undo(made=merge(stage, first, second), by=viewer(stage.cast.dag))
    made = merge(stage, second, first, from_other=["identity_number"])
    assert Participant.objects.get().identity_number == COORDINATION and not FormerNumber.objects.exists()
    merges.undo(made=made, by=viewer(stage.cast.karin))
    assert every_row() == before


def test_three_records_come_apart_in_the_opposite_order(stage, two):
    first, second = two
    third = stage.register(7)
    before = every_row()
    one = merge(stage, second, third, from_other=[])
    between = every_row()
    two_ = merge(stage, first, second)
    with pytest.raises(NotPossible, match="senare"):
        merges.undo(made=one, by=viewer(stage.cast.dag))
    merges.undo(made=two_, by=viewer(stage.cast.dag))
    assert every_row() == between
    one.refresh_from_db()
    merges.undo(made=one, by=viewer(stage.cast.dag))
    assert every_row() == before


def test_what_is_added_afterwards_stays_with_the_record_that_was_kept(stage, two):
    first, second = two
    made = merge(stage, first, second)
    elsewhere = ProjectFactory(code="annat", units=[stage.cast.monsteras_unit])
    later = stage.enrol(Participant.objects.get(), project=elsewhere, started_on=dt.date(2023, 1, 9))
    merges.undo(made=made, by=viewer(stage.cast.dag))
    later.refresh_from_db()
    assert later.participant_id == first.pk
    assert Participant.objects.get(pk=second.pk).enrolments.count() == 1


def test_what_was_changed_since_is_not_overwritten(stage, two):
    made = merge(stage, *two)
    participants.change(participant=Participant.objects.get(), given_name="Åsa-Kim", by=stage.amina)
    before = every_row()
    with pytest.raises(NotPossible) as refusal:
        merges.undo(made=made, by=viewer(stage.cast.dag))
    assert refusal.value.code == "changed_since" and every_row() == before


def test_enrolments_on_the_same_days_are_solved_first(stage):
    first, second = stage.register(identity_number=COORDINATION), stage.register(identity_number=PERSONAL)
    stage.enrol(first)
    double = stage.enrol(second)
    before = every_row()
    with pytest.raises(NotPossible) as refusal:
        merge(stage, first, second)
    assert refusal.value.code == "overlap" and every_row() == before
    made = merge(stage, first, second, void=[double.pk])
    double.refresh_from_db()
    assert (double.state, double.participant_id) == ("void", first.pk)
    merges.undo(made=made, by=viewer(stage.cast.dag))
    assert every_row() == before


def test_the_kept_records_own_enrolment_can_be_the_double(stage):
    first, second = stage.register(identity_number=COORDINATION), stage.register(identity_number=PERSONAL)
    double = stage.enrol(first)
    stage.enrol(second)
    before = every_row()
    made = merge(stage, first, second, void=[double.pk])
    merges.undo(made=made, by=viewer(stage.cast.dag))
    assert every_row() == before


def test_the_person_counts_once_from_then_on(stage, two):
    def counted():
        facts = extracts.facts_of(project=stage.cast.project, at=dt.date(2022, 12, 31), by=operator("ingrid"))
        return len(set(facts.enrolments["person"].to_pylist()))

    assert counted() == 2
    made = merge(stage, *two)
    assert counted() == 1
    merges.undo(made=made, by=viewer(stage.cast.dag))
    assert counted() == 2


@pytest.mark.parametrize(
    "name, error", [("amina", NotAllowed), ("bo", NotAllowed), ("carin", NotFound), ("ida", NotFound)]
)
def test_who_may(stage, two, name, error):
    with pytest.raises(error):
        merge(stage, *two, by=name)
    made = merge(stage, *two, by="karin")
    with pytest.raises(error):
        merges.undo(made=made, by=viewer(getattr(stage.cast, name)))


def test_never_across_controllers(stage, two):
    theirs = stage.register(3, controller=stage.cast.vastervik, by=viewer(stage.cast.carin))
    with pytest.raises(NotFound):
        merge(stage, two[0], theirs)
    with pytest.raises(NotPossible) as refusal:
        merges.merge(kept=two[0], other=theirs, reason="samma", by=operator("ingrid"))
    assert refusal.value.code == "other_controller"


def protect(stage, person, level="secrecy_marking", named=("amina", "dag")):
    protections.protect(
        participant=person, level=level, since_on=dt.date(2022, 1, 1), decided_by="Skatteverket",
        review_on=timezone.localdate() + 90 * DAY, named=[getattr(stage.cast, name) for name in named],
        by=viewer(stage.cast.dag),
    )  # fmt: skip


def test_whom_one_does_not_see_one_cannot_merge(stage, two):
    protect(stage, two[1])
    with pytest.raises(NotFound):
        merge(stage, *two, by="karin")


def test_protection_follows_and_comes_back(stage, two):
    protect(stage, two[1])
    before = every_row()
    made = merge(stage, *two)
    assert not people.visible_to(viewer(stage.cast.bo)).exists()
    assert people.visible_to(stage.amina).get().protected
    merges.undo(made=made, by=viewer(stage.cast.dag))
    assert every_row() == before


@pytest.mark.parametrize("level, code", [("secrecy_marking", "both_protected"), ("fictitious_data", "unlinkable")])
def test_protections_that_stand_in_the_way(stage, two, level, code):
    protect(stage, two[0])
    protect(stage, two[1], level)
    with pytest.raises(NotPossible) as refusal:
        merge(stage, *two)
    assert refusal.value.code == code


@pytest.mark.parametrize("fields, code", [({"reason": " "}, "required"), ({}, "same_record")])
def test_other_refusals(stage, two, fields, code):
    other = two[1] if fields else two[0]
    with pytest.raises(NotPossible) as refusal:
        merge(stage, two[0], other, **fields)
    assert refusal.value.code == code


def test_the_log_knows_both_records_and_no_facts(stage, two):
    made = merge(stage, *two)
    merges.undo(made=made, by=viewer(stage.cast.dag))
    events = AuditEvent.objects.filter(verb__in=["merge", "unmerge"]).order_by("number")
    assert [event.verb for event in events] == ["merge", "merge", "unmerge", "unmerge"]
    assert {event.subject_id for event in events} == {str(each.pk) for each in two}
    assert "Öberg" not in str([event.facts for event in events])


@pytest.mark.parametrize("act", ["merge", "undo"])
def test_a_failing_log_undoes_it_all(stage, two, monkeypatch, act):
    made = merge(stage, *two) if act == "undo" else None
    before = every_row(), list(Merge.objects.values())

    def fail(**_):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        merges.undo(made=made, by=viewer(stage.cast.dag)) if made else merge(stage, *two)
    assert (every_row(), list(Merge.objects.values())) == before


# --- suggestions ------------------------------------------------------------------------------------------------
def test_probable_doubles_are_found_by_birth_date_and_name(stage, two):
    stage.enrol(stage.register(identity_number=identity_number(2, born=BORN), given_name="Ture", family_name="Ek"))
    stage.enrol(stage.register(8))
    dag = viewer(stage.cast.dag)
    assert [{pair.one, pair.other} for pair in finding.doubles(dag)] == [set(two)]
    assert finding.doubles_of(dag, two[0])[0].other == two[1]


@pytest.mark.parametrize("name", ["amina", "bo", "carin", "ida", "eva"])
def test_doubles_are_shown_to_those_who_may_merge_only(stage, two, name):
    assert finding.doubles(viewer(getattr(stage.cast, name))) == []


def test_a_hidden_person_is_nobodys_double(stage, two):
    protect(stage, two[1])
    assert finding.doubles(viewer(stage.cast.karin)) == []
    assert finding.doubles_of(viewer(stage.cast.karin), two[0]) == []
    assert len(finding.doubles(viewer(stage.cast.dag))) == 1

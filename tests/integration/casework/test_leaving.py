"""What leaves casework: outcomes in words for few, rows for the numbers, and the notes of who looked."""

import pytest

from stegvis.access import roles
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, operator
from stegvis.base import kept_queries
from stegvis.casework.actions import enrolments as enrolling
from stegvis.casework.actions import looks
from stegvis.casework.queries import extract, gaps, outcomes, participants
from stegvis.casework.vocabulary import DESTINATIONS
from tests.factories import (
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    OrganisationFactory,
    ProjectFactory,
    cast,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_sensitive_exits(monkeypatch):
    """The matrix without the right to read sensitive exits."""
    lines = tuple(line for line in roles.matrix() if line.record != "sensitive_exit")
    monkeypatch.setattr(roles, "matrix", lambda: lines)
    _forget_kept()
    yield
    monkeypatch.undo()
    _forget_kept()


def _forget_kept():
    roles.forget()
    kept_queries.forget()


def closed(people, *destinations, **fields):
    return ClosedEnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, outcomes=list(destinations), **fields
    )


@pytest.mark.need("EXT-25", where="participant")
@pytest.mark.parametrize("term", [t for t in DESTINATIONS if t.sensitive], ids=lambda t: t.code)
def test_sensitive_exits_are_read_by_few(term, without_sensitive_exits):
    people = cast()
    enrolment = closed(people, term.code)
    [view] = outcomes.of(viewer(people.amina), enrolment)
    assert view.destination in {"other_municipal", "other"}
    assert term.sv not in (view.label, view.reason_label) and view.coarse
    assert gaps.of(viewer(people.amina), enrolment)  # still asks for the other things
    assert not [gap for gap in gaps.of(viewer(people.amina), enrolment) if gap.destination == term.code]


@pytest.mark.need("EXT-25", where="participant")
def test_a_hidden_exit_cannot_be_told_from_the_word_it_hides_in(without_sensitive_exits):
    people = cast()
    amina = viewer(people.amina)
    hidden, real = closed(people, "misconduct"), closed(people, "other_municipal")
    assert outcomes.of(amina, hidden) == outcomes.of(amina, real)
    assert outcomes.of(amina, closed(people, "care_or_illness")) == outcomes.of(amina, closed(people, "other"))


@pytest.mark.parametrize("name", ["amina", "bo", "dag", "karin"])
def test_those_who_work_with_the_person_read_them(name):
    people = cast()
    [view] = outcomes.of(viewer(getattr(people, name)), closed(people, "misconduct"))
    assert (view.destination, view.label, view.coarse) == ("misconduct", "Misskötsamhet", False)


# --- rows for the numbers ---------------------------------------------------------------------------------------
@pytest.mark.need("EXT-02", "EXT-10", "EXT-25", where="results")
def test_rows_carry_what_the_numbers_need_and_nothing_that_stands_out():
    people = cast(headline_order=["studies", "work"])
    one = closed(people, "work", "studies", target_groups=["youth", "disability"])
    two = closed(people, "imprisoned", "misconduct", channel="")
    three = EnrolmentFactory(unit=people.vastervik_unit, project=people.project)
    void = closed(people, "work")
    enrolling.void(enrolment=void, reason="fel", by=operator("ingrid"))
    rows = {row.enrolment_id: row for row in extract.rows(operator("ingrid"), people.project)}
    assert set(rows) == {str(e.pk) for e in (one, two, three)}
    first = rows[str(one.pk)]
    assert (first.destinations, first.headline) == (("work", "studies"), "studies")
    assert (first.municipality, first.target_groups) == ("Mönsterås", ("youth", "disability"))
    assert (first.sex, first.age) == (one.sex_at_enrolment, one.age_at_start)
    assert (first.started_on, first.ended_on) == (one.started_on, one.ended_on)
    assert first.identity_number == one.participant.identity_number
    second = rows[str(two.pk)]
    assert (second.destinations, second.headline) == (("other_municipal",), "other_municipal")
    assert second.inflow_channel == "unknown"
    third = rows[str(three.pk)]
    assert (third.municipality, third.ended_on, third.destinations, third.headline) == ("Västervik", None, (), None)


def test_rows_of_one_project_only():
    people = cast()
    closed(people, "work")
    other = ProjectFactory(code="annat", owner=people.regional_office)
    assert list(extract.rows(operator("ingrid"), other)) == []


def test_the_single_door_for_identity_numbers_is_closed_to_outsiders_at_once():
    people = cast()
    for name in ("ida", "hassan"):
        with pytest.raises(NotAllowed):
            extract.rows(viewer(getattr(people, name)), people.project)
    stranger = MembershipFactory(role="regional_coordinator", organisation=OrganisationFactory()).user
    with pytest.raises(NotAllowed):
        extract.rows(viewer(stranger), people.project)
    assert list(extract.rows(viewer(people.eva), people.project)) == []


# --- who has looked ---------------------------------------------------------------------------------------------
def test_a_list_shown_is_one_event_with_its_screen_and_count():
    people = cast()
    looks.note_list(viewer(people.amina), "participants", 12)
    event = AuditEvent.objects.get()
    assert (event.verb, event.record, event.screen, event.facts) == (
        "list",
        "participant",
        "participants",
        {"people": 12},
    )
    assert event.organisation_id == people.monsteras.pk


def test_a_person_opened_is_one_event_about_that_person():
    people = cast()
    person = EnrolmentFactory(unit=people.monsteras_unit, project=people.project).participant
    looks.note_opened(viewer(people.amina, screen="participant"), person)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.screen) == ("read", str(person.pk), "participant")


def test_a_search_keeps_the_number_of_hits_and_not_the_words():
    people = cast()
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, participant__family_name="Hemligsson")
    hits = participants.search(viewer(people.amina), "hemligsson")
    looks.note_search(viewer(people.amina), hits)
    event = AuditEvent.objects.get()
    assert (event.verb, event.facts) == ("search", {"people": 1})
    assert "emligs" not in f"{event.facts}{event.purpose}{event.screen}"


def test_reading_alone_writes_nothing():
    people = cast()
    enrolment = closed(people, "work")
    by = viewer(people.amina)
    participants.find(by, enrolment.participant_id)
    list(participants.visible_to(by)), outcomes.of(by, enrolment), gaps.of(by, enrolment)
    assert not AuditEvent.objects.exists()

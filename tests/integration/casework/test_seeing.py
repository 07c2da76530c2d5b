"""Who sees which participants: the only doors to people."""

import datetime as dt
import uuid

import pytest

from stegvis.access.models import Membership
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.casework.actions import enrolments as enrolling
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import enrolments, participants
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, MembershipFactory, UnitFactory, cast, viewer
from tests.integration.casework.conftest import make_stage

pytestmark = pytest.mark.django_db


def test_a_unit_where_everybody_sees_everybody(stage):
    person = stage.enrol().participant
    seen = {name for name, user in stage.cast.users.items() if participants.visible_to(viewer(user)).exists()}
    assert seen == {"amina", "bo", "dag", "karin"}
    assert list(participants.visible_to(operator("ingrid"))) == [person]


def test_a_unit_where_each_coach_sees_their_own():
    stage = make_stage(sight="own")
    stage.enrol()
    seen = {name for name, user in stage.cast.users.items() if participants.visible_to(viewer(user)).exists()}
    assert seen == {"amina", "dag", "karin"}


@pytest.mark.parametrize("name", ["carin", "eva", "ida", "gun", "filip", "leo", "nils"])
def test_outside_the_organisation_a_person_does_not_exist(stage, name):
    enrolment = stage.enrol()
    other = viewer(getattr(stage.cast, name))
    with pytest.raises(NotFound):
        participants.find(other, enrolment.participant_id)
    with pytest.raises(NotFound):
        enrolments.find(other, enrolment.pk)


@pytest.mark.parametrize("name", ["jan", "maja", "hassan"])
def test_inside_the_organisation_without_the_right(stage, name):
    enrolment = stage.enrol()
    other = viewer(getattr(stage.cast, name))
    with pytest.raises(NotAllowed):
        participants.find(other, enrolment.participant_id)
    with pytest.raises(NotAllowed):
        enrolments.find(other, enrolment.pk)


def test_what_does_not_exist_is_not_found_for_anybody(stage):
    for user in (*map(viewer, stage.cast.users.values()), operator("ingrid")):
        with pytest.raises(NotFound):
            participants.find(user, uuid.uuid4())


def test_another_unit_of_ones_organisation_is_not_allowed(stage):
    annex = UnitFactory(organisation=stage.cast.monsteras, name="Filialen")
    theirs = EnrolmentFactory(unit=annex, project=stage.cast.project)
    with pytest.raises(NotAllowed):
        participants.find(stage.amina, theirs.participant_id)
    assert theirs not in enrolments.active_of(stage.amina)


def test_whoever_moves_to_another_municipality_leaves_their_participants_behind():
    stage = make_stage(sight="own")
    enrolment = stage.enrol()
    Membership.objects.filter(user=stage.cast.amina).update(ends_on=dt.date(2022, 1, 1))
    MembershipFactory(user=stage.cast.amina, unit=stage.cast.vastervik_unit)
    moved = viewer(stage.cast.amina)
    assert Enrolment.objects.get().coach == stage.cast.amina
    assert not participants.visible_to(moved).exists() and not enrolments.visible_to(moved).exists()
    with pytest.raises(NotFound):
        participants.find(moved, enrolment.participant_id)


def test_somebody_registered_but_not_enrolled_is_seen_by_who_may_register_there(stage):
    person = stage.register()
    assert participants.find(viewer(stage.cast.dag), person.pk) == person
    with pytest.raises(NotFound):
        participants.find(viewer(stage.cast.carin), person.pk)
    with pytest.raises(NotAllowed):
        participants.find(viewer(stage.cast.karin), person.pk)


def test_a_person_with_only_a_wrong_registration_can_still_be_found(stage):
    enrolment = stage.enrol()
    enrolling.void(enrolment=enrolment, reason="fel projekt", by=stage.amina)
    assert participants.find(stage.amina, enrolment.participant_id)
    assert not enrolments.active_of(stage.amina).exists() and not enrolments.closed_of(stage.amina).exists()
    assert [e.state for e in enrolments.of_participant(stage.amina, enrolment.participant)] == ["void"]


def test_active_and_closed_are_apart(stage):
    active = stage.enrol()
    closed = stage.close(stage.enrol(stage.register(2)))
    assert list(enrolments.active_of(stage.amina)) == [active]
    assert list(enrolments.closed_of(stage.amina)) == [closed]


def test_several_enrolments_do_not_double_the_person(stage):
    person = stage.close(stage.enrol()).participant
    stage.enrol(person, started_on=dt.date(2022, 1, 10))
    assert participants.visible_to(stage.amina).count() == 1


def test_a_page_may_offer_only_what_would_be_allowed(stage):
    enrolment = stage.enrol()
    karin = viewer(stage.cast.karin)
    assert enrolments.may(stage.amina, "close", enrolment) and not enrolments.may(karin, "close", enrolment)
    assert participants.may(karin, "read", enrolment.participant)
    assert not participants.may(karin, "change", enrolment.participant)


# --- search -----------------------------------------------------------------------------------------------------
def found(stage, text, by=None):
    return [hit.participant for hit in participants.search(by or stage.amina, text)]


@pytest.mark.parametrize("text", ["öberg", "OBERG", "åsa", "asa öb", "  Öberg   Åsa "])
def test_people_are_found_by_the_beginnings_of_their_names(stage, text):
    person = stage.enrol().participant
    assert found(stage, text) == [person]


@pytest.mark.parametrize("text", ["", " ", "ö", "berg", "%", "__", "Öberg' OR 1=1 --", "\u202e", "😀"])
def test_other_texts_find_nobody(stage, text):
    stage.enrol()
    assert found(stage, text) == []


@pytest.mark.parametrize("text", ["19800101-9804", "198001019804", "8001019804", "800101-9804"])
def test_people_are_found_by_their_whole_number(stage, text):
    person = stage.enrol().participant
    assert person.identity_number == "198001019804"
    assert found(stage, text) == [person]
    assert found(stage, "19800101") == [] and found(stage, text[:-1] + str((int(text[-1]) + 1) % 10)) == []


def test_the_name_in_use_is_found_too(stage):
    person = stage.register(name_in_use="Kim")
    assert found(stage, "kim") == [person]


def test_somebody_in_another_unit_is_only_a_word_without_details(stage):
    annex = UnitFactory(organisation=stage.cast.monsteras, name="Filialen")
    EnrolmentFactory(unit=annex, project=stage.cast.project, participant__family_name="Öberg")
    mine = stage.enrol().participant
    hits = participants.search(stage.amina, "öberg")
    assert [hit.participant for hit in hits] == [mine, None]
    assert hits[-1].elsewhere


def test_search_never_crosses_the_wall_between_municipalities(stage):
    person = stage.enrol().participant
    assert participants.search(viewer(stage.cast.carin), person.identity_number) == []
    assert participants.search(viewer(stage.cast.carin), "öberg") == []


@pytest.mark.parametrize("name", ["eva", "ida", "jan", "maja", "gun", "hassan"])
def test_who_may_not_search_finds_nobody(stage, name):
    stage.enrol()
    assert participants.search(viewer(getattr(stage.cast, name)), "öberg") == []


@pytest.mark.need("INT-01", where="enrol")
def test_a_duplicate_is_looked_for_in_the_own_register_only(stage):
    person = stage.register(1)
    assert participants.same_number(stage.amina, stage.cast.monsteras, person.identity_number) == person
    carin = viewer(stage.cast.carin)
    assert participants.same_number(carin, stage.cast.vastervik, person.identity_number) is None
    with pytest.raises(NotFound):
        participants.same_number(carin, stage.cast.monsteras, person.identity_number)
    with pytest.raises(NotAllowed):
        participants.same_number(viewer(stage.cast.jan), stage.cast.monsteras, person.identity_number)


def test_the_register_is_in_swedish_order_on_every_database():
    people = cast()
    names = ["Zorn", "Åberg", "Ärlig", "Öberg", "Aalto", "de Geer", "Eklund", "Ek-Lind", "Ek Mo"]
    for family_name in names:
        ClosedEnrolmentFactory(unit=people.monsteras_unit, project=people.project, participant__family_name=family_name)
    order = [person.family_name for person in participants.visible_to(viewer(people.amina))]
    assert order == ["Aalto", "de Geer", "Ek-Lind", "Ek Mo", "Eklund", "Zorn", "Åberg", "Ärlig", "Öberg"]


def test_a_person_in_a_log_line_is_an_id(stage):
    person = stage.register()
    assert str(person) == f"participant {person.pk}"
    assert "Åsa" not in repr(Participant.objects.get())

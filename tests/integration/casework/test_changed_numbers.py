"""A person whose coordination number gives way to a personal identity number: found by both, counted once."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.rules import operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import participants, protections
from stegvis.casework.models import FormerNumber
from stegvis.casework.queries import extract
from stegvis.casework.queries import participants as finding
from stegvis.reporting.actions import extracts
from tests.factories import identity_number, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("INT-01", where="change the person")]

BORN = dt.date(1990, 5, 17)
BEFORE = identity_number(0, born=BORN, coordination=True)
AFTER = identity_number(1, born=BORN)
AT = dt.date(2022, 1, 1)


def number_of(person):
    person.refresh_from_db()
    return person.identity_number


@pytest.fixture
def changed(stage):
    """Somebody enrolled under a coordination number who then got a personal identity number."""
    enrolment = stage.enrol(stage.register(identity_number=BEFORE))
    participants.change(participant=enrolment.participant, identity_number=AFTER, by=stage.amina)
    return enrolment.participant


def pseudonyms(stage):
    facts = extracts.facts_of(project=stage.cast.project, at=AT, by=operator("ingrid"))
    return facts.enrolments["person"].to_pylist()


def test_both_numbers_find_the_person(stage, changed):
    assert number_of(changed) == AFTER
    assert FormerNumber.objects.get().identity_number == BEFORE
    for number in (BEFORE, AFTER):
        assert [hit.participant for hit in finding.search(stage.amina, number)] == [changed]
        assert finding.same_number(stage.amina, stage.cast.monsteras, number) == changed
    assert finding.search(viewer(stage.cast.carin), BEFORE) == []


def test_the_former_number_cannot_be_registered_anew(stage, changed):
    for number in (BEFORE, AFTER):
        with pytest.raises(NotPossible) as refusal:
            stage.register(identity_number=number)
        assert refusal.value.code == "already_registered"


def test_the_pseudonym_is_the_same_before_and_after(stage):
    enrolment = stage.enrol(stage.register(identity_number=BEFORE))
    stage.enrol(stage.register(9))
    before = pseudonyms(stage)
    participants.change(participant=enrolment.participant, identity_number=AFTER, by=stage.amina)
    assert pseudonyms(stage) == before and len(set(before)) == 2


def in_vastervik(stage, number, **fields):
    carin = viewer(stage.cast.carin)
    person = stage.register(identity_number=number, controller=stage.cast.vastervik, by=carin)
    return stage.enrol(person, unit=stage.cast.vastervik_unit, by=carin, **fields).participant


@pytest.mark.parametrize("number", [BEFORE, AFTER])
def test_two_municipalities_with_a_number_each_count_one_person(stage, changed, number):
    in_vastervik(stage, number, started_on=dt.date(2021, 6, 1))
    assert len(pseudonyms(stage)) == 2 and len(set(pseudonyms(stage))) == 1


def test_a_change_in_both_municipalities_is_still_one_person(stage, changed):
    theirs = in_vastervik(stage, BEFORE)
    participants.change(participant=theirs, identity_number=AFTER, by=viewer(stage.cast.carin))
    assert len(set(pseudonyms(stage))) == 1


def test_numbers_hang_together_over_several_registers(stage):
    other = identity_number(2, born=BORN, coordination=True)
    mine = stage.enrol(stage.register(identity_number=BEFORE)).participant
    theirs = in_vastervik(stage, other)
    assert len(set(pseudonyms(stage))) == 2
    participants.change(participant=mine, identity_number=AFTER, by=stage.amina)
    first = extract.counted_numbers(stage.cast.project)
    participants.change(participant=theirs, identity_number=AFTER, by=viewer(stage.cast.carin))
    assert first == {BEFORE: BEFORE, AFTER: BEFORE}
    assert extract.counted_numbers(stage.cast.project) == dict.fromkeys((BEFORE, AFTER, other), BEFORE)
    assert len(set(pseudonyms(stage))) == 1


@pytest.mark.parametrize("wrong, right", [(AFTER, identity_number(2, born=BORN)), (AFTER, BEFORE)])
def test_a_corrected_number_leaves_no_trace(stage, wrong, right):
    person = stage.enrol(stage.register(identity_number=wrong)).participant
    participants.change(participant=person, identity_number=right, by=stage.amina)
    assert not FormerNumber.objects.exists()
    assert finding.search(stage.amina, wrong) == []
    assert len(set(pseudonyms(stage))) == 1


def test_a_number_that_comes_back_is_former_no_longer(stage, changed):
    participants.change(participant=changed, identity_number=BEFORE, by=stage.amina)
    assert number_of(changed) == BEFORE and not FormerNumber.objects.exists()


def test_nothing_links_to_an_identity_that_must_not_be_known(stage, changed):
    karin = viewer(stage.cast.karin)
    protections.protect(
        participant=changed, level="fictitious_data", since_on=dt.date(2021, 3, 1), decided_by="Annan myndighet",
        review_on=timezone.localdate() + dt.timedelta(days=100), named=[stage.cast.amina, stage.cast.karin], by=karin,
    )  # fmt: skip
    assert not FormerNumber.objects.exists()
    assert finding.search(stage.amina, BEFORE) == []
    assert finding.search(stage.amina, AFTER) != []
    with pytest.raises(NotPossible) as refusal:
        participants.change(participant=changed, identity_number=identity_number(3, born=BORN), by=stage.amina)
    assert refusal.value.code == "number_stays"

"""Registering people and changing what is known of them."""

import datetime as dt

import pytest

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import participants
from stegvis.casework.actions.participants import Contact
from stegvis.casework.models import ContactWay, Participant
from tests.factories import identity_number, viewer

pytestmark = pytest.mark.django_db


@pytest.mark.need("INT-01", where="enrol")
def test_a_person_is_registered_once_per_controller(stage):
    stage.register(1)
    with pytest.raises(NotPossible) as refused:
        stage.register(1, given_name="Någon annan")
    assert (refused.value.code, refused.value.field) == ("already_registered", "identity_number")
    assert Participant.objects.count() == 1


def test_the_same_person_in_two_municipalities_is_two_participants(stage):
    stage.register(1)
    stage.register(1, controller=stage.cast.vastervik, by=viewer(stage.cast.carin))
    assert Participant.objects.count() == 2


@pytest.mark.need("INT-19", where="enrol")
def test_legal_sex_follows_the_number(stage):
    man = stage.register(identity_number=identity_number(2, sex="M"))
    woman = stage.register(identity_number=identity_number(2, sex="F"))
    assert (man.legal_sex, woman.legal_sex) == ("M", "F")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"identity_number": "19811218-9877"}, "identity_number", "check_digit"),
        ({"given_name": " "}, "given_name", "required"),
        ({"family_name": "x" * 101}, "family_name", "too_long"),
        ({"language": "klingon"}, "language", "unknown_word"),
        ({"contact_ways": [Contact("pigeon", "coo")]}, "contact_ways", "unknown_word"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_field_and_nothing_is_kept(stage, fields, field, code):
    with pytest.raises(NotPossible) as refused:
        stage.register(**fields)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert not Participant.objects.exists() and not AuditEvent.objects.exists()


@pytest.mark.parametrize("name", ["👩🏽‍🚀 Ek", "محمد", "נועה", "Nul\x00tecken"])
def test_names_of_every_script_are_kept(stage, name):
    person = stage.register(given_name=name)
    assert Participant.objects.get(pk=person.pk).given_name == name.replace("\x00", " ")


def test_contact_ways_say_whether_a_message_may_be_left(stage):
    person = stage.register(contact_ways=[{"kind": "phone", "value": "070-174 06 05", "may_leave_message": True}])
    assert [(w.value, w.may_leave_message) for w in person.contact_ways.all()] == [("070-174 06 05", True)]


def test_registering_is_logged_with_person_and_controller_but_no_name_or_number(stage):
    person = stage.register(1)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.organisation_id) == ("create", str(person.pk), stage.cast.monsteras.pk)
    told = f"{event.facts}{event.purpose}{event.screen}"
    assert "Åsa" not in told and person.identity_number not in told


@pytest.mark.parametrize("name", ["jan", "karin", "maja", "hassan"])
def test_inside_the_organisation_without_the_right_is_not_allowed(stage, name):
    with pytest.raises(NotAllowed):
        stage.register(by=viewer(getattr(stage.cast, name)))


@pytest.mark.parametrize("name", ["carin", "eva", "ida", "filip", "gun", "leo", "nils"])
def test_outside_the_organisation_nothing_is_found(stage, name):
    with pytest.raises(NotFound):
        stage.register(by=viewer(getattr(stage.cast, name)))
    assert not Participant.objects.exists()


def test_an_operator_may_register_anywhere_and_is_named_in_the_log(stage):
    stage.register(by=operator("ingrid"))
    event = AuditEvent.objects.get()
    assert (event.actor_kind, event.actor_name) == ("operator", "ingrid")


@pytest.mark.parametrize("fault", [RuntimeError("the log is full")])
def test_a_log_that_cannot_be_written_undoes_the_registration(stage, monkeypatch, fault):
    def broken(**_):
        raise fault

    monkeypatch.setattr("stegvis.access.actions.audit.record", broken)
    with pytest.raises(RuntimeError):
        stage.register(contact_ways=[Contact("phone", "1")])
    assert not Participant.objects.exists() and not ContactWay.objects.exists()


# --- changing ---------------------------------------------------------------------------------------------------
def test_the_log_names_changed_fields_but_not_what_stands_in_them(stage):
    person = stage.register()
    stage.enrol(person)
    participants.change(
        participant=person, by=stage.amina, given_name="Asta", language="ar", interpreter=True, family_name="Öberg"
    )
    event = AuditEvent.objects.latest("number")
    assert (event.verb, event.facts) == ("change", {"fields": ["given_name", "interpreter", "language"], "version": 2})
    assert Participant.objects.get().sort_key.endswith("asta")


def test_a_change_that_changes_nothing_is_not_logged(stage):
    person = stage.register(contact_ways=[Contact("phone", "1")])
    before = AuditEvent.objects.count()
    participants.change(participant=person, by=stage.amina, given_name="Åsa", contact_ways=[Contact("phone", "1")])
    assert AuditEvent.objects.count() == before


@pytest.mark.need("INT-19", where="participant_change")
def test_sex_at_enrolment_stays_when_legal_sex_changes(stage):
    person = stage.register(identity_number=identity_number(4, sex="M"))
    enrolment = stage.enrol(person)
    participants.change(participant=person, by=stage.amina, identity_number=identity_number(4, sex="F"))
    enrolment.refresh_from_db()
    assert Participant.objects.get().legal_sex == "F"
    assert enrolment.sex_at_enrolment == "M"


def test_a_corrected_birth_date_corrects_the_age_at_start(stage):
    person = stage.register(identity_number=identity_number(0, born=dt.date(1990, 1, 1)))
    enrolment = stage.enrol(person)
    participants.change(
        participant=person, by=stage.amina, identity_number=identity_number(0, born=dt.date(1980, 1, 1))
    )
    enrolment.refresh_from_db()
    assert enrolment.age_at_start == 41


def test_a_number_of_somebody_else_in_the_register_is_refused(stage):
    stage.register(1)
    person = stage.register(2)
    with pytest.raises(NotPossible) as refused:
        participants.change(participant=person, by=stage.amina, identity_number=identity_number(1))
    assert refused.value.code == "already_registered"


def test_a_field_nobody_knows_is_a_fault_of_the_program(stage):
    with pytest.raises(TypeError, match="legal_sex"):
        participants.change(participant=stage.register(), by=stage.amina, legal_sex="M")


def test_who_cannot_change_the_person_changes_nothing(stage):
    person = stage.register()
    stage.enrol(person)
    for name, refusal in {"carin": NotFound, "karin": NotAllowed, "jan": NotAllowed, "eva": NotFound}.items():
        with pytest.raises(refusal):
            participants.change(participant=person, by=viewer(getattr(stage.cast, name)), given_name="X")
    assert Participant.objects.get().given_name == "Åsa"

"""Contacts and notes: written once, corrected with the former words kept, sensitive ones apart."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import notes
from stegvis.casework.models import Note, NoteText, SensitiveText, Step
from stegvis.casework.queries import due, lanes
from stegvis.casework.queries import notes as reading
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, NoteFactory, cast, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people):
    return viewer(people.amina)


def write(enrolment, by, **more):
    told = {"kind": "talk", "happened_at": timezone.now(), "text": "Vi talades vid."} | more
    return notes.write(participant=enrolment.participant, by=by, **told)


@pytest.mark.need("PLN-23", where="note_new")
def test_a_note_keeps_what_was_said(enrolment, amina):
    note = write(enrolment, amina, minutes=45, methods=("mi", "fact", "mi"), mode="outdoors")
    found = reading.of_participant(amina, enrolment.participant).get()
    assert (found.minutes, found.mode, found.author_id) == (45, "outdoors", amina.user_id)
    assert [method.code for method in found.methods.all()] == ["mi", "fact"]
    assert [text.text for text in found.words] == ["Vi talades vid."]
    assert note.enrolment_id == enrolment.pk


@pytest.mark.need("INT-28", where="note_new")
def test_an_attempt_says_who_tried_and_how_it_ended(enrolment, amina):
    note = write(enrolment, amina, kind="attempt", text="", attempt_result="no_answer", attempt_party="school")
    assert (note.attempt_result, note.attempt_party) == ("no_answer", "school")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "dans"}, "unknown_word"),
        ({"kind": "attempt"}, "unknown_word"),
        ({"happened_at": timezone.now() + dt.timedelta(days=1)}, "in_future"),
        ({"minutes": 601}, "minutes"),
        ({"text": " \n "}, "required"),
        ({"text": "å" * 20_001}, "too_long"),
        ({"methods": ("dans",)}, "unknown_word"),
        ({"compartment": "dans"}, "unknown_word"),
    ],
)
def test_what_cannot_be_is_refused_in_words(enrolment, amina, told, code):
    with pytest.raises(NotPossible) as refused:
        write(enrolment, amina, **told)
    assert refused.value.code == code
    assert not Note.objects.exists()


def test_the_same_page_sent_twice_is_one_note(enrolment, amina):
    page = uuid.uuid4()
    assert write(enrolment, amina, sent_as=page).pk == write(enrolment, amina, sent_as=page).pk
    assert Note.objects.count() == 1


@pytest.mark.need("PLN-02", where="note_new")
def test_the_next_step_goes_into_the_plan(enrolment, amina):
    day = timezone.localdate() + dt.timedelta(days=7)
    write(enrolment, amina, next_step=("Boka studiebesök", day))
    assert list(Step.objects.values_list("text", "due_on")) == [("Boka studiebesök", day)]


def test_a_step_that_cannot_be_writes_no_note_either(enrolment, amina):
    with pytest.raises(NotPossible):
        write(enrolment, amina, next_step=("Boka", dt.date(2999, 1, 1)))
    assert not Note.objects.exists()


def test_a_correction_keeps_the_former_words(enrolment, amina):
    note = write(enrolment, amina)
    notes.correct(note=note, kind="phone", happened_at=note.happened_at, text="Vi ringdes.", version=1, by=amina)
    found = reading.find(amina, note.pk)
    assert ([text.text for text in found.words], found.kind) == (["Vi ringdes."], "phone")
    assert [text.text for text in reading.former_words(found)] == ["Vi talades vid."]


def test_who_corrects_what_another_has_corrected_is_told(enrolment, amina, people):
    note = write(enrolment, amina)
    notes.correct(note=note, kind="talk", happened_at=note.happened_at, text="Ett.", version=1, by=viewer(people.dag))
    with pytest.raises(ChangedMeanwhile):
        notes.correct(note=note, kind="talk", happened_at=note.happened_at, text="Två.", version=1, by=amina)


def test_a_colleague_may_not_correct(enrolment, amina, people):
    enrolment.coach = people.bo
    enrolment.save()
    note = NoteFactory(participant=enrolment.participant, author=people.amina)
    with pytest.raises(NotAllowed):
        notes.correct(note=note, kind="talk", happened_at=note.happened_at, text="Nej.", by=viewer(people.bo))


@pytest.mark.need("PRV-03", where="note_new")
class TestSensitive:
    def test_words_stand_apart(self, enrolment, amina):
        write(enrolment, amina, text="Om sömnen.", compartment="health")
        assert not NoteText.objects.exists()
        assert SensitiveText.objects.get().text == "Om sömnen."

    def test_each_opening_is_logged(self, enrolment, amina):
        note = write(enrolment, amina, text="Om sömnen.", compartment="health")
        assert [text.text for text in notes.open_sensitive(note=note, by=amina)] == ["Om sömnen."]
        event = AuditEvent.objects.get(record="sensitive_note", verb="open")
        assert (event.record_id, event.subject_id) == (str(note.pk), str(enrolment.participant_id))

    def test_the_manager_sees_ordinary_notes_only(self, enrolment, amina, people):
        write(enrolment, amina)
        hidden = write(enrolment, amina, compartment="health")
        karin = viewer(people.karin)
        assert reading.of_participant(karin, enrolment.participant).count() == 1
        with pytest.raises(NotAllowed):
            reading.find(karin, hidden.pk)
        with pytest.raises(NotAllowed):
            notes.open_sensitive(note=hidden, by=karin)

    def test_an_ordinary_note_can_become_sensitive_with_all_its_words(self, enrolment, amina):
        note = write(enrolment, amina)
        notes.correct(
            note=note, kind="talk", happened_at=note.happened_at, text="Nu.", compartment="health", version=1, by=amina
        )
        assert not NoteText.objects.exists()
        assert list(SensitiveText.objects.order_by("number").values_list("text", flat=True)) == [
            "Vi talades vid.",
            "Nu.",
        ]

    def test_a_sensitive_note_stays_sensitive(self, enrolment, amina):
        note = write(enrolment, amina, compartment="health")
        notes.correct(note=note, kind="talk", happened_at=note.happened_at, text="Nu.", version=1, by=amina)
        assert set(SensitiveText.objects.values_list("compartment", flat=True)) == {"health"}
        assert not NoteText.objects.exists()


def test_a_note_on_the_wrong_person_is_taken_back_and_counts_nowhere(enrolment, amina):
    note = write(enrolment, amina)
    notes.withdraw(note=note, reason="Fel person", by=amina)
    assert reading.last_contact_at([enrolment.participant_id]) == {}
    assert [text.text for text in reading.find(amina, note.pk).words] == ["Vi talades vid."]
    with pytest.raises(NotPossible):
        notes.correct(note=note, kind="talk", happened_at=note.happened_at, text="Nej.", by=amina)


def test_another_municipality_finds_nothing(enrolment, amina, people):
    note = write(enrolment, amina)
    with pytest.raises(NotFound):
        reading.find(viewer(people.carin), note.pk)
    with pytest.raises(NotFound):
        write(enrolment, viewer(people.carin))


def test_no_note_without_its_line_in_the_log(enrolment, amina, monkeypatch):
    def broken(**_facts):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        write(enrolment, amina)
    assert not Note.objects.exists()


def test_the_log_says_nothing_of_the_words(enrolment, amina):
    write(enrolment, amina, text="Hemligheten")
    assert "Hemligheten" not in str(AuditEvent.objects.filter(record="note").values_list("facts", flat=True))


class TestNoContact:
    def named(self, user, today):
        return [row.participant.pk for row in due.rows(viewer(user), today) if row.kind == "no_contact"]

    def test_who_has_not_been_heard_of_for_four_weeks_needs_somebody(self, enrolment, people):
        today = timezone.localdate()
        note = NoteFactory(participant=enrolment.participant, happened_at=timezone.now() - dt.timedelta(days=27))
        assert self.named(people.amina, today) == []
        note.happened_at -= dt.timedelta(days=2)
        note.save()
        assert self.named(people.amina, today) == [enrolment.participant_id]

    def test_an_attempt_is_no_contact(self, enrolment, people):
        NoteFactory(participant=enrolment.participant, kind="attempt", attempt_result="no_answer", attempt_party="unit")
        assert self.named(people.amina, timezone.localdate()) == [enrolment.participant_id]


@pytest.mark.need("PLN-07", where="participant")
def test_contacts_are_points_of_the_timeline(enrolment, amina):
    write(enrolment, amina)
    write(enrolment, amina, kind="attempt", text="", attempt_result="no_answer", attempt_party="unit")
    (lane,) = [each for each in lanes.of(amina, enrolment.participant, [enrolment]) if each.kind == "contact"]
    assert sorted(point.hollow for point in lane.points) == [False, True]


@pytest.mark.need("EXT-23", where="note_new")
def test_the_coach_can_be_reached_and_notes_it_after_the_last_day(people, amina):
    left = ClosedEnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    made = write(left, amina, text="Ringde själv: schemat på jobbet är svårt.")
    assert [note.pk for note in reading.of_participant(amina, left.participant)] == [made.pk]
    with pytest.raises(NotFound):
        write(left, viewer(people.carin))

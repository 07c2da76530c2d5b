"""The pages of notes: one screen to write, filters, templates, correcting."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.models import Note, NoteTemplate
from tests.factories import EnrolmentFactory, NoteFactory
from tests.integration.web.test_query_counts import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


def posted(**more) -> dict:
    now = timezone.localtime()
    told = {"kind": "talk", "text": "We spoke.", "happened_on": f"{now:%Y-%m-%d}", "happened_time": f"{now:%H:%M}"}
    return told | more


def new(enrolment) -> str:
    return reverse("note_new", args=[enrolment.participant_id])


def test_a_note_is_written_on_one_screen(amina, enrolment):
    answer = amina.post(new(enrolment), posted(next_step="Book a visit"), follow=True)
    assert "We spoke." in answer.content.decode()
    assert Note.objects.get().mode == ""


def test_how_it_was_held_follows_from_what_it_was(amina, enrolment):
    amina.post(new(enrolment), posted(kind="phone"))
    assert Note.objects.get().mode == "phone"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "Write a few words."),
        ({"happened_on": "2099-01-01"}, "this time has not come yet"),
        ({"next_step_on": "2027-01-01"}, "Write what the next step is"),
        ({"text": "x" * 100_000}, "Divide it into several notes"),
        ({"text": "x" * 25_000}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(amina, enrolment, more, words):
    page = amina.post(new(enrolment), posted(minutes="35") | more).content.decode()
    assert words in page
    assert 'value="35"' in page
    assert not Note.objects.exists()


def test_a_template_begins_the_note(amina, enrolment, people):
    template = NoteTemplate.objects.create(
        unit=people.monsteras_unit, name="Weekly", kind="plan_talk", text="Done since last:"
    )
    elsewhere = NoteTemplate.objects.create(unit=people.vastervik_unit, name="Theirs", kind="talk", text="No")
    page = amina.get(new(enrolment) + f"?template={template.pk}").content.decode()
    assert "Done since last:" in page
    assert elsewhere.name not in page


def test_the_leader_keeps_the_templates(people, signed_in):
    dag = signed_in(people.dag)
    dag.post(reverse("note_templates"), {"name": "Weekly", "kind": "talk", "text": "How was it?"})
    template = NoteTemplate.objects.get()
    address = reverse("note_template_change", args=[template.pk])
    dag.post(address, {"name": "Weekly", "kind": "talk", "text": "How did it go?"})
    template.refresh_from_db()
    assert template.text == "How did it go?"
    dag.post(address, {"do": "retire"})
    assert "Weekly" not in dag.get(reverse("note_templates")).content.decode()


def test_notes_are_narrowed_by_kind(amina, enrolment):
    NoteFactory(participant=enrolment.participant, text="A long talk")
    NoteFactory(participant=enrolment.participant, kind="phone", text="A short call")
    page = amina.get(reverse("notes", args=[enrolment.participant_id]) + "?kind=phone").content.decode()
    assert "A short call" in page
    assert "A long talk" not in page


def test_many_notes_are_turned_by_key_the_latest_first(amina, enrolment):
    for number in range(30):
        NoteFactory(participant=enrolment.participant, text=f"Number {number}")
    address = reverse("notes", args=[enrolment.participant_id])
    first = amina.get(address)
    second = amina.get(address + first.context["next"])
    seen = [note.words[0].text for note in (*first.context["rows"], *second.context["rows"])]
    assert seen == [f"Number {number}" for number in reversed(range(30))]


def test_reading_notes_costs_the_same_for_one_and_for_thirty(amina, enrolment):
    def more(count: int) -> None:
        for _number in range(count):
            NoteFactory(participant=enrolment.participant)

    for name in ("notes", "participant"):
        Note.objects.all().delete()
        address = reverse(name, args=[enrolment.participant_id])
        assert len(set(counts(lambda at=address: amina.get(at), more))) == 1, name


def test_a_sensitive_note_is_opened_by_a_button(amina, enrolment):
    amina.post(new(enrolment), posted(text="About sleep", compartment="health"))
    address = reverse("note", args=[Note.objects.get().pk])
    assert "About sleep" not in amina.get(address).content.decode()
    assert "About sleep" in amina.post(address).content.decode()


def test_the_former_words_are_shown_after_a_correction(amina, enrolment):
    amina.post(new(enrolment), posted())
    note = Note.objects.get()
    page = amina.get(reverse("note_correct", args=[note.pk]))
    amina.post(reverse("note_correct", args=[note.pk]), posted(text="We met.", opened=page.context["both"].token))
    page = amina.get(reverse("note", args=[note.pk])).content.decode()
    assert "We met." in page
    assert "We spoke." in page


def test_a_note_is_taken_back_with_a_reason(amina, enrolment):
    note = NoteFactory(participant=enrolment.participant, author_id=amina.session["_auth_user_id"])
    amina.post(reverse("note_withdraw", args=[note.pk]), {"reason": "The wrong person"})
    assert "The wrong person" in amina.get(reverse("notes", args=[enrolment.participant_id])).content.decode()

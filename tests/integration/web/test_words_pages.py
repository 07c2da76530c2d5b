"""Ida changes what the lists are called."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stegvis.casework.importing import word_files
from stegvis.casework.models import Word
from stegvis.casework.queries.words import LISTS
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida(people, signed_in):
    return signed_in(people.ida)


def test_every_list_and_every_word_opens(ida):
    assert ida.get(reverse("words")).status_code == 200
    for name, one in LISTS.items():
        assert ida.get(reverse("words_list", args=[name])).status_code == 200
        assert ida.get(reverse("words_change", args=[name, one.words.codes[0]])).status_code == 200
        assert ida.get(reverse("words_new", args=[name])).status_code == (200 if one.open else 404)


def facts(**changed):
    return {"sv": "Finska", "en": "Finnish", "synonyms": "", "explanation_sv": "", "explanation_en": ""} | changed


def test_a_word_changed_by_ida_stands_on_the_coachs_page_at_once(people, ida, signed_in):
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    type(enrolment.participant).objects.update(language="fi")
    answer = ida.post(reverse("words_change", args=["languages", "fi"]), facts(en="Suomi"))
    assert answer.status_code == 302
    page = signed_in(people.amina).get(reverse("participant", args=[enrolment.participant_id]))
    assert "Suomi" in page.content.decode()
    history = ida.get(reverse("words_list", args=["languages"])).content.decode()
    assert "Ida Kvist" in history and "“Finnish” → “Suomi”" in history


def test_a_retired_word_is_not_offered_to_the_coach_but_kept_where_it_stands(people, ida, signed_in):
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    type(enrolment.participant).objects.update(language="fi")
    ida.post(reverse("words_change", args=["languages", "fi"]), facts(retired_on="2021-01-01"))
    amina = signed_in(people.amina)
    assert 'value="fi"' not in amina.get(reverse("enrol")).content.decode()
    page = reverse("participant_change", args=[enrolment.participant_id])
    assert '<option value="fi" selected>' in amina.get(page).content.decode()


def test_an_own_word_is_added(ida):
    sent = facts(code="am", sv="Amhariska", en="Amharic")
    assert ida.post(reverse("words_new", args=["languages"]), sent).status_code == 302
    assert Word.objects.get().added


def test_what_is_refused_says_why_and_keeps_what_was_typed(ida):
    answer = ida.post(reverse("words_change", args=["languages", "fi"]), facts(sv="Somaliska"))
    text = answer.content.decode()
    assert "has that word already" in text and 'value="Somaliska"' in text


@pytest.mark.parametrize("make", [word_files.as_csv, word_files.as_workbook])
def test_a_fetched_file_taken_in_again_changes_nothing(ida, make):
    upload = SimpleUploadedFile("words", make(word_files.rows()))
    answer = ida.post(reverse("words_take_in"), {"file": upload}, follow=True)
    assert "0 words changed, 0 added" in answer.content.decode()
    assert Word.objects.count() == 0


def taken_in(ida, *lines: str):
    return ida.post(
        reverse("words_take_in"), {"file": SimpleUploadedFile("w.csv", "\n".join(lines).encode())}, follow=True
    )


def test_a_translated_file_changes_words_and_adds_own_ones(ida):
    answer = taken_in(ida, "list;code;en;sv", "languages;fi;Suomi;Finska", "languages;am;Amharic;Amhariska")
    assert "1 word changed, 1 added" in answer.content.decode()


def test_a_file_with_a_fault_changes_nothing_and_names_the_line(ida):
    answer = taken_in(ida, "list;code;en;sv", "languages;fi;Suomi;Finska", "sexes;X;X;X", "education;phd;PhD;Doktor")
    text = answer.content.decode()
    assert "Line 3" in text and "Line 4" in text
    assert Word.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"hello", b"PK\x03\x04broken"])
def test_what_is_no_file_of_words_is_refused_in_words(ida, content):
    answer = ida.post(reverse("words_take_in"), {"file": SimpleUploadedFile("w.csv", content)})
    assert answer.status_code == 200
    assert "sv-error" in answer.content.decode()


def test_a_file_for_spreadsheets_holds_no_formula():
    row = dict.fromkeys(word_files.COLUMNS, "=1+1")
    assert b"'=1+1" in word_files.as_csv([row])

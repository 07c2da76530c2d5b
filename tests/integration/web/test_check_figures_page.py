"""Checking figures in the browser's form: typed, pasted, wrong, kept as a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.access.actions import drafts
from stegvis.access.models import User
from tests.factories import cast

PAGE = "check-figures"


@pytest.fixture
def filip(db):
    """An evaluator at the page."""
    everyone = cast()
    client = Client(headers={"accept-language": "sv"})
    client.force_login(everyone.filip)
    client.user = everyone.filip
    return client


def row(number, label, value, unit="persons", base="", part_of=""):
    told = {"label": label, "value": value, "unit": unit, "base": base, "part_of": part_of}
    return {f"{name}_{number}": text for name, text in told.items()}


def sent(client, *rows, **more):
    answer = client.post(reverse("check_figures"), {k: v for one in rows for k, v in one.items()} | more)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.need("REP-02", where="check figures")
def test_typed_rows_are_checked_and_stay_in_the_form(filip):
    text = sent(
        filip,
        row(1, "Alla", "404"),
        row(2, "Kvinnor", "219", part_of="Alla"),
        row(4, "Män", "195", part_of="alla"),
    )
    assert "3 siffror lästes. 1 sak kan inte stämma." in text
    assert "Kvinnor (219) + Män (195) blir 414, men Alla (404) är tryckt." in text
    assert 'value="219"' in text


def test_a_pasted_table_is_checked(filip):
    text = sent(filip, pasted="Vad\tVärde\tEnhet\tBas\nAnnat\t12\tprocent\t64\n")
    assert "inget helt antal av 64 ger 12 %" in text


def test_a_pasted_file_is_checked(filip):
    text = sent(filip, pasted="figures:\n- {id: a, label: A, value: 3}\n")
    assert "1 siffra lästes. Alla kan stämma samtidigt." in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Klistra in eller skriv minst en siffra."),
        ({"pasted": "a;b\n1;2\n"}, "Rad 1: Okända rubriker: a, b."),
        ({"pasted": "figures: ["}, "Rad 1: Det är inte giltig YAML"),
        (row(3, "A", "x"), "Rad 3: figures.1.value: är inget tal."),
        (row(2, "A", "3", part_of="B"), "Rad 2: ”B” är varken en rad eller ett tal."),
        (row(1, "A", "3") | {"pasted": "vad;värde\nB;2\n"}, "Klistra in eller skriv, inte båda"),
        ({"pasted": "x" * 60_001}, "60000"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(filip, typed, words):
    text = sent(filip, typed)
    assert words in text
    assert [value for value in typed.values() if value and value not in text] == []


def test_more_rows_keep_what_was_typed(filip):
    text = sent(filip, row(1, "Alla", "404"), more="yes")
    assert 'value="404"' in text
    assert 'name="label_12"' in text
    assert "lästes" not in text


def test_markup_in_a_label_is_text(filip):
    text = sent(filip, row(1, "<script>x</script>", "5", part_of="3"))
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_a_draft_comes_back_with_all_its_rows(filip):
    drafts.save(user=filip.user, form_key=PAGE, content={"label_9": ["Sent på dagen"], "value_9": ["7"]})
    text = filip.get(reverse("check_figures")).content.decode()
    assert "Sent på dagen" in text


def test_the_menu_has_the_line_only_for_those_who_may(filip):
    assert reverse("check_figures") in filip.get(reverse("results"), follow=True).content.decode()
    gun = Client()
    gun.force_login(User.objects.get(email="gun@example.org"))
    assert reverse("check_figures") not in gun.get(reverse("results"), follow=True).content.decode()
    assert gun.get(reverse("check_figures")).status_code == 403

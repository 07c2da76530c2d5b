"""Swedish order, folded search, and closed lists that understand words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.text_keys import search_key, sort_key
from stegvis.base.vocabulary import Term, UnknownWord, Vocabulary


def test_swedish_alphabetical_order():
    names = [
        "Zorn",
        "Åberg",
        "Ärlig",
        "Öberg",
        "Aalto",
        "Éclair",
        "Eklund",
        "van Dijk",
        "Vik",
        "Ünal",
        "Yngve",
        "Ødegård",
    ]
    expected = [
        "Aalto",
        "Éclair",
        "Eklund",
        "van Dijk",
        "Vik",
        "Ünal",
        "Yngve",
        "Zorn",
        "Åberg",
        "Ärlig",
        "Öberg",
        "Ødegård",
    ]
    assert sorted(names, key=sort_key) == expected


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Östergård", "ostergard"),
        ("Anna-Karin", "anna karin"),
        ("O’Brien", "o brien"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("José\u0301", "jose"),
        ("ÅSA", "asa"),
    ],
)
def test_search_is_folded(name, typed):
    assert search_key(name) == search_key(typed)


@given(st.text(max_size=40))
def test_keys_do_not_depend_on_how_letters_are_composed(text):
    import unicodedata

    for key in (sort_key, search_key):
        assert key(unicodedata.normalize("NFD", text)) == key(unicodedata.normalize("NFC", text))


@given(st.text(max_size=40))
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


COLOURS = Vocabulary([Term("red", "Röd", "Red", ("rött",)), Term("dark_blue", "Mörkblå", "Dark blue")])


@pytest.mark.parametrize("written", ["red", "Röd", "RÖD", " rod ", "rött"])
def test_a_word_is_understood_in_either_language(written):
    assert COLOURS.read(written).code == "red"


def test_a_code_is_understood_with_spaces_too():
    assert COLOURS.read("dark blue").code == "dark_blue"


def test_an_unknown_word_names_the_nearest():
    with pytest.raises(UnknownWord) as refused:
        COLOURS.read("mörkblåå")
    assert refused.value.nearest == "Mörkblå"


def test_an_unknown_word_far_from_all_names_none():
    with pytest.raises(UnknownWord) as refused:
        COLOURS.read("qqqqqq")
    assert refused.value.nearest is None

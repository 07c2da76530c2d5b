"""Headings and words of a file are matched with ours: never twice, never differently, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.importing import cells, columns, matching
from stegvis.casework.importing import rows as reading
from stegvis.casework.importing.cells import BadCell
from stegvis.casework.importing.files import Line
from stegvis.casework.importing.matching import GAP, LEFT_OUT, REFUSED, Choices, Word, vocabulary_of

OURS = [heading for column in columns.COLUMNS for heading in (column.name, column.english, *column.also)]
HEADINGS = st.lists(st.one_of(st.sampled_from(OURS), st.sampled_from(columns.ADDED), st.text(max_size=20)), max_size=12)
KEPT = st.dictionaries(
    st.text(max_size=12).map(columns.key), st.sampled_from([LEFT_OUT, "gone", *columns.BY_NAME]), max_size=5
)
WORDED = st.sampled_from(["inflöde", "målgrupper", "utfall"])


def _written(draw, word: str) -> str:
    """The word as somebody might write it: other case, more spaces, other signs between."""
    word = draw(st.sampled_from([word, word.upper(), word.title(), word.casefold()]))
    between = draw(st.sampled_from([" ", "  ", "_", "-", "."]))
    return draw(st.sampled_from(["", " ", "\t"])) + word.replace(" ", between) + draw(st.sampled_from(["", " ", ":"]))


@given(st.data(), st.sampled_from(OURS))
def test_our_headings_are_known_however_they_are_written(drawn, heading):
    assert columns.known(_written(drawn.draw, heading)) == columns.known(heading) is not None


@given(HEADINGS, KEPT)
def test_each_of_our_columns_is_taken_once_and_beyond_doubt_first(headings, remembered):
    placed = matching.place_columns(headings, remembered)
    taken = [name for name in placed.values() if name != LEFT_OUT]
    assert len(set(taken)) == len(taken)
    assert set(taken) <= set(columns.BY_NAME)
    for place, heading in enumerate(headings):
        name = columns.known(heading)
        if name and name not in [columns.known(earlier) for earlier in headings[:place]]:
            assert placed[place] == name


@given(HEADINGS, KEPT)
def test_what_was_chosen_once_is_chosen_again(headings, remembered):
    placed = matching.place_columns(headings, remembered)
    for place, heading in enumerate(headings):
        chosen = remembered.get(columns.key(heading))
        if place in placed and columns.known(heading) != placed[place] and not columns.is_added(heading):
            assert placed[place] == chosen


@given(HEADINGS, KEPT)
def test_a_guess_is_for_a_place_nobody_knows_and_a_column_nobody_has(headings, remembered):
    placed = matching.place_columns(headings, remembered)
    guessed = matching.guessed(headings, placed)
    assert not set(guessed) & set(placed)
    assert not set(guessed.values()) & set(placed.values())
    assert len(set(guessed.values())) == len(guessed)


@given(st.data(), WORDED)
def test_our_words_mean_themselves_whatever_was_chosen(drawn, column):
    vocabulary = vocabulary_of(column)
    term = drawn.draw(st.sampled_from(list(vocabulary)))
    word = drawn.draw(st.sampled_from([term.code, term.sv, term.en]))
    text = f"  {drawn.draw(st.sampled_from([word, word.upper()]))} "
    other = drawn.draw(st.sampled_from([GAP, REFUSED, *vocabulary.codes]))
    choices = Choices({Word.of(column, text): other})
    assert choices.read(text, column, vocabulary).code == vocabulary.read(word).code


@given(WORDED, st.lists(st.text(alphabet="abåäö- ;", max_size=6), min_size=1, max_size=8), st.data())
def test_remembering_the_texts_of_a_file_changes_no_answer(column, texts, drawn):
    targets = st.sampled_from([GAP, REFUSED, *vocabulary_of(column).codes])
    choices = Choices({Word.of(column, text): drawn.draw(targets) for text in texts[::2]})
    remembering = choices.for_one_file()
    for text in [*texts, *texts]:
        assert _answer(text, column, remembering) == _answer(text, column, choices)
    line = Line(2, [f"s{text}" for text in texts])
    for place in range(len(texts)):
        said = [
            list(reading.unknown_words(line, {column: place, "kommun": place}, one, lambda text: "a" in text))
            for one in (choices, remembering, remembering)
        ]
        assert said[0] == said[1] == said[2]


def _answer(text: str, column: str, choices: Choices):
    try:
        return cells.word(text, column, vocabulary_of(column), choices)
    except BadCell as bad:
        return bad.fault


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=20))
def test_unknown_words_are_counted_by_row(rows):
    unknown = matching.Unknown()
    for row in rows:
        unknown.add((Word.of("inflöde", text), text) for text in row)
    told = {text: count for _word, text, count in unknown.listed()}
    assert told == {text: n for text in "abcdef" if (n := sum(text in row for row in rows))}


@pytest.mark.need("EMP-22", where="import")
def test_occupation_and_industry_follow_the_outcomes_of_a_row():
    named = ["personnummer", "förnamn", "efternamn", "kommun", "startdatum", "slutdatum", "utfall"]
    places = {name: at for at, name in enumerate([*named, "yrke", "näringsgren"])}
    person = ["s199001019802", "sÅsa", "sEk", "sMönsterås", "s2024-02-01", "s2024-09-30"]

    def read(*rest):
        return reading.read(Line(2, [*person, *rest]), places)

    outcomes = read("sStudier; Arbete", "s; Bagare och konditorer", "s; Tillverkning").outcomes
    assert [(one.destination, one.occupation, one.industry) for one in outcomes] == [
        ("studies", "", ""),
        ("work", "7612", "C"),
    ]
    for rest in (("sArbete", "sbagare och konditor", "s"), ("sStudier", "s7612", "s"), ("sArbete", "s", "sQX")):
        with pytest.raises(reading.BadRow):
            read(*rest)

"""Which questions show, what an answer may be, and what two people at once have answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.decision import NotPossible
from stegvis.casework.actions.mapping_forms import shipped
from stegvis.casework.rules import mapping_form
from stegvis.casework.rules.mapping_answers import LONG, Standing, counted, fingerprint, settle, shown, value_of
from stegvis.casework.rules.mapping_form import Condition, Option, Question, Section, options_from, problems


def chain(parents: list[int | None]) -> list[Question]:
    """Yes-or-no questions q0, q1 …; each shows on yes to the one with the number given, an earlier one."""
    return [
        Question(f"q{n}", "yes_no", "Fråga", show_if=None if on is None else Condition(f"q{on}", ("yes",)))
        for n, on in enumerate(parents)
    ]


@st.composite
def forms(draw):
    size = draw(st.integers(1, 12))
    parents = [draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(size)]
    answers = draw(st.dictionaries(st.sampled_from([f"q{n}" for n in range(size)]), st.sampled_from(["yes", "no"])))
    return parents, answers


@given(forms())
def test_a_question_shows_when_all_it_hangs_on_are_answered_so(form):
    parents, answers = form

    def hangs(n: int) -> bool:
        on = parents[n]
        return on is None or (answers.get(f"q{on}") == "yes" and hangs(on))

    assert shown(chain(parents), answers) == {f"q{n}" for n in range(len(parents)) if hangs(n)}


@given(forms())
def test_the_answer_of_a_hidden_question_counts_nowhere(form):
    parents, answers = form
    asked = chain(parents)
    visible = shown(asked, answers)
    assert counted(asked, answers) == {code: value for code, value in answers.items() if code in visible}
    # taking a hidden answer away changes nothing
    assert shown(asked, {code: value for code, value in answers.items() if code in visible}) == visible


@given(st.lists(st.integers(0, 7), min_size=2, max_size=8))
def test_a_form_whose_conditions_point_forwards_or_in_a_circle_is_not_published(targets):
    asked = chain([target if target < len(targets) else None for target in targets])
    bad = any(q.show_if and int(q.show_if.code[1:]) >= n for n, q in enumerate(asked))
    assert bool(problems([Section("s", "Del", questions=tuple(asked))])) == bad


def test_the_shipped_form_can_be_published_and_begins_with_strengths():
    sections = shipped()
    assert problems(sections) == []
    assert sections[0].information == "strengths"
    assert all(section.optional for section in sections if section.information in ("surroundings", "health"))
    codes = [question.code for question in mapping_form.questions(sections)]
    assert len(codes) == len(set(codes))


def test_the_shipped_form_has_english_and_easy_swedish_throughout():
    asked = [question for question in mapping_form.questions(shipped()) if question.kind != "notice"]
    assert [question.code for question in asked if not (question.en and question.easy)] == []
    assert [option for question in asked for option in question.options if not option.en] == []


def test_a_form_comes_back_as_it_was_stored():
    assert mapping_form.read(mapping_form.stored(shipped())) == shipped()


CHOICE = Question("c", "several_choices", "Välj", options=(Option("a", "Å"), Option("b", "Ä")))


@pytest.mark.parametrize(
    ("question", "sent", "value"),
    [
        (CHOICE, ["b", "a"], "a\nb"),
        (CHOICE, [], ""),
        (Question("t", "short_text", "Skriv"), ["  ja  "], "ja"),
        (Question("l", "long_text", "Skriv"), ["ett\r\ntvå"], "ett\ntvå"),
        (Question("d", "date", "Dag"), ["2026-11-26"], "2026-11-26"),
        (Question("s", "scale", "Skala"), ["3"], "3"),
    ],
)
def test_what_is_sent_is_stored_in_one_way(question, sent, value):
    assert value_of(question, sent) == value


@pytest.mark.parametrize(
    ("question", "sent", "code"),
    [
        (CHOICE, ["a", "x"], "unknown_word"),
        (Question("l", "long_text", "Skriv"), ["å" * 100_000], "too_long"),
        (Question("d", "date", "Dag"), ["i går"], "not_a_day"),
        (Question("d", "date", "Dag"), ["0026-11-26"], "far_away"),
        (Question("s", "scale", "Skala"), ["6"], "unknown_word"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question(question, sent, code):
    with pytest.raises(NotPossible) as refused:
        value_of(question, sent)
    assert (refused.value.code, refused.value.field) == (code, question.code)


@given(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("abc"), st.booleans())
def test_nothing_of_either_person_is_lost(opened, theirs, mine, same_page):
    stands = {"q": Standing(theirs, "page" if same_page else "other", "Bo")}
    settled = settle({"q": mine}, {"q": fingerprint(opened)}, stands, "page", {})
    if mine == theirs:
        assert settled.write == {} and settled.conflicts == {}
    elif theirs == opened or same_page:
        assert settled.write == {"q": mine}
    elif mine == opened:
        assert settled.write == {} and settled.conflicts == {}
    else:
        assert settled.write == {} and settled.conflicts == stands
        assert settle({"q": mine}, {"q": fingerprint(opened)}, stands, "page", {"q": "mine"}).write == {"q": mine}
        assert settle({"q": mine}, {"q": fingerprint(opened)}, stands, "page", {"q": "theirs"}).write == {}


def test_the_long_limit_holds_a_real_story():
    assert value_of(Question("l", "long_text", "Skriv"), ["å" * LONG]) == "å" * LONG


def test_a_choice_keeps_its_code_when_its_words_are_mended():
    present = options_from("Ja\nNej", "Yes\nNo", ())
    mended = options_from("Ja\nNej, inte nu", "Yes\nNo, not now", present)
    assert [option.code for option in mended] == [option.code for option in present]
    added = options_from("Ja\nKanske\nNej", "", present)
    assert (added[0].code, added[2].code) == (present[0].code, present[1].code)
    assert added[1].code not in {option.code for option in present}

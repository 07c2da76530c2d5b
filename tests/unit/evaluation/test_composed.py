"""Indicators that people compose: they read back as a sentence, test themselves, and are made of shown numbers only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.catalogue import EXIT_DESTINATION, EXIT_DESTINATION_DETAILED, WORK_OR_STUDIES
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.composed import example
from stegvis.evaluation.composed.definition import LOST_WORDS, ComposedDefinition, Resolved, Shown, resolve
from stegvis.evaluation.composed.numbers import Numbers
from stegvis.evaluation.composed.ready import READY
from stegvis.evaluation.definitions import Base, DefinitionError, Dimension
from stegvis.evaluation.gate import gated
from stegvis.evaluation.goals.definition import Counted, Missing
from tests.depth import examples
from tests.unit.evaluation.people import DAY, extract_of, persons, small_towns

ANY = Resolved(Shown.SHARE, Base.ENDED, None, frozenset({"work", "studies"}), Counted.ANY, frozenset())


@st.composite
def asked(draw) -> Resolved:
    events = draw(st.frozensets(st.sampled_from(DESTINATIONS), min_size=1, max_size=4))
    among = draw(st.none() | st.frozensets(st.sampled_from(DESTINATIONS), min_size=1, max_size=6))
    left_out = draw(st.sampled_from([frozenset(), frozenset({"no_contact"}) - events]))
    base = draw(st.sampled_from(list(Base)))
    plain = Resolved(draw(st.sampled_from(list(Shown))), base, among, events, Counted.HEADLINE, left_out)
    return draw(st.sampled_from([plain, plain, plain, ANY]))


@pytest.mark.need("IND-03", where="Own indicators")
@examples(25, deep=500)
@given(asked(), st.lists(persons, max_size=12))
def test_engine_and_loop_say_the_same_of_anybody(question, people):
    given_extract = extract_of(people)
    assert example.by_engine(question, given_extract) == example.by_hand(question, given_extract)


@examples(2, deep=60)
@given(small_towns(), st.lists(asked(), min_size=10, max_size=10))
def test_what_is_shown_is_right_and_made_of_shown_numbers(towns, questions):
    given_extract = extract_of(towns)
    tables = [
        gated(definition, given_extract, at=DAY, base=base, by=by).to_json()
        for definition in (EXIT_DESTINATION, EXIT_DESTINATION_DETAILED, WORK_OR_STUDIES)
        for base in definition.bases
        for by in ((), ("sex",))
    ]
    numbers = Numbers.of(tables, Dimension.SEX)
    for question in questions:
        row = numbers.row(question, (), threshold=5)
        if not row.hidden:
            assert (row.numerator, row.denominator) == _told(example.by_hand(question, given_extract))
            assert row.numerator == 0 or row.numerator >= 5


def _told(answer: example.Answer) -> tuple[int, int | None]:
    return answer.numerator, answer.denominator


def test_the_definition_reads_back_as_one_sentence():
    definition = ComposedDefinition(name="Till studier", events=("studies",), among=("work", "studies"), split="sex")
    assert definition.sentence().sv == (
        "Så stor del av alla avslutade som hade arbete eller studier som huvudutfall hade på släppets dag studier som "
        "huvudutfall, även uppdelat på kön."
    )
    lost = ComposedDefinition(name="Till arbete", events=("work",), missing=Missing.LEFT_OUT)
    assert lost.sentence().sv == (
        "Så stor del av alla avslutade hade på släppets dag arbete som huvudutfall; den som projektet har tappat "
        "kontakten med räknas inte med."
    )


@pytest.mark.parametrize("code", READY)
def test_what_is_offered_to_begin_from_can_be_measured(code):
    found = resolve(READY[code])
    assert len(example.people(found)) == 10
    assert {said for _one, said in example.told(found)} >= {"counts"}


def test_one_indicator_builds_on_another():
    first = ComposedDefinition(name="Vidare", events=("work", "studies", "internship"))
    second = ComposedDefinition(name="Av dem till arbete", events=("work",), builds_on="vidare")
    found = resolve(second, {"vidare": first}, code="till-arbete")
    assert found.among == {"work", "studies", "internship"}


REFUSED = {
    "vague": ({"name": "Närmare arbetsmarknaden"}, "går inte att mäta"),
    "nothing counts": ({"events": ()}, "Välj minst ett utfall"),
    "retired code": ({"events": ("project_job",)}, "används inte längre"),
    "nobody": ({"among": ("studies",)}, "Ingen i gruppen kan räknas"),
    "everybody": ({"among": ("work",)}, "Alla i gruppen räknas alltid"),
    "two groups": ({"among": ("work", "studies"), "builds_on": "a"}, "Inte båda"),
    "gone": ({"builds_on": "gone"}, "finns inte"),
    "any outcome": ({"counted": Counted.ANY}, "bara arbete eller studier"),
    "circle": ({"builds_on": "a"}, "bygger på sig själv"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_measured_is_refused_in_words(why):
    facts, words = REFUSED[why]
    others = {
        "a": ComposedDefinition(name="A", events=("work",), builds_on="b"),
        "b": ComposedDefinition(name="B", events=("work", "studies"), builds_on="self"),
    }
    with pytest.raises(DefinitionError) as refusal:
        resolve(ComposedDefinition(**{"name": "Till arbete", "events": ("work",), **facts}), others, code="self")
    assert words in refusal.value.words.sv


@pytest.mark.parametrize("missing", list(LOST_WORDS))
def test_the_own_test_finds_a_wrong_expectation(missing):
    found = resolve(ComposedDefinition(name="Till arbete", events=("work",), missing=missing, on=date(2022, 1, 1)))
    right = example.by_hand(found, example.extract(example.people(found)))
    assert example.run(found, right)[0]
    assert not example.run(found, example.Answer(right.numerator + 1, right.denominator))[0]
    assert len({one.headline for one, _said in example.told(found)}) >= 5

"""A goal is an exact definition, and its readings are told apart: the twin agrees, and nothing hidden is shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.evaluation import gate
from stegvis.evaluation.after_exit import gated_table
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.definitions import Base, DefinitionError, Dimension
from stegvis.evaluation.goals import shown, twin
from stegvis.evaluation.goals.definition import Counted, GoalDefinition, Missing, ReadAt
from stegvis.evaluation.goals.sensitivity import in_words, of_extract
from tests.unit.evaluation.people import DAY, crowd, extract_of, persons

GOAL = GoalDefinition(name="60 procent till arbete eller studier", events=("work", "studies"), target=0.6)


def tables(extract, at=DAY):
    """What a release of the extract shows for everybody together."""
    return [
        gate.gated(definition, extract, at=at, base=base).to_json()
        for definition in INDICATORS.values()
        for base in definition.bases or (None,)
    ]


@settings(max_examples=25)
@given(
    st.lists(persons, max_size=12),
    st.sets(st.sampled_from(DESTINATIONS), min_size=1, max_size=4),
    st.sampled_from(Counted),
    st.sampled_from([Missing.NOT_REACHED, Missing.LEFT_OUT]),
)
def test_every_reading_agrees_with_the_twin(people, events, counted, missing):
    extract = extract_of(people)
    goal = GOAL.model_copy(update={"events": tuple(events), "counted": counted, "missing": missing})
    found = of_extract(goal, extract, [DAY - timedelta(60), DAY])
    assert bool({one.choices.after for one in found.readings} - {""}) == ("follow_ups" in extract.optional)
    for one in (found.declared, *found.readings):
        slow = twin.numbers(extract, one.choices, any_exit=counted == Counted.ANY)
        assert (one.numerator, one.denominator) == slow, one.choices
        assert (one.met is None) == (slow[1] == 0)


@pytest.mark.need("GOL-03", where="evaluation of a goal")
def test_one_choice_turns_a_goal_of_sixty_percent():
    extract = extract_of(crowd(work=40, studies=9, internship=12, moved=39))
    found = of_extract(GOAL, extract, [DAY])
    assert (found.declared.value, found.declared.met) == (0.49, False)
    (turn,) = {one.choices.events for one in found.turning()} - {("work", "studies", "internship", "job_seeking")}
    assert turn == ("work", "studies", "internship")
    words = in_words(found)
    assert "49\u00a0% mot 60\u00a0%" in words.sv
    assert "Om arbete, studier eller praktik räknas" in words.sv.replace("Praktik", "praktik")
    assert "met: 61\u00a0%" in words.en


def test_the_base_turns_a_goal_while_many_are_still_enrolled():
    found = of_extract(GOAL, extract_of(crowd(work=16, studies=9, moved=13, still=26)), [DAY])
    assert found.declared.met
    assert {one.choices.base for one in found.turning()} >= {Base.ENROLLED}
    assert "Av alla inskrivna, 64 personer" in in_words(found).sv


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 12), st.integers(0, 6))
@pytest.mark.need("PRV-04", where="readings of a goal")
def test_what_is_shown_is_true_and_is_a_sum_of_what_the_release_shows(work, studies, internship, lost):
    extract = extract_of(crowd(work=work, studies=studies, internship=internship, moved=15, no_contact=lost))
    given_tables = tables(extract)
    true = {one.choices: one for one in of_extract(GOAL, extract, [DAY]).readings}
    told = {
        row["destination"]: row["numerator"] for table in given_tables for row in table["rows"] if "destination" in row
    }
    for one in shown.of_gated(GOAL, {DAY: given_tables}).readings:
        if one.numerator is not None:
            assert one == true[one.choices]
            assert not 0 < one.numerator < 5
            assert not 0 < one.denominator - one.numerator < 5
            assert one.numerator == sum(told[code] for code in one.choices.events)


def asked(people, kind, *answers):
    """These people, of whom the first who ended answered so; an empty answer: nobody was reached."""
    people = sorted(people, key=lambda one: one[0].end_on is None)
    told = [(replace(one[0], answers=((kind, 30, answer),)),) for one, answer in zip(people, answers, strict=False)]
    return [*told, *people[len(told) :]]


AFTER = GOAL.model_copy(update={"read_at": ReadAt.WEEKS_4})


@pytest.mark.need("GOL-03", where="goal read four weeks after the exit")
def test_a_goal_read_after_the_exit_has_a_lower_and_an_upper_bound():
    people = asked(crowd(work=20, moved=20, still=10), "weeks_4", *["work"] * 22, *[""] * 8)
    found = of_extract(AFTER, extract_of(people), [DAY])
    shown_by = {one.choices: (one.numerator, one.denominator) for one in found.readings}
    declared = found.declared.choices
    assert shown_by[declared] == (22, 40)
    assert shown_by[replace(declared, missing=Missing.LEFT_OUT)] == (22, 22)
    assert shown_by[replace(declared, missing=Missing.REACHED)] == (40, 40)
    assert shown_by[replace(declared, base=Base.ENROLLED)] == (22, 50)
    words = in_words(found)
    assert "Om den som inte svarat räknas som nådd är det nått: 100" in words.sv
    assert "Läst vid avslutet" not in words.sv


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["work", "work", "studies", "job_seeking", "moved", ""]), max_size=40))
@pytest.mark.need("PRV-04", where="readings of a goal after the exit")
def test_readings_after_the_exit_are_true_and_never_of_few(answers):
    extract = extract_of(asked(crowd(work=20, moved=25), "weeks_4", *answers), asked_after=True)
    given_tables = [*tables(extract), gated_table(extract, "weeks_4", at=DAY, threshold=5)]
    true = {one.choices: one for one in of_extract(AFTER, extract, [DAY]).readings}
    for one in shown.of_gated(AFTER, {DAY: given_tables}).readings:
        if one.numerator is not None:
            assert one == true[one.choices]
            assert not 0 < one.numerator < 5
            assert not 0 < one.denominator - one.numerator < 5


def test_answers_of_few_that_came_since_the_last_release_stay_hidden():
    people = crowd(work=20, studies=25)
    before = extract_of(asked(people, "weeks_4", *["work"] * 10, *["moved"] * 20), at=DAY)
    earlier = gate.published_set(before, at=DAY)
    later = DAY + timedelta(30)
    after = extract_of(asked(people, "weeks_4", *["work"] * 12, *["moved"] * 20), at=later)
    rows = gated_table(after, "weeks_4", at=later, threshold=5, earlier=[earlier])["rows"]
    assert [row["numerator"] for row in rows if row["destination"] == "work"] == [None]
    assert sum(row["suppressed"] and row["destination"] != "internship" for row in rows) > 1


REST = GOAL.model_copy(update={"events": ("internship", "job_seeking"), "apart_from": ("work", "studies")})


@settings(max_examples=10)
@given(st.lists(persons, max_size=12))
@pytest.mark.need("GOL-09", where="goal about the others")
def test_a_goal_about_the_others_leaves_those_who_reached_work_out(people):
    extract = extract_of(people)
    for one in of_extract(REST, extract, [DAY]).readings:
        slow = twin.numbers(extract, one.choices, any_exit=False, apart_from=REST.apart_from)
        assert (one.numerator, one.denominator) == slow


def parts_tables(extract):
    """What a release shows by municipality."""
    return [
        gate.gated(definition, extract, at=DAY, base=base, by=("municipality",)).to_json() | {"by": ["municipality"]}
        for definition in INDICATORS.values()
        for base in definition.bases or (None,)
        if ("municipality",) in definition.breakdowns
    ]


@pytest.mark.need("GOL-07", where="local goal: of its own people")
def test_a_goal_by_group_and_a_local_goal_are_made_of_what_the_release_shows_of_the_group():
    people = [*crowd("Mönsterås", work=10, moved=20), *crowd("Åseda", work=20, moved=20), *crowd("Borgholm", work=1)]
    extract = extract_of([*people, *crowd("Borgholm", "M", work=9, moved=9)])
    both = [*tables(extract), *parts_tables(extract)]
    goal = GOAL.model_copy(update={"events": ("work",), "split": (Dimension.MUNICIPALITY,), "target": 0.5})
    found = {part.value: (part.reading.numerator, part.reading.met) for part in shown.parts_of(goal, both, DAY)}
    assert found["Åseda"] == (20, True)
    assert found["Mönsterås"] == (10, False)
    local = shown.of_gated(goal, {DAY: both}, municipality="Åseda")
    assert (local.declared.numerator, local.declared.denominator) == (20, 40)
    assert "".join(found) == "BorgholmMönsteråsÅseda"


def test_a_goal_read_after_the_exit_needs_a_release_with_follow_ups():
    with pytest.raises(DefinitionError, match="holds no follow-ups"):
        shown.of_gated(AFTER, {DAY: tables(extract_of(crowd(work=9)))})


def test_a_share_that_the_project_printed_stands_without_a_number_of_people():
    goal = GOAL.model_copy(update={"read_at": ReadAt.DATE, "on": DAY - timedelta(30)})
    extract = extract_of(crowd(work=15, studies=10, moved=39))
    choices = of_extract(goal, extract, [DAY]).declared.choices
    found = shown.of_gated(goal, {DAY: tables(extract)}, printed={choices: 0.63})
    assert (found.declared.value, found.declared.numerator, found.declared.met) == (0.63, None, True)
    assert any(one.choices.at == DAY and one.met is False for one in found.turning())


@pytest.mark.parametrize(
    ("changed", "advice"),
    [
        ({"name": "Förberedda för nästa steg"}, "tecken"),
        ({"events": ()}, "minst en händelse"),
        ({"events": ("apprentice",)}, "används inte längre"),
        ({"read_at": ReadAt.MONTHS_6, "base": Base.ENDED_NOT_TRANSFERRED}, "alla inskrivna"),
        ({"read_at": ReadAt.WEEKS_4, "events": ("work", "pension")}, "Ta bort pension"),
        ({"read_at": ReadAt.WEEKS_4, "split": (Dimension.SEX,)}, "Kryssa ur kön under ”Visa också uppdelat på”"),
        ({"read_at": ReadAt.WEEKS_4, "apart_from": ("internship",)}, "Kryssa ur praktik under ”Räkna inte med dem"),
        ({"missing": Missing.REACHED}, "annan regel"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_help(changed, advice):
    with pytest.raises(DefinitionError) as refused:
        GOAL.model_copy(update=changed).check()
    assert advice in refused.value.words.sv


def test_it_reads_back_as_a_sentence_and_has_a_digest():
    assert GOAL.sentence().sv.startswith(
        "Minst 60 % av alla avslutade har på släppets dag gått till arbete eller studier"
    )
    assert GOAL.sentence().en.startswith("At least 60 % of everyone who ended on the day of the release have gone to")
    dated = GOAL.model_copy(update={"read_at": ReadAt.DATE, "on": date(2022, 10, 31)}).sentence()
    assert "har den 31 oktober 2022 gått" in dated.sv
    assert "on 31 October 2022 have gone" in dated.en
    assert AFTER.sentence().sv == (
        "Minst 60 % av alla som slutade för minst fyra veckor sedan var i arbete eller studier fyra veckor efter "
        "avslut; den som inte har svarat räknas som att målet inte är nått."
    )
    assert GOAL.digest != GOAL.model_copy(update={"target": 0.5}).digest
    assert GoalDefinition.model_validate(GOAL.model_dump(mode="json")).digest == GOAL.digest


def test_an_empty_base_is_said_and_a_day_beyond_the_extract_refused():
    assert "Ingen finns i basen" in in_words(of_extract(GOAL, extract_of([]), [DAY])).sv
    with pytest.raises(DefinitionError):
        of_extract(GOAL, extract_of([]), [DAY + timedelta(1)])

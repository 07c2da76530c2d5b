"""Rules of enrolling and closing, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.decision import NotPossible
from stegvis.base.periods import Period
from stegvis.base.vocabulary import UnknownWord
from stegvis.casework import rules
from stegvis.casework.rules import Outcome
from stegvis.casework.vocabulary import (
    DESTINATIONS,
    ENROLMENT_MOVES,
    ENROLMENT_STATES,
    INDUSTRIES,
    REASONS,
    REPORTING_GROUPS,
    WITH_REASONS,
    occupation_meant,
    occupations,
)

TODAY = dt.date(2022, 6, 1)
PROJECT = Period(dt.date(2020, 8, 15), dt.date(2022, 12, 31))
days = st.dates(dt.date(2020, 1, 1), dt.date(2023, 6, 1))
codes = st.sampled_from(DESTINATIONS.codes)


@given(days)
def test_a_start_has_come_and_lies_inside_the_project(day):
    ruling = rules.may_start(day, project=PROJECT, today=TODAY)
    assert ruling.allowed == (dt.date(2020, 8, 15) <= day <= TODAY)
    assert ruling.allowed or ruling.field == "started_on"


def test_a_late_registration_of_an_early_start_is_fine():
    assert rules.may_start(dt.date(2020, 8, 15), project=PROJECT, today=dt.date(2026, 1, 1))


@given(days, days)
def test_an_end_is_not_before_the_start_nor_in_the_future(start, end):
    assert rules.may_end(end, started_on=start, today=TODAY).allowed == (start <= end <= TODAY)


@pytest.mark.need("INT-26", where="enrolment_close")
def test_no_end_is_too_late():
    assert rules.may_end(dt.date(2060, 1, 1), started_on=dt.date(2020, 9, 1), today=dt.date(2060, 1, 1))


@pytest.mark.need("INT-03", where="enrol")
@given(st.integers(0, 110), st.none() | st.integers(10, 40), st.none() | st.integers(40, 80))
def test_age_outside_the_range_needs_a_reason(age, lowest, highest):
    inside = (lowest is None or age >= lowest) and (highest is None or age <= highest)
    ruling = rules.right_age(age, lowest=lowest, highest=highest)
    assert ruling.allowed == inside
    assert inside or (ruling.field == "age_exception" and str(age) in ruling.reason)
    assert rules.right_age(age, lowest=lowest, highest=highest, exception="Särskilt beslut")


@given(st.lists(st.builds(lambda a, b: Period(min(a, b), max(a, b)), days, days), max_size=4), days)
def test_days_are_free_when_no_other_period_shares_one(others, start):
    free = all(other.ends_on < start for other in others)
    assert rules.no_overlap(Period(start), others).allowed == free


def test_the_same_start_again_is_called_already_enrolled():
    ruling = rules.no_overlap(Period(TODAY), [Period(TODAY)])
    assert (ruling.code, ruling.field) == ("already_enrolled", "started_on")
    assert "2022-06-01" in ruling.reason


def test_an_open_enrolment_in_the_way_is_named_by_its_start():
    ruling = rules.no_overlap(Period(TODAY), [Period(dt.date(2021, 1, 4))])
    assert ruling.code == "overlap"
    assert "2021-01-04" in ruling.reason


def test_a_unit_of_another_controller_never_fits():
    assert rules.unit_fits(takes_part=True, same_controller=False).code == "other_controller"
    assert rules.unit_fits(takes_part=False, same_controller=True).code == "unit_not_in_project"
    assert rules.unit_fits(takes_part=True, same_controller=True)


@pytest.mark.parametrize("action", sorted({move.action for move in ENROLMENT_MOVES} - {"enrol"}))
@pytest.mark.parametrize("state", ENROLMENT_STATES.codes)
def test_only_the_moves_of_the_table_are_allowed(action, state):
    in_table = any((move.action, move.source) == (action, state) for move in ENROLMENT_MOVES)
    ruling = rules.may_move(action, state, ended_on=TODAY)
    assert ruling.allowed == in_table
    assert in_table or ruling.reason


def test_closing_twice_is_called_already_closed():
    ruling = rules.may_move("close", "closed", ended_on=TODAY)
    assert ruling.code == "already_closed"
    assert "2022-06-01" in ruling.reason


# --- destinations -----------------------------------------------------------------------------------------------
@pytest.mark.need("EXT-01", where="enrolment_close")
def test_a_closing_has_a_destination():
    assert rules.outcomes_complete([]).code == "no_outcome"


def test_no_destination_stands_twice():
    assert rules.outcomes_complete([Outcome("moved"), Outcome("moved")]).code == "outcome_twice"


@pytest.mark.need("EXT-08", where="enrolment_close")
@pytest.mark.parametrize("term", [t for t in DESTINATIONS if t.receiver_required], ids=lambda t: t.code)
def test_a_receiving_party_or_a_documented_exception_is_needed(term):
    assert rules.outcomes_complete([Outcome(term.code)]).code == "receiver_missing"
    assert rules.outcomes_complete([Outcome(term.code, receiver="Komvux")])
    assert rules.outcomes_complete([Outcome(term.code, receiver_exception="Vill inte uppge")])


@pytest.mark.need("EXT-17", where="enrolment_close")
def test_other_must_be_explained():
    assert rules.outcomes_complete([Outcome("other")]).code == "explanation_missing"
    assert rules.outcomes_complete([Outcome("other", explanation="Blev anhörigvårdare")])


@given(codes, st.sampled_from(REASONS.codes))
def test_a_reason_belongs_to_its_destination(destination, reason):
    outcome = Outcome(destination, reason, receiver="Någon", explanation="Ord")
    belongs = REASONS[reason].destination == destination
    assert rules.outcomes_complete([outcome]).allowed == belongs


def test_an_unknown_destination_is_refused():
    assert rules.outcomes_complete([Outcome("heaven")]).code == "unknown_word"


@pytest.mark.need("EXT-10", where="enrolment_close")
@given(st.sets(codes, min_size=1), st.lists(codes, unique=True))
def test_the_headline_is_the_first_of_the_projects_order(chosen, order):
    first = rules.headline(chosen, order)
    assert first in chosen
    named = [code for code in order if code in chosen]
    assert first == (named[0] if named else next(code for code in DESTINATIONS.codes if code in chosen))


def test_without_destinations_there_is_no_headline():
    assert rules.headline([], ["work"]) is None


@pytest.mark.need("EXT-25", where="results")
@given(st.lists(codes))
def test_destinations_that_stand_out_never_leave_the_room(chosen):
    left = rules.coarsened(chosen)
    assert not {"misconduct", "imprisoned"} & set(left)
    assert len(set(left)) == len(left)
    if {"misconduct", "imprisoned"} & set(chosen):
        assert "other_municipal" in left


@pytest.mark.need("EXT-02", where="enrolment_close")
def test_every_destination_has_one_of_the_five_groups():
    assert {term.group for term in DESTINATIONS} == set(REPORTING_GROUPS.codes)
    for code in ("work", "studies", "internship", "job_seeking"):
        assert DESTINATIONS[code].group == code


@pytest.mark.need("EXT-03", "EXT-07", "EXT-12", "EXT-13", where="enrolment_close")
def test_the_reasons_behind_other_have_words_of_their_own():
    """Moved, parental leave, pension, social services, employment service, prison, treatment; and the valid ways on."""
    for word, code in {
        "Flyttat": "moved",
        "föräldraledighet": "parental_leave",
        "pension": "pension",
        "socialtjänst": "other_municipal",
        "AF": "employment_service",
        "fängelse": "imprisoned",
        "behandling": "care_or_illness",
        "rätt ersättning": "correct_compensation",
        "daglig verksamhet": "daily_activity",
        "övergår till ordinarie verksamhet": "transferred",
    }.items():
        assert DESTINATIONS.read(word).code == code
        assert DESTINATIONS[code].sv and DESTINATIONS[code].en


@pytest.mark.need("EMP-22", where="enrolment_close")
def test_the_standard_of_occupations_is_whole():
    codes = occupations().codes
    units = [code for code in codes if len(code) == 4]
    assert len(units) == 429
    assert {code[:3] for code in units} == {code for code in codes if len(code) == 3}
    assert INDUSTRIES.codes == tuple("ABCDEFGHIJKLMNOPQRSTU")


@pytest.mark.need("EMP-22", where="enrolment_close")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5330", "5330"),
        ("533", "533"),
        ("vårdbiträden", "5330"),
        ("5330 Vårdbiträden", "5330"),
        ("Butikspersonal", "522"),
    ],
)
def test_an_occupation_is_meant_by_code_or_name(text, code):
    assert occupation_meant(text).code == code


@pytest.mark.parametrize(("text", "nearest"), [("undersköterska", "Undersköterskor"), ("9999", None), ("12345", None)])
def test_what_is_no_occupation_names_the_nearest(text, nearest):
    with pytest.raises(UnknownWord) as unknown:
        occupation_meant(text)
    assert unknown.value.nearest == nearest


@given(codes, st.sampled_from(["", "9111", "911"]), st.sampled_from(["", "N"]))
def test_only_a_job_has_an_occupation_and_an_industry(destination, occupation, industry):
    outcome = Outcome(destination, "", "A", "", "b", occupation, industry)
    ruling = rules.outcomes_complete([outcome])
    assert ruling.allowed == (destination == "work" or not (occupation or industry))
    assert ruling.allowed or ruling.code == "no_job"


@pytest.mark.need("EXT-12", where="enrolment_close")
def test_which_compensation_is_the_right_one_is_said():
    reasons = {reason.code for reason in REASONS if reason.destination == "correct_compensation"}
    assert {"compensation_sickness", "compensation_activity", "compensation_sick_pay"} <= reasons
    assert "correct_compensation" in WITH_REASONS  # without it, it is a gap to fill


# --- texts ------------------------------------------------------------------------------------------------------
@given(st.text(max_size=80))
def test_a_cleaned_text_can_be_stored_and_stays_as_it_is(text):
    kept = rules.cleaned(text, "name", 300)
    assert "\x00" not in kept and kept == kept.strip()
    kept.encode()
    assert rules.cleaned(kept, "name", 300) == kept


@pytest.mark.parametrize("name", ["👩🏽‍🚀", "محمد علي", "שָׁלוֹם", "נועה", "Nguyễn", "می‌خواهم"])
def test_emoji_and_names_from_right_to_left_are_kept(name):
    import unicodedata

    assert rules.cleaned(name, "name", 100) == unicodedata.normalize("NFC", name)


def test_direction_overrides_are_taken_out():
    assert rules.cleaned("abc\u202edef\u2066", "name", 100) == "abcdef"


def test_too_long_and_missing_texts_are_refused_by_field():
    with pytest.raises(NotPossible) as refused:
        rules.cleaned("x" * 11, "given_name", 10)
    assert (refused.value.field, refused.value.code) == ("given_name", "too_long")
    with pytest.raises(NotPossible) as refused:
        rules.cleaned(" \t ", "given_name", 10, required=True)
    assert refused.value.code == "required"


@pytest.mark.parametrize(("status", "months"), [("unemployed", -1), ("unemployed", 721), ("", 3)])
def test_months_that_make_no_sense_are_refused(status, months):
    assert not rules.months_make_sense(status, months)
    assert rules.months_make_sense("unemployed", 12)

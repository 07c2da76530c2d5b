"""Rules of the plan and its steps, without a database."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.decision import NotPossible
from stegvis.casework.queries import plan_content
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary.plan import (
    ANSWERS,
    NEXT_STATES,
    OPEN_STEP_STATES,
    SETTLED_STEP_STATES,
    STATEMENTS,
    STEP_MOVES,
    STEP_STATES,
    TRIED_RESULTS,
)

TODAY = dt.date(2022, 6, 1)
states = st.sampled_from(STEP_STATES.codes)
days = st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))


def test_every_state_is_open_or_settled_and_has_its_moves():
    assert sorted((*OPEN_STEP_STATES, *SETTLED_STEP_STATES)) == sorted(STEP_STATES.codes) == sorted(STEP_MOVES)
    assert set(NEXT_STATES) < set(OPEN_STEP_STATES)
    assert set(ANSWERS) == set(STATEMENTS.codes)


@pytest.mark.need("PLN-17", where="plan")
def test_nothing_is_ever_called_failed():
    words = [word.lower() for term in (*STEP_STATES, *TRIED_RESULTS) for word in (term.code, term.sv, term.en)]
    assert [word for word in words if any(bad in word for bad in ("fail", "misslyck", "avbr", "drop"))] == []


@given(states, states, st.sampled_from(["", "Trivs med kunder"]))
def test_only_the_moves_of_the_table_are_allowed(source, target, learnt):
    ruling = plan_rules.may_settle(source, target, learnt=learnt)
    needs_words = target == "learnt" and not learnt
    assert ruling.allowed == (target in STEP_MOVES[source] and not needs_words)
    assert ruling.allowed or ruling.reason


@pytest.mark.need("PLN-17", where="plan")
@given(st.lists(states, min_size=1, max_size=12))
def test_no_step_ever_comes_to_a_dead_end(wishes):
    state = "planned"
    for wish in wishes:
        if plan_rules.may_settle(state, wish, learnt="ord"):
            state = wish
    again = [target for target in STEP_MOVES[state] if target in NEXT_STATES]
    assert state in NEXT_STATES or again


def test_a_state_that_is_no_word_of_the_list_is_refused():
    assert plan_rules.may_settle("planned", "failed").code == "unknown_word"


@given(states)
def test_only_open_steps_are_changed(state):
    assert plan_rules.may_change_step(state).allowed == (state in OPEN_STEP_STATES)


@given(st.none() | days)
def test_a_date_is_within_ten_years(day):
    near = day is None or abs((day - TODAY).days) <= 3660
    assert plan_rules.day_in_reach(day, "due_on", today=TODAY).allowed == near


@given(st.none() | days)
def test_what_has_happened_is_not_in_the_future(day):
    ruling = plan_rules.not_to_come(day, "done_on", today=TODAY)
    assert ruling.allowed == (day is None or dt.timedelta() <= TODAY - day <= dt.timedelta(days=3660))


@given(st.none() | days, st.none() | days)
def test_an_end_is_not_before_its_start(since, until):
    allowed = since is None or until is None or since <= until
    assert plan_rules.ends_after_start(since, until, "until_on").allowed == allowed
    assert plan_rules.not_before_enrolment(until, since, "done_on").allowed == allowed


@pytest.mark.need("PLN-14", where="plan")
@given(st.integers(-5, 120), st.integers(0, 100))
def test_shares_of_time_never_come_to_more_than_full_time(share, others):
    assert plan_rules.share_fits(share, others).allowed == (share >= 1 and share + others <= 100)
    assert plan_rules.share_fits(None, others)


@given(st.text(alphabet=st.sampled_from("aå\n\r \t\u202e."), max_size=60))
def test_a_text_of_several_lines_keeps_them_and_nothing_odd(text):
    kept = written(text, "text")
    assert "\u202e" not in kept and "\r" not in kept and "\n\n\n" not in kept
    assert kept == kept.strip()
    assert written(kept, "text") == kept


def test_a_very_long_text_is_refused_with_its_limit():
    with pytest.raises(NotPossible, match="4000") as refused:
        written("å" * 100_000, "text")
    assert refused.value.code == "too_long"
    with pytest.raises(NotPossible) as lines:
        written("ett två\n" * 20_000, "text")
    assert lines.value.code == "too_long"


def test_days_of_kept_plans_are_compared_in_words():
    with translation.override("sv"):
        (one,) = plan_content.compare({"review_on": "2031-01-09"}, {"review_on": ""})
    assert (one.part, one.before, one.after) == ("review_on", "9 januari 2031", "")

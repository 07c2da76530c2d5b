"""The second project: one municipality, its own ways in and out, two counting days, subgroups."""

import datetime as dt
from collections import Counter

import pytest

from stegvis.base import identity_number
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS
from stegvis.demo.synthesiser import expand, load_figures, reconcile, synthesise

READING, END = dt.date(2022, 10, 1), dt.date(2022, 10, 31)


@pytest.fixture(scope="module")
def figures():
    return load_figures("va2-kristinehamn")


@pytest.fixture(scope="module")
def made(figures):
    return synthesise(figures)


@pytest.fixture(scope="module")
def young(made):
    return made.people


def _age(person):
    born, start = identity_number.parse(person.identity_number).birth_on, person.started_on
    return start.year - born.year - ((start.month, start.day) < (born.month, born.day))


def _percent(part, whole):
    return int(100 * part / whole + 0.5)


def test_sixty_four_people_of_one_municipality(young):
    assert Counter(p.sex for p in young) == {"F": 25, "M": 39}
    assert {p.municipality for p in young} == {"Kristinehamn"}


@pytest.mark.need("INT-03", where="stegvis demo load")
def test_ages_from_fifteen_to_twenty_nine_with_minors_among_them(young):
    ages = [_age(p) for p in young]
    assert 15 <= min(ages) < 18
    assert max(ages) <= 29
    assert {p.income_at_entry for p in young if _age(p) < 18} == {"none"}
    grown = {"misconduct", "imprisoned", "social_insurance", "daily_activity"}
    assert [p for p in young if _age(p) < 18 and grown & set(p.destinations)] == []


def test_only_the_printed_figure_that_no_count_gives_is_set_aside(made):
    assert [(s.figure_id, s.printed, s.achieved) for s in made.set_aside] == [("exit_annan_insats", 12, 13)]
    assert [n for n in range(65) if _percent(n, 64) == 12] == []


def test_every_other_figure_holds(young, figures, made):
    lines = reconcile(young, figures, made.set_aside)
    assert {line.figure_id: line.difference for line in lines if line.difference} == {"exit_annan_insats": 1}


def test_exits_at_the_end_on_all_sixty_four(young):
    went = Counter(p.destinations[0] for p in young)
    assert all(p.ended_on <= END for p in young)
    printed = {"work": 23, "studies": 16, "employment_service": 8, "social_insurance": 8, "no_contact": 6}
    printed |= {"care_or_illness": 6, "coordination_association": 3, "own_request": 2}
    assert {name: _percent(went[name], 64) for name in printed} == printed
    assert (went["misconduct"], went["imprisoned"]) == (1, 1)
    assert {len(p.destinations) for p in young} == {1}


@pytest.mark.need("EXT-05", where="stegvis demo load")
def test_the_reading_one_month_before_the_end(young):
    ended = [p for p in young if p.ended_on <= READING]
    to = Counter(p.destinations[0] for p in ended)
    assert (len(ended), to["work"], to["studies"]) == (38, 15, 9)
    assert (_percent(15, 38), _percent(9, 38), _percent(24, 38), _percent(14, 38)) == (39, 24, 63, 37)


def test_the_base_of_the_reading_is_the_only_one_that_fits_the_end():
    """At most the 15 and 10 of the end can have gone to work and studies a month before."""
    fitting = [
        (base, work, studies)
        for base in range(1, 65)
        for work in range(16)
        for studies in range(11)
        if work + studies <= base
        and (_percent(work, base), _percent(studies, base)) == (39, 24)
        and (_percent(work + studies, base), _percent(base - work - studies, base)) == (63, 37)
    ]
    assert fitting == [(38, 15, 9)]


@pytest.mark.need("INT-14", where="stegvis demo load")
def test_who_came_on_their_own_initiative(young):
    own = Counter(p.destinations[0] for p in young if p.inflow_channel == "open_self")
    assert sum(own.values()) == 15
    assert own["work"] + own["studies"] == 9
    assert (own["employment_service"], own["moved"], own["care_or_illness"]) == (2, 2, 2)


def test_activity_compensation_and_back_to_the_agency(young):
    compensated = [p for p in young if p.income_at_entry == "activity_compensation"]
    assert len(compensated) == 12
    assert sum(p.destinations[0] == "social_insurance" for p in compensated) == 5
    assert {19 <= _age(p) <= 29 for p in compensated} == {True}


@pytest.mark.need("INT-19", where="stegvis demo load")
def test_one_woman_has_another_number_later_and_stays_a_woman_at_enrolment(young):
    (changed,) = [p for p in young if p.later_identity_number]
    before, after = (identity_number.parse(n) for n in (changed.identity_number, changed.later_identity_number))
    assert (changed.sex, before.sex, after.sex, before.birth_on) == ("F", "F", "M", after.birth_on)


def test_identity_numbers_belong_to_nobody(young):
    numbers = [n for p in young for n in (p.identity_number, p.later_identity_number) if n]
    assert len(set(numbers)) == len(numbers)
    assert [n for n in numbers if not 980 <= int(n[8:11]) <= 999] == []


def test_ways_in_are_those_of_the_report(young, figures):
    assert {p.inflow_channel for p in young} <= {word.channel for word in figures.project.inflow}
    assert [w for w in figures.project.inflow if w.channel not in INFLOW_CHANNELS.codes] == []
    assert [w for w in figures.project.exits if w.destination not in DESTINATIONS.codes] == []
    assert [p for p in young if p.inflow_channel == "municipal_activity_duty" and _age(p) >= 20] == []


def test_the_same_people_from_the_same_table(figures, made):
    assert expand(figures, made.solution) == made.people

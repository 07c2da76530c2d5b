"""The invented people: numbers that belong to nobody, facts that agree with each other."""

import re
from datetime import date

import pytest
from personnummer import personnummer

from stegvis.base import identity_number
from stegvis.casework import vocabulary
from stegvis.demo.synthesiser import expand, reconcile

FICTIONAL_PHONE = re.compile(r"070-174 06 (0[5-9]|[1-9]\d)")


def _age(person):
    born = identity_number.parse(person.identity_number).birth_on
    start = person.started_on
    return start.year - born.year - ((start.month, start.day) < (born.month, born.day))


def test_identity_numbers_are_valid_and_unique(people):
    assert [p for p in people if not personnummer.valid(p.identity_number)] == []
    assert len({p.identity_number for p in people}) == len(people)


def test_identity_numbers_stay_in_the_test_range(people):
    assert [p.identity_number for p in people if not 980 <= int(p.identity_number[8:11]) <= 999] == []


def test_identity_numbers_agree_with_sex(people):
    assert [p for p in people if identity_number.parse(p.identity_number).sex != p.sex] == []


def test_a_few_have_coordination_numbers(people):
    kinds = [identity_number.parse(p.identity_number).kind for p in people]
    assert 0.02 <= kinds.count("samordningsnummer") / len(people) <= 0.04


@pytest.mark.need("INT-03", where="stegvis demo load")
def test_ages_and_the_label_youth(people):
    assert {18 <= _age(p) <= 64 for p in people} == {True}
    assert [p for p in people if ("youth" in p.target_groups) != (_age(p) < 25)] == []


def test_telephone_numbers_belong_to_nobody(people):
    phones = [p.phone for p in people if p.phone]
    assert len(phones) > 300
    assert [phone for phone in phones if not FICTIONAL_PHONE.fullmatch(phone)] == []


def test_nobody_without_a_telephone_may_be_left_a_message(people):
    assert [p for p in people if p.may_leave_message and not p.phone] == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (lambda p: [p.inflow_channel], vocabulary.INFLOW_CHANNELS),
        (lambda p: p.target_groups, vocabulary.TARGET_GROUPS),
        (lambda p: p.destinations, vocabulary.DESTINATIONS),
        (lambda p: [p.reason] if p.reason else [], vocabulary.REASONS),
        (lambda p: [p.employment_status], vocabulary.EMPLOYMENT_STATUS),
        (lambda p: [p.education], vocabulary.EDUCATION),
        (lambda p: [i for i in (p.income_at_entry, p.income_at_exit) if i], vocabulary.INCOME_SOURCES),
        (lambda p: [p.language], vocabulary.LANGUAGES),
    ],
    ids=["channel", "target groups", "destinations", "reason", "status", "education", "income", "language"],
)
def test_codes_are_those_of_casework(people, facts, words):
    used = {code for person in people for code in facts(person)}
    assert used
    assert used - {term.code for term in words} == set()


def test_reasons_belong_to_their_destination(people):
    wrong = [p for p in people if p.reason and vocabulary.REASONS[p.reason].destination != p.destinations[0]]
    assert wrong == []


def test_few_receivers_are_missing_where_one_is_required(people):
    required = [p for p in people if p.destinations and vocabulary.DESTINATIONS[p.destinations[0]].receiver_required]
    missing = [p for p in required if not p.receiver]
    assert 0 < len(missing) / len(required) <= 0.06


def test_other_is_explained_and_only_other(people):
    assert [p for p in people if ("other" in p.destinations) != (p.other_text is not None)] == []


def test_dates(people):
    assert min(p.started_on for p in people) >= date(2020, 8, 15)
    assert max(p.started_on for p in people) < date(2022, 10, 1)
    ended = [p for p in people if p.ended_on]
    assert [p for p in ended if not p.started_on < p.ended_on <= date(2022, 10, 31)] == []
    assert len(people) - len(ended) == 23
    assert [p for p in people if bool(p.ended_on) != bool(p.destinations)] == []


def test_stays_are_skewed_with_a_median_of_eight_to_ten_months(people):
    stays = sorted((p.ended_on - p.started_on).days / 30.4 for p in people if p.ended_on)
    median = stays[len(stays) // 2]
    assert 8 <= median <= 10
    assert sum(stays) / len(stays) > median


def test_fewer_started_in_the_spring_of_2021(people):
    spring = sum(date(2021, 2, 1) <= p.started_on <= date(2021, 5, 31) for p in people)
    autumn = sum(date(2021, 8, 1) <= p.started_on <= date(2021, 11, 30) for p in people)
    assert spring * 2 < autumn


def test_sensitive_destinations_are_very_few(people):
    destinations = [d for p in people for d in p.destinations]
    assert 1 <= destinations.count("misconduct") + destinations.count("imprisoned") <= 4


@pytest.mark.need("INT-02", where="stegvis demo load")
def test_everybody_belongs_to_a_target_group_and_labels_follow_the_facts(people):
    assert [p for p in people if not p.target_groups] == []
    long_term = [p for p in people if "long_term_unemployed" in p.target_groups]
    assert [p for p in long_term if p.employment_status != "unemployed" or p.employment_months <= 6] == []
    assert [p for p in people if p.interpreter and p.language == "sv"] == []


def test_another_seed_gives_other_people_in_the_same_cells(fsla, synthesis):
    other = expand(fsla, synthesis.solution, seed=7)
    assert other != synthesis.people
    assert [line.recomputed for line in reconcile(other, fsla)] == [
        line.recomputed for line in reconcile(synthesis.people, fsla)
    ]

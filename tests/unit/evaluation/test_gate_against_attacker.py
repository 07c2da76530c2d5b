"""Nobody who reads all tables of all releases can work out a small number, however they are combined."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.catalogue import DURATION, INDICATORS
from stegvis.evaluation.gate import gated
from tests.depth import examples
from tests.unit.evaluation.attacker import Attacker
from tests.unit.evaluation.histories import histories
from tests.unit.evaluation.people import DAY, crowd, extract_of, persons, small_towns
from tests.unit.evaluation.published import attacker_of, leaks, release_all, small_changes


def _given_away(extracts) -> list[tuple]:
    """Everything an attacker learns from these releases that he should not."""
    releases = release_all(extracts)
    attacker = attacker_of(releases)
    found = [leak for told in releases for leak in leaks(attacker, told)]
    return found + [
        change for before, now in combinations(releases, 2) for change in small_changes(attacker, before, now)
    ]


@pytest.mark.need("PRV-04", "EXT-04", "BIP-09", where="Results page; stegvis indicators")
@examples(3, deep=300)
@given(histories())
def test_one_release_gives_no_small_number_away(history):
    assert _given_away(history) == []


@examples(2, deep=100)
@given(st.lists(persons, max_size=60))
def test_people_with_any_history_are_protected_too(people):
    assert _given_away([(extract_of(people), DAY)]) == []


@pytest.mark.need("PRV-04", "BIP-09", where="Results page")
@examples(2, deep=300)
@given(histories(releases=2))
def test_two_releases_give_neither_small_numbers_nor_small_changes_away(history):
    assert _given_away(history) == []


@examples(1, deep=200)
@given(histories(releases=3))
def test_three_releases_give_neither_small_numbers_nor_small_changes_away(history):
    assert _given_away(history) == []


@examples(2, deep=100)
@given(small_towns())
def test_a_number_is_shown_everywhere_or_nowhere(towns):
    """The same people counted in two tables: hidden in one, hidden in all (rows left out as a whole set aside)."""
    extract = extract_of(towns)
    attacker = Attacker({"municipality": ("Mönsterås", "Västervik", "Åseda")})
    shown_in, hidden_in = {}, {}
    for definition in (one for one in INDICATORS.values() if one is not DURATION):
        splits = {(), ("municipality",), ("sex",)} & set(definition.breakdowns)
        for base, by in product(definition.bases[:1] or (None,), sorted(splits)):
            result = gated(definition, extract, at=DAY, base=base, by=by)
            for row, plain in zip(result.rows, result.to_json()["rows"], strict=True):
                key = attacker.numerator(result.to_json(), plain).tobytes()
                (hidden_in if row.suppressed else shown_in)[key] = (definition.id, row.by, row.destination)
    assert {key: (shown_in[key], hidden_in[key]) for key in shown_in.keys() & hidden_in.keys()} == {}


def test_a_held_municipality_does_not_betray_the_one_beside_it():
    """Åseda is held, so what is hidden there is the same in both releases. The other's first number stays open."""
    first = [
        *crowd("Åseda", "F", work=20, studies=12, internship=9),
        *crowd("Åseda", "M", work=21, studies=14, internship=9),
        *crowd("Borgholm", "F", work=20, studies=3, internship=9),
        *crowd("Borgholm", "M", work=21, studies=14, internship=9),
    ]
    second = [*first, *crowd("Åseda", "F", work=2), *crowd("Borgholm", "F", studies=6), *crowd("Borgholm", work=7)]
    releases = release_all([(extract_of(first), DAY), (extract_of(second), DAY)])
    assert releases[1].held == ("Åseda",)
    attacker = attacker_of(releases)
    assert [leak for told in releases for leak in leaks(attacker, told)] == []


def test_the_attacker_is_worth_his_name():
    """He finds what a gate would leave open that hid only the small cells."""
    attacker = Attacker({"municipality": ["Mönsterås"]})
    women, men = (attacker.picture(by={"sex": sex}) for sex in "FM")
    attacker.knows(women | men, 12)
    assert not attacker.learns(men, 3)
    attacker.knows(women, 9)
    assert attacker.learns(men, 3)


def test_the_attacker_puts_two_releases_together():
    """A held number hidden in both, a total in each: what the other municipality gained gives away what it had."""
    attacker = Attacker({"municipality": ["Borgholm", "Åseda"]}, releases=2)
    everyone = [attacker.picture(release=number, by={}) for number in (0, 1)]
    borgholm = [attacker.picture(release=number, by={"municipality": "Borgholm"}) for number in (0, 1)]
    attacker.knows(everyone[0], 15)
    attacker.knows(everyone[1], 21)
    attacker.knows(borgholm[1], 9)
    assert not attacker.learns(borgholm[0], 3)
    attacker.knows_held("Åseda", 1)
    assert attacker.learns(borgholm[0], 3)

"""Nobody who reads all tables of a release can work out a small number, however they are combined."""

from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.evaluation import twin
from stegvis.evaluation.catalogue import DURATION, INDICATORS
from stegvis.evaluation.codes import INFLOW_CHANNELS, STILL_ENROLLED
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.gate import gated, published_set
from tests.unit.evaluation.attacker import Attacker
from tests.unit.evaluation.people import DAY, Stay, extract_of, persons, small_towns

PLACES = ("Mönsterås", "Västervik", "Åseda")
LATER = DAY + timedelta(60)
SPLITS = [(), ("municipality",), ("sex",), ("municipality", "sex"), ("inflow_channel",), ("inflow_channel", "sex")]
MINE = [one for one in INDICATORS.values() if one is not DURATION]
fewer = settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _answers(extract, *, at=DAY, earlier=(), splits=SPLITS):
    """(gated answer as JSON, rows of the twin) for every question."""
    for definition, by in product(MINE, splits):
        if tuple(map(Dimension, by)) not in definition.breakdowns:
            continue
        for base in definition.bases or (None,):
            shown = gated(definition, extract, at=at, base=base, by=by, earlier=earlier).to_json()
            yield shown, twin.compute(definition, extract, at=at, base=base, by=by).rows


def _leaks(attacker, answers, threshold=5):
    """Hidden small numbers, small remainders and uniform groups that the attacker can tell all the same."""
    seen = set()
    for shown, truth in answers:
        for row, true in zip(shown["rows"], truth, strict=True):
            if not row["suppressed"] or true.destination == STILL_ENROLLED:
                continue
            part, whole = attacker.numerator(shown, row), attacker.denominator(shown, row)
            sums = [(part, true.numerator)]
            if true.denominator is not None and shown["base"] != "enrolled":
                sums += [(whole, true.denominator), (whole - part, true.denominator - true.numerator)]
            for picture, number in sums:
                if (key := picture.tobytes()) not in seen:
                    seen.add(key)
                    if attacker.learns(picture, number, threshold):
                        yield shown["indicator"], shown["base"], row["by"], row.get("destination"), number
            alike = true.denominator and true.numerator == true.denominator and shown["base"] != "enrolled"
            if alike and not attacker.can_be(whole - part, 1, np.inf):
                yield "everybody alike", row["by"], row.get("destination")


def _with_channels(people, draws):
    channels = draws.draw(st.lists(st.sampled_from(INFLOW_CHANNELS[:2]), min_size=len(people), max_size=len(people)))
    return [
        tuple(Stay(**{**vars(stay), "inflow_channel": channel}) for stay in stays)
        for stays, channel in zip(people, channels, strict=True)
    ]


@pytest.mark.need("PRV-04", "EXT-04", "BIP-09", where="Results page; stegvis indicators")
@fewer
@given(small_towns(), st.data())
def test_one_release_gives_no_small_number_away(towns, draws):
    extract = extract_of(_with_channels(towns, draws))
    answers = list(_answers(extract))
    attacker = Attacker(PLACES, INFLOW_CHANNELS[:2])
    for shown, _ in answers:
        attacker.reads(shown)
    assert list(_leaks(attacker, answers)) == []


@fewer
@given(st.lists(persons, max_size=60))
def test_people_with_any_history_are_protected_too(people):
    extract = extract_of(people)
    answers = list(_answers(extract))
    attacker = Attacker(PLACES, INFLOW_CHANNELS[:3])
    for shown, _ in answers:
        attacker.reads(shown)
    assert list(_leaks(attacker, answers)) == []


def _later_on(people, draws):
    """The same people at the next release: some of those still enrolled have ended, some have come."""
    moved = []
    for stays in people:
        last = stays[-1]
        if last.end_on is None and draws.draw(st.booleans()):
            way = draws.draw(st.sampled_from(["work", "studies", "moved"]))
            moved.append((*stays[:-1], Stay(**{**vars(last), "end_on": DAY + timedelta(20), "exits": (way,)})))
        else:
            moved.append(stays)
    newcomers = draws.draw(st.integers(0, 7))
    place = draws.draw(st.sampled_from(PLACES))
    new = Stay(start_on=DAY + timedelta(1), end_on=DAY + timedelta(30), exits=("work",), municipality=place, sex="M")
    return [*moved, *[(new,)] * newcomers]


def _rows(first, second):
    """Row by row: the table and its row as the first release shows it, the second's row, and both truths."""
    for (old, old_truth), (new, truth) in zip(first, second, strict=True):
        for row, newer, was, true in zip(old["rows"], new["rows"], old_truth, truth, strict=True):
            yield old, row, newer, was.numerator, true.numerator


def _small_changes(attacker, first, second):
    """Numbers that changed by 1–4; of the unchanged the attacker may know that nothing happened."""
    for table, row, _newer, was, true in _rows(first, second):
        if row["numerator"] is None:
            continue
        if was == true:
            attacker.knows(attacker.numerator(table, row), row["numerator"])
        elif 0 < abs(true - was) < 5:
            yield attacker.numerator(table, row), was, (table["indicator"], table["base"], row["by"])


@fewer
@given(small_towns(), st.data())
def test_two_releases_give_neither_small_numbers_nor_small_changes_away(towns, draws):
    before = extract_of(towns)
    now = extract_of(_later_on(towns, draws), at=LATER)
    splits = SPLITS[:4]
    first = list(_answers(before, splits=splits))
    second = list(_answers(now, at=LATER, earlier=[published_set(before, at=DAY)], splits=splits))
    attacker, past = (Attacker(PLACES, ["open_self"]) for _ in range(2))
    for reader, answers in ((attacker, second), (past, first)):
        for shown, _ in answers:
            reader.reads(shown)
    changes = list(_small_changes(attacker, first, second))
    for table, _row, newer, was, true in _rows(first, second):
        if newer["numerator"] is not None and true == was:
            past.knows(past.numerator(table, newer), newer["numerator"])
    assert list(_leaks(past, first)) == []
    assert list(_leaks(attacker, second)) == []
    for picture, was, where in changes:
        around = [(was, was), (was + 5, np.inf), (0, was - 5)]
        assert any(attacker.can_be(picture, low, high) for low, high in around if high >= low), where


@fewer
@given(small_towns())
def test_a_number_is_shown_everywhere_or_nowhere(towns):
    """The same people counted in two tables: hidden in one, hidden in all (rows left out as a whole set aside)."""
    extract = extract_of(towns)
    attacker = Attacker(PLACES, ["open_self"])
    shown_in, hidden_in = {}, {}
    for definition, by in product(MINE, SPLITS[:4]):
        for base in definition.bases[:1] or (None,):
            result = gated(definition, extract, at=DAY, base=base, by=by)
            for row, plain in zip(result.rows, result.to_json()["rows"], strict=True):
                key = attacker.numerator(result.to_json(), plain).tobytes()
                (hidden_in if row.suppressed else shown_in)[key] = (definition.id, row.by, row.destination)
    assert {key: (shown_in[key], hidden_in[key]) for key in shown_in.keys() & hidden_in.keys()} == {}


def test_the_attacker_is_worth_his_name():
    """He finds what a gate would leave open that hid only the small cells."""
    attacker = Attacker(["Mönsterås"], ["open_self"])
    women = attacker.picture(lambda kind: kind.sex == "F")
    men = attacker.picture(lambda kind: kind.sex == "M")
    attacker.knows(women + men, 12)
    assert not attacker.learns(men, 3)
    attacker.knows(women, 9)
    assert attacker.learns(men, 3)

"""Nobody who reads the tables of where people were after the exit, release after release, can tell few people apart.

The attacker knows how many have ended in each release, every shown row, and that people are whole and not fewer than
none. The groups of one release share nothing but their sum, so each sum of groups can be any number between two edges.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.after_exit import GROUP_OF, NO_ANSWER, TOO_EARLY, gated_table, people_after
from stegvis.evaluation.codes import FOLLOW_UP_DAYS, FOLLOW_UP_KINDS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.gate import published_set
from tests.depth import examples
from tests.unit.evaluation.people import DAY, Stay, extract_of

THRESHOLD = 5
DUE = "due"
STEP = timedelta(30)
SIZES = (0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 20)


@dataclass(frozen=True)
class Told:
    """One release: what the table shows by group and DUE, what is true, and how many have ended."""

    shown: dict[str, int]
    true: Counter[str]

    @property
    def ended(self) -> int:
        return self.true[DUE] + self.true[TOO_EARLY]

    def edges(self, sign: dict[str, int]) -> tuple[int, int]:
        """The least and the most that some groups (+1), or what the due leave of the ended (TOO_EARLY), can be."""
        leaves = [*(name for name in self.true if name not in (DUE, TOO_EARLY)), TOO_EARLY]
        known = {leaf: self.shown[leaf] for leaf in leaves if leaf in self.shown}
        if DUE in self.shown:
            known[TOO_EARLY] = self.ended - self.shown[DUE]
        free = self.ended - sum(known.values())
        open_leaves = [leaf for leaf in leaves if leaf not in known]
        inside = [leaf for leaf in open_leaves if sign.get(leaf)]
        base = sum(known[leaf] for leaf in sign if leaf in known)
        least = free if inside and len(inside) == len(open_leaves) else 0
        return base + (least if inside else 0), base + (free if inside else 0)


def _answered(chance: Random, person: tuple[Stay, ...], until: date) -> tuple[Stay, ...]:
    stay = person[0]
    have = {kind for kind, _after, _where in stay.answers}
    for kind in FOLLOW_UP_KINDS:
        after = (until - stay.end_on).days - chance.choice((0, 3))
        if kind not in have and after >= FOLLOW_UP_DAYS[kind] and chance.random() < 0.4:
            where = chance.choice(("work", "work", "studies", "job_seeking", "moved", "pension", ""))
            stay = replace(stay, answers=(*stay.answers, (kind, after, where)))
    return (stay,)


@st.composite
def histories(draw, releases: int) -> list[tuple[Extract, date]]:
    """The extract and day of each release: people end, time goes by, answers come in."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    people: list[tuple[Stay, ...]] = []
    made: list[tuple[Extract, date]] = []
    for number in range(releases):
        until = DAY + number * STEP
        busy = draw(st.sampled_from((0.0, 0.1, 1.0))) if number else 1.0
        for days in (5, 40, 60, 190, 200):
            count = chance.choice(SIZES) if chance.random() < busy else 0
            people += [(Stay(end_on=max(until - timedelta(days), Stay().start_on), exits=("work",)),)] * count
        people = [_answered(chance, person, until) for person in people]
        made.append((extract_of(people, at=until, asked_after=True), until))
    return made


def _told(history) -> dict[str, list[Told]]:
    earlier, found = [], {kind: [] for kind in FOLLOW_UP_KINDS}
    for extract, at in history:
        for kind in FOLLOW_UP_KINDS:
            people = people_after(extract, kind, at)
            true = Counter({group: 0 for group in GROUP_OF.values()})
            for code, number in people.items():
                true[TOO_EARLY if code == TOO_EARLY else GROUP_OF[code]] += number
            true[DUE] = sum(people.values()) - people[TOO_EARLY]
            rows = gated_table(extract, kind, at=at, threshold=THRESHOLD, earlier=earlier)["rows"]
            shown = {row["destination"]: row["numerator"] for row in rows if not row["suppressed"]}
            if shown:
                shown[DUE] = next(row["denominator"] for row in rows if not row["suppressed"])
            assert {name: true[name] for name in shown} == shown
            found[kind].append(Told(shown, true))
        earlier.append(published_set(extract, at=at, threshold=THRESHOLD, earlier=earlier))
    return found


def _sums(told: Told) -> Iterator[tuple[str, ...]]:
    groups = [name for name in told.true if name not in (DUE, TOO_EARLY)]
    for group in groups:
        yield (group,)
        yield tuple(other for other in groups if other != group)
    yield (TOO_EARLY,)


def _leaks(releases: list[Told]) -> Iterator[tuple]:
    """Small numbers, uniform groups and small changes of shown numbers that follow from what is shown.

    Not a changed number of those for whom it is too early: some came and others went, so it is no group of people.
    """
    for number, now in enumerate(releases):
        for names in _sums(now):
            true = sum(now.true[name] for name in names)
            least, most = now.edges(dict.fromkeys(names, 1))
            assert least <= true <= most
            if 0 < true < THRESHOLD and least > 0 and most < THRESHOLD:
                yield number, "few", names, true
            if len(names) == 1 and names != (TOO_EARLY,) and true == now.true[DUE] > 0 and least == now.true[DUE]:
                yield number, "all alike", names, true
            for before in releases[:number]:
                if names == (TOO_EARLY,) or not {DUE, *names} <= set(before.shown):
                    continue
                then = sum(before.true[name] for name in names)
                away = least <= then <= most or most >= then + THRESHOLD or least <= then - THRESHOLD
                if 0 < abs(true - then) < THRESHOLD and not away:
                    yield number, "a few more or less", names, then, true


@pytest.mark.need("PRV-04", "EXT-11", where="where people were after the exit")
@examples(4, deep=300)
@given(st.integers(1, 3).flatmap(histories))
def test_tables_after_the_exit_tell_of_no_few_people(history):
    told = _told(history)
    assert [leak for releases in told.values() for leak in _leaks(releases)] == []
    sizes = [[one.shown.get(DUE) for one in told[kind]] for kind in FOLLOW_UP_KINDS]
    assert [(sooner, later) for sooner, later in zip(*sizes, strict=True) if None not in (sooner, later)
            and 0 < sooner - later < THRESHOLD] == []  # fmt: skip


def test_the_reader_finds_what_is_left_over():
    true = Counter({"work": 20, NO_ANSWER: 3, "studies": 0, DUE: 23, TOO_EARLY: 0})
    assert (0, "few", (NO_ANSWER,), 3) in _leaks([Told({"work": 20, DUE: 23, "studies": 0}, true)])

"""What the fund's table shows gives no small number away, however its rows are put together."""

from itertools import chain, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from stegvis.evaluation.fund.counting import EVERYONE, SEXES, Counts
from stegvis.evaluation.fund.shown import ALL, shown, told
from stegvis.evaluation.fund.tables import ESF_PLUS
from tests.depth import examples

FAMILIES = {
    family: [rule.code for rule in ESF_PLUS.computed if rule.family == family]
    for family in ("status", "education", "age")
}
REST = "of 30 to 54"
INCOMPLETE = "incomplete"
PARTS = {"status": FAMILIES["status"], "education": FAMILIES["education"], "age": [*FAMILIES["age"], REST]}
_few = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 30])


@st.composite
def worlds(draw) -> dict[tuple[str, str], int]:
    """How many women and men stand in each part; every family shares out the same people."""
    world: dict[tuple[str, str], int] = {}
    for sex in SEXES:
        for part in PARTS["status"]:
            world[part, sex] = draw(_few)
        whole = sum(world[part, sex] for part in PARTS["status"])
        for family in ("education", "age"):
            left = whole
            for part in PARTS[family][:-1]:
                world[part, sex] = min(left, draw(_few))
                left -= world[part, sex]
            world[PARTS[family][-1], sex] = left
        world[INCOMPLETE, sex] = draw(_few)
        world["EECO03", sex] = min(world["EECO02", sex], draw(_few))
        world["EECR05", sex] = min(world["EECO02", sex] + world["EECO04", sex], draw(_few))
    return world


def counted(world) -> Counts:
    by_sex = {}
    for sex in SEXES:
        whole = sum(world[part, sex] for part in PARTS["status"])
        by_sex |= {(rule.code, sex): world.get((rule.code, sex), 0) for rule in ESF_PLUS.computed}
        by_sex |= {(EVERYONE, sex): whole + world[INCOMPLETE, sex], ("EECO01", sex): whole}
    codes = [EVERYONE, *(rule.code for rule in ESF_PLUS.computed)]
    return Counts(ESF_PLUS, {code: sum(by_sex[code, sex] for sex in SEXES) for code in codes}, by_sex)


def beside(counts: Counts) -> dict[str, dict[str, int]]:
    return {ALL: {EVERYONE: counts.number[EVERYONE]}} | {sex: {EVERYONE: counts.by_sex[EVERYONE, sex]} for sex in SEXES}


class Reader:
    """Somebody who knows what is shown and that people are whole and not fewer than none."""

    def __init__(self, shown_rows, counts: Counts):
        self.cells = [
            (part, sex) for sex in SEXES for part in (*chain(*PARTS.values()), INCOMPLETE, "EECO03", "EECR05")
        ]
        self.equal, self.equals, self.below = [], [], []
        for sex, family in product(SEXES, PARTS):
            everybody = counts.by_sex[EVERYONE, sex]
            self._knows([(part, sex) for part in (*PARTS[family], INCOMPLETE)], everybody)
        for row in shown_rows:
            for value, sexes in ((row.number, SEXES), (row.women, "F"), (row.men, "M")):
                if value is not None and (cells := self._of(row.code, sexes)):
                    self._knows(cells, value)
        for sex in SEXES:
            self.below.append(self._row([("EECO03", sex)]) - self._row([("EECO02", sex)]))
            self.below.append(self._row([("EECR05", sex)]) - self._row([("EECO02", sex), ("EECO04", sex)]))

    def _of(self, code, sexes):
        parts = PARTS["status"] if code == "EECO01" else [code]
        return [(part, sex) for part in parts for sex in sexes if (part, sex) in self.cells]

    def _row(self, cells):
        row = np.zeros(len(self.cells))
        for cell in cells:
            row[self.cells.index(cell)] += 1
        return row

    def _knows(self, cells, value):
        self.equal.append(self._row(cells))
        self.equals.append(value)

    def bounds(self, cells) -> tuple[float, float]:
        """The least and most that the cells can be together."""
        edges = []
        for sign in (1, -1):
            found = linprog(
                sign * self._row(cells), A_ub=np.array(self.below), b_ub=np.zeros(len(self.below)),
                A_eq=np.array(self.equal), b_eq=self.equals,
            )  # fmt: skip
            edges.append(sign * found.fun)
        return round(edges[0], 6), round(edges[1], 6)


@pytest.mark.need("PRV-04", where="Fund indicators; stegvis indicators --set")
@examples(12, deep=400)
@given(worlds())
def test_no_small_number_follows_from_the_fund_table(world):
    counts = counted(world)
    reader = Reader(shown(counts, threshold=5, beside=beside(counts)), counts)
    assume(all(counts.by_sex[EVERYONE, sex] >= 5 for sex in SEXES))
    leaks = []
    for part in (*chain(*FAMILIES.values()), INCOMPLETE, "EECO03", "EECR05"):
        for sexes in (SEXES, "F", "M"):
            cells = [(part, sex) for sex in sexes]
            if 0 < sum(world[cell] for cell in cells) < 5:
                low, high = reader.bounds(cells)
                if low > 0 and high < 5:
                    leaks.append((part, sexes, low, high))
    assert leaks == []


def test_the_reader_is_worth_his_name():
    world = {(part, sex): 10 for parts in PARTS.values() for part in parts for sex in SEXES}
    world |= {(part, sex): 0 for part in (INCOMPLETE, "EECO03", "EECR05", REST) for sex in SEXES}
    world["EECO05", "F"] = world["EECO11", "F"] = world["EECO08", "F"] = 3
    counts = counted(world)
    naive = [row for row in shown(counts, threshold=2, beside=beside(counts)) if row.code != "EECO05"]
    assert Reader(naive, counts).bounds([("EECO05", "F")]) == (3, 3)


def test_a_change_of_a_few_since_a_release_is_hidden_and_so_is_what_would_tell_it():
    world = {(part, sex): 20 for parts in PARTS.values() for part in parts for sex in SEXES}
    world |= {(part, sex): 0 for part in (INCOMPLETE, REST) for sex in SEXES}
    world |= {(code, sex): 10 for code in ("EECO03", "EECR05") for sex in SEXES}
    first = counted(world)
    rows = shown(first, threshold=5, beside=beside(first))
    assert {row.number for row in rows if row.code == "EECO05"} == {40}
    world["EECO02", "F"] += 6
    world["EECO05", "F"] += 2
    for code in ("EECO09", "EECO07"):
        world[code, "F"] += 8
    then = told([row.to_json() for row in rows])
    second = counted(world)
    after = {row.code: row.number for row in shown(second, threshold=5, beside=beside(second), earlier=[then])}
    assert after["EECO01"] == 128
    assert after["EECO05"] is None
    assert [after["EECO02"], after["EECO04"]].count(None) >= 1
    assert after["EECO09"] == 48


@pytest.mark.parametrize(("went_to_work", "shows"), [(20, None), (25, 20 - 2), (None, None)])
def test_a_result_that_nearly_tells_another_table_apart_is_hidden(went_to_work, shows):
    """Whoever went to work but had work at the start is the difference between two numbers."""
    world = {(part, sex): 20 for parts in PARTS.values() for part in parts for sex in SEXES}
    world |= {(part, sex): 0 for part in (INCOMPLETE, REST) for sex in SEXES}
    world |= {(code, sex): 9 for code in ("EECO03", "EECR04", "EECR05") for sex in SEXES}
    counts = counted(world)
    told_beside = beside(counts)
    if went_to_work is not None:
        told_beside[ALL]["work"] = went_to_work
    rows = {row.code: row.number for row in shown(counts, threshold=5, beside=told_beside)}
    assert rows["EECR04"] == shows


@pytest.mark.parametrize(("young", "hidden"), [(40, set()), (46, set()), (43, {"EECO06"}), (23, {"EECO06", "EECO07"})])
def test_ages_that_nearly_tell_the_releases_own_age_group_apart_are_hidden(young, hidden):
    """20 below 18 and 20 of 18 to 29: an age group of 43 beside them tells of three whose records are incomplete."""
    world = {(part, sex): 10 for parts in PARTS.values() for part in parts for sex in SEXES}
    world |= {(code, sex): 0 for code in (INCOMPLETE, REST, "EECO03", "EECR05") for sex in SEXES}
    counts = counted(world)
    others = counts.number[EVERYONE] - young
    told_beside = beside(counts)
    told_beside[ALL] |= {"age_group:under_30": young, "age_group:30_and_over": others}
    rows = {row.code: row.number for row in shown(counts, threshold=5, beside=told_beside)}
    assert hidden <= {code for code in ("EECO06", "EECO07") if rows[code] is None}
    assert hidden or rows["EECO07"] == 20

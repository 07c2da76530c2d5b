"""Which of the fund's numbers may be shown beside everything else a release tells, and beside earlier releases.

One place decides, over the whole table at once. The rules are those of the gate: no count of 1–4, no remainder of
1–4, no group in which everybody is alike, no change of 1–4 since an earlier release. What shares out one whole (work
situation, age, education) is a row of parts: a part that may not be shown takes another with it, until what is left
over is as large as a group that may be shown. Women and men stand beside the sum only when nothing in their row is
hidden. And a number that differs by 1–4 from one that the release shows of almost the same people (work upon leaving
beside everybody who went to work) is hidden as well.

Hidden is hidden: a row says nothing of why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.evaluation.fund.counting import EVERYONE, SEXES, Counts
from stegvis.evaluation.fund.tables import Rule

ALL = ""
"""The column of everybody, beside those of SEXES."""

INCOMPLETE = "incomplete"
"""All participants but those with complete records: never a row of its own, always a part of the whole."""

Column = Mapping[str, int]
Told = Mapping[str, Mapping[str, int]]
"""Column (ALL, F, M) → code → number that was shown."""

BESIDE = {
    "EECR01": ("job_seeking",), "CR01": ("job_seeking",),
    "EECR02": ("studies",), "CR02": ("studies",),
    "EECR04": ("work",), "CR04": ("work",),
    "EECO12": ("target_group:disability",), "CO16": ("target_group:disability",),
}  # fmt: skip
"""Code → names of numbers that other tables of a release show of almost the same people."""

AGES = (
    (("EECO06", "EECO07"), "under_30"), (("EECO08",), "30_and_over"),
    (("CO06",), "under_30"), (("CO07",), "30_and_over"),
)  # fmt: skip
"""Codes of ages, and the age group of the release's own tables that holds them all."""


@dataclass(frozen=True)
class FundRow:
    """One row that may be rendered. A number that is None is hidden."""

    code: str
    number: int | None
    women: int | None
    men: int | None

    def to_json(self) -> dict[str, Any]:
        """The row as a release keeps it."""
        return {"code": self.code, "number": self.number, "women": self.women, "men": self.men}


def shown(
    counts: Counts, *, threshold: int, beside: Told | None = None, earlier: Sequence[Told] = ()
) -> tuple[FundRow, ...]:
    """The rows of the table that is computed, with all participants first.

    `beside`: what the same release shows elsewhere, by column: `participants` and the names in BESIDE; all participants
    are shown only where they stand there. `earlier`: for each release before, what `told` gives and what was beside it.
    """
    deciding = _Deciding(counts, threshold, beside or {}, tuple(earlier))
    everybody = deciding.column(ALL)
    by_sex = [deciding.column(sex) for sex in SEXES]
    both = by_sex[0] & by_sex[1] & everybody
    both -= deciding.torn(both, everybody)
    rows = []
    for code in counts.number:
        women, men = ((counts.by_sex[code, sex] if code in both else None) for sex in SEXES)
        rows.append(FundRow(code, counts.number[code] if code in everybody else None, women, men))
    return tuple(rows)


def told(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """What rows of an earlier release show, by column."""
    columns = {ALL: "number", "F": "women", "M": "men"}
    return {
        column: {row["code"]: row[name] for row in rows if row[name] is not None} for column, name in columns.items()
    }


@dataclass(frozen=True)
class _Deciding:
    counts: Counts
    threshold: int
    beside: Told
    earlier: tuple[Told, ...]

    def column(self, column: str) -> set[str]:
        """The codes that may be shown in the column, taken by itself."""
        table, value = self.counts.table, self._values(column)
        told_beside = self.beside.get(column, {})
        if told_beside.get(EVERYONE) != value[EVERYONE]:
            return set()
        found = {EVERYONE}
        known = {EVERYONE}
        if self._fits((table.total,), value, column) and not self._small(value[INCOMPLETE]):
            found.add(table.total)
            known.add(INCOMPLETE)
        for family in ("status", "education", "age"):
            found |= self._parts([rule.code for rule in table.computed if rule.family == family], value, known, column)
        alone = [rule for rule in table.computed if rule.family in ("subset", "result")]
        for rule in alone:
            if self._alone(rule, value, found, column):
                found.add(rule.code)
        return found

    def torn(self, both: set[str], everybody: set[str]) -> set[str]:
        """Codes of rows whose family is not whole in women and men, though the sum is shown: they stay in the sum."""
        torn: set[str] = set()
        for family in ("status", "education", "age"):
            codes = {rule.code for rule in self.counts.table.computed if rule.family == family}
            if not codes <= both or not codes <= everybody:
                torn |= codes
        for rule in self.counts.table.computed:
            if any(code in torn for whole in rule.within for code in whole):
                torn.add(rule.code)
        return torn

    def _values(self, column: str) -> dict[str, int]:
        if column == ALL:
            value = dict(self.counts.number)
        else:
            value = {code: self.counts.by_sex[code, column] for code in self.counts.number}
        return value | {INCOMPLETE: value[EVERYONE] - value[self.counts.table.total]}

    def _parts(self, codes: list[str], value: Column, known: set[str], column: str) -> set[str]:
        """Those of a family that may be shown: the others, with whatever no code counts, hide each other."""
        rest = value[EVERYONE] - sum(value[code] for code in codes)
        if INCOMPLETE in known:
            rest -= value[INCOMPLETE]
        kept = [code for code in codes if not self._small(value[code]) and not self._changed((code,), value, column)]
        kept = self._apart_from_ages(kept, value, column)
        whole = value[EVERYONE] - (value[INCOMPLETE] if INCOMPLETE in known else 0)
        if any(whole and value[code] == whole for code in codes):
            return set()
        while kept:
            hidden = rest + sum(value[code] for code in codes if code not in kept)
            if not self._small(hidden) and not self._rest_changed(kept, value, known, column):
                break
            kept.remove(min(kept, key=lambda code: (value[code], code)))
        return set(kept)

    def _apart_from_ages(self, kept: list[str], value: Column, column: str) -> list[str]:
        """Without the codes of ages that differ by a few from an age group shown elsewhere, now or in their change."""
        beside = self.beside.get(column, {})
        if not any(f"age_group:{group}" in beside for _codes, group in AGES):
            return kept  # the release has no ages
        everybody = sum(beside.get(f"age_group:{group}", 0) for group in ("under_30", "30_and_over"))
        for codes, group in AGES:
            name = f"age_group:{group}"
            other = beside.get(name, 0 if everybody == value[EVERYONE] else None)
            for together in ({code} for code in codes), (set(codes),):
                for some in together:
                    if not some <= set(kept):
                        continue
                    apart = None if other is None else other - sum(value[code] for code in some)
                    if apart is None or self._small(abs(apart)) or self._apart_changed(some, name, apart, column):
                        kept = [code for code in kept if code != min(some, key=lambda code: (value[code], code))]
        return kept

    def _apart_changed(self, codes: set[str], name: str, apart: int, column: str) -> bool:
        for release in self.earlier:
            before = release.get(column, {})
            if {*codes, name} <= set(before):
                then = before[name] - sum(before[code] for code in codes)
                if self._small(abs(apart - then)):
                    return True
        return False

    def _alone(self, rule: Rule, value: Column, found: set[str], column: str) -> bool:
        table = self.counts.table
        wholes = [whole for whole in rule.within if set(whole) <= found]
        if len(wholes) < len(rule.within):
            return False
        number = value[rule.code]
        if self._small(number) or self._changed((rule.code,), value, column):
            return False
        for name in BESIDE.get(rule.code, ()):
            other = self.beside.get(column, {}).get(name)
            if other is None or self._small(abs(other - number)):
                return False
            if self._beside_changed(rule.code, name, other - number, column):
                return False
        return all(self._fits((rule.code,), value, column, whole) for whole in wholes or [(table.total,)])

    def _fits(self, part: tuple[str, ...], value: Column, column: str, whole: tuple[str, ...] = (EVERYONE,)) -> bool:
        """Whether the part and what it leaves of the whole may be known, now and beside each earlier release."""
        number, of = (sum(value[code] for code in codes) for codes in (part, whole))
        left = of - number
        if self._small(number) or self._small(left) or (left == 0 and of > 0 and part != (self.counts.table.total,)):
            return False
        for release in self.earlier:
            before = release.get(column, {})
            if not set((*part, *whole)) <= set(before):
                continue
            grown = left - (sum(before[code] for code in whole) - sum(before[code] for code in part))
            all_new = grown == 0 and of != sum(before[code] for code in whole)
            if self._small(abs(grown)) or (all_new and part != (self.counts.table.total,)):
                return False
        return not self._changed(part, value, column)

    def _changed(self, codes: tuple[str, ...], value: Column, column: str) -> bool:
        """Whether the sum of the codes has changed by a few since a release that showed them all."""
        now = sum(value[code] for code in codes)
        for release in self.earlier:
            before = release.get(column, {})
            if set(codes) <= set(before) and self._small(abs(now - sum(before[code] for code in codes))):
                return True
        return False

    def _beside_changed(self, code: str, name: str, difference: int, column: str) -> bool:
        for release in self.earlier:
            before = release.get(column, {})
            if {code, name} <= set(before) and self._small(abs(difference - (before[name] - before[code]))):
                return True
        return False

    def _rest_changed(self, kept: list[str], value: Column, known: set[str], column: str) -> bool:
        """Whether what is left beside the kept parts has changed by a few since a release."""
        whole = self.counts.table.total if INCOMPLETE in known else EVERYONE
        now = value[whole] - sum(value[code] for code in kept)
        for release in self.earlier:
            before = release.get(column, {})
            if {whole, *kept} <= set(before):
                then = before[whole] - sum(before[code] for code in kept)
                if self._small(abs(now - then)):
                    return True
        return False

    def _small(self, number: int) -> bool:
        return 0 < number < self.threshold

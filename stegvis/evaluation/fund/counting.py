"""Who counts for which code of a rule table."""

from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.evaluation.fund.records import Record
from stegvis.evaluation.fund.tables import RuleTable, When

SEXES = ("F", "M")
EVERYONE = "participants"
"""The row of all participants, complete or not."""


@dataclass(frozen=True)
class Counts:
    """Numbers of people by code, and by code and sex; with `EVERYONE`. Not yet safe to show."""

    table: RuleTable
    number: dict[str, int]
    by_sex: dict[tuple[str, str], int]


def codes_of(record: Record, table: RuleTable) -> frozenset[str]:
    """The codes the record counts for: none when it is not complete."""
    if not record.complete:
        return frozenset()
    return frozenset(rule.code for rule in table.computed if _holds(rule.when, record, table))


def count(records: Iterable[Record], table: RuleTable) -> Counts:
    """How many count for each code that is computed."""
    codes = [EVERYONE, *(rule.code for rule in table.computed)]
    number = dict.fromkeys(codes, 0)
    by_sex = {(code, sex): 0 for code in codes for sex in SEXES}
    for record in records:
        for code in (EVERYONE, *codes_of(record, table)):
            number[code] += 1
            if (code, record.first.sex) in by_sex:
                by_sex[code, record.first.sex] += 1
    return Counts(table, number, by_sex)


def unanswered(records: Iterable[Record], table: RuleTable) -> frozenset[str]:
    """Codes of which nothing is known about anybody: no answer in their window, no schooling noted. A nought would
    say more than anybody knows."""
    silent = {rule.code: rule.when for rule in table.computed if rule.when.at == "later" or rule.when.attained}
    for record in records:
        heard = bool(record.found_in(table, "later")), bool(record.attained_by(table))
        silent = {code: when for code, when in silent.items() if not heard[bool(when.attained)]}
    return frozenset(silent)


def _holds(when: When, record: Record, table: RuleTable) -> bool:
    entry = record.first
    return all(
        (
            not when.status or entry.status in when.status,
            not when.months_over or (entry.months or 0) > _months_for(entry.age, when.months_over),
            when.age is None or when.age[0] <= entry.age <= when.age[1],
            not when.education or entry.education in when.education,
            not when.group or when.group in entry.groups,
            not when.found or bool(record.found_in(table, when.at) & set(when.found)),
            not when.attained or bool(record.attained_by(table) & set(when.attained)),
        )
    )


def _months_for(age: int, pairs: tuple[tuple[int, int], ...]) -> int:
    return next(months for younger_than, months in pairs if age < younger_than)

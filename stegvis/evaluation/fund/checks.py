"""What a participation record, or the figures made of them, break of the fund's rules; and how it is mended.

The numbers R1–R9 are our own order; the rules are those of the fund's follow-up (complete records, dates in order,
results only where the entry allows them) and of the aggregates sent to the Commission.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from stegvis.evaluation.definitions import Words
from stegvis.evaluation.fund.records import Record, window_after
from stegvis.evaluation.fund.tables import EMPLOYED, ISCED, UNEMPLOYED, RuleTable

LONG_TERM = "long_term_unemployed"


@dataclass(frozen=True)
class Check:
    """A rule about one record. `hard`: whoever breaks it counts among all participants only, or cannot be reported.

    `fact` says what has to be filled in or corrected, in the words the register uses for it.
    """

    code: str
    hard: bool
    name: Words
    mend: Words
    fact: str


@dataclass(frozen=True)
class Around:
    """What a record is checked against: its project's first and last day, today, and the rules of the period."""

    table: RuleTable
    starts_on: date
    ends_on: date
    today: date


def _check(code: str, hard: bool, fact: str, name: tuple[str, str], mend: tuple[str, str]) -> Check:
    return Check(code, hard, Words(sv=name[0], en=name[1]), Words(sv=mend[0], en=mend[1]), fact)


CHECKS: dict[str, Check] = {
    check.code: check
    for check in (
        _check(
            "R1", True, "employment_status",
            ("Arbetssituationen vid starten saknas", "The work situation at the start is missing"),
            ("Fyll i om personen var arbetslös, hade arbete, studerade eller stod utanför arbetskraften.",
             "Fill in whether the person was unemployed, employed, studying or outside the labour force."),
        ),
        _check(
            "R2", True, "employment_status_months",
            ("Tiden utan arbete saknas", "The time without work is missing"),
            ("Fyll i hur många månader personen hade varit utan arbete vid starten.",
             "Fill in for how many months the person had been without work at the start."),
        ),
        _check(
            "R2b", False, "employment_status_months",
            ("Målgruppen säger långtidsarbetslös, men inte arbetssituationen",
             "The target group says long-term unemployed, the work situation does not"),
            ("Rätta målgruppen, arbetssituationen eller antalet månader.",
             "Correct the target group, the work situation or the number of months."),
        ),
        _check(
            "R3", True, "sex",
            ("Kön saknas", "Sex is missing"),
            ("Rätta personnumret: könet läses ur det.", "Correct the identity number: the sex is read from it."),
        ),
        _check(
            "R4", True, "age",
            ("Åldern vid starten är orimlig", "The age at the start is not possible"),
            ("Rätta startdagen eller personnumret.", "Correct the day of the start or the identity number."),
        ),
        _check(
            "R5", True, "education",
            ("Högsta avslutade utbildning saknas", "The highest completed education is missing"),
            ("Fyll i den högsta utbildning som var avslutad vid starten.",
             "Fill in the highest education that was completed at the start."),
        ),
        _check(
            "R5b", False, "education",
            ("Utbildningen passar inte åldern", "The education does not fit the age"),
            ("Den som är under 15 år kan knappast ha ett gymnasium bakom sig. Rätta utbildningen.",
             "Someone below 15 can hardly have completed upper secondary school. Correct the education."),
        ),
        _check(
            "R6", True, "dates",
            ("Dagarna ligger utanför projektet", "The days lie outside the project"),
            ("Rätta startdagen eller slutdagen så att de ryms i projekttiden.",
             "Correct the first or last day so that they lie within the project's time."),
        ),
        _check(
            "R7", True, "outcome",
            ("Avslutad utan att det står vart personen gick", "Ended without saying where the person went"),
            ("Fyll i utfallet vid avslutet.", "Fill in the outcome of the closing."),
        ),
        _check(
            "R8", False, "employment_status",
            ("Gick till arbete men hade arbete vid starten", "Went to work but was employed at the start"),
            ("Räknas inte som resultat. Stämmer arbetssituationen vid starten?",
             "Does not count as a result. Is the work situation at the start right?"),
        ),
        _check(
            "R9", False, "follow_up",
            ("Dags att följa upp efter sex månader", "Time to follow up after six months"),
            ("Fråga nu hur det går. Svaret räknas inom två veckor före eller efter dagen sex månader efter avslutet.",
             "Ask now how it goes. The answer counts within two weeks of the day six months after the end."),
        ),
        _check(
            "R9b", False, "follow_up",
            ("Svar efter sex månader kom inte i tid", "No answer after six months came in time"),
            ("Går inte att rätta i efterhand: räknas som att resultatet inte är nått.",
             "Cannot be mended afterwards: counts as the result not being reached."),
        ),
    )
}  # fmt: skip
"""Every check by its code, in the order they are shown."""


def broken(record: Record, around: Around) -> tuple[str, ...]:
    """Codes of the checks that the record breaks, in order."""
    lacks = record.lacks()
    entry = record.first
    told = {
        "R1": "status" in lacks,
        "R2": "months" in lacks,
        "R2b": LONG_TERM in entry.groups and _says_otherwise(record),
        "R3": "sex" in lacks,
        "R4": "age" in lacks,
        "R5": "education" in lacks,
        "R5b": 0 <= entry.age < 15 and ISCED.get(entry.education, (0, 0))[0] >= 3,
        "R6": _outside(record, around),
        "R7": record.end_on is not None and not record.found_in(around.table, "immediate"),
        "R8": entry.status == EMPLOYED and "work" in record.found_in(around.table, "immediate"),
        "R9": _follow_up(record, around) == "now",
        "R9b": _follow_up(record, around) == "missed",
    }
    return tuple(code for code in CHECKS if told[code])


def _says_otherwise(record: Record) -> bool:
    entry = record.first
    if not entry.status or (entry.status == UNEMPLOYED and entry.months is None):
        return False  # that is missing, and asked for by itself
    return entry.status != UNEMPLOYED or (entry.months or 0) <= (6 if entry.age < 25 else 12)


def _outside(record: Record, around: Around) -> bool:
    start, end = record.first.start_on, record.end_on
    return start < around.starts_on or start > around.ends_on or (end is not None and end > around.ends_on)


def _follow_up(record: Record, around: Around) -> str:
    """`now` while an answer would count, `missed` when none came in time, else nothing."""
    if record.end_on is None or record.found_in(around.table, "later"):
        return ""
    first, last = window_after(record.end_on, around.table, "later")
    return "" if around.today < first else "now" if around.today <= last else "missed"


@dataclass(frozen=True)
class Identity:
    """A sum that figures must keep: `left` and `right` as text with the codes, and whether it held."""

    text: str
    holds: bool


def identities(table: RuleTable, number: Mapping[str, int], by_sex: Mapping[tuple[str, str], int]) -> list[Identity]:
    """Every identity of the table that these numbers can be asked for; what is not there is passed over."""
    found: list[Identity] = []

    def ask(left: tuple[str, ...], right: tuple[str, ...], sign: str, holds: Callable[[int, int], bool]) -> None:
        if all(code in number for code in (*left, *right)):
            sums = [sum(number[code] for code in side) for side in (left, right)]
            found.append(Identity(f"{' + '.join(left)} {sign} {' + '.join(right)}", holds(*sums)))

    def same(one: int, other: int) -> bool:
        return one == other

    def within(one: int, other: int) -> bool:
        return one <= other

    families: dict[str, tuple[str, ...]] = {}
    for rule in table.computed:
        families[rule.family] = (*families.get(rule.family, ()), rule.code)
    total = (table.total,)
    ask(families["status"], total, "=", same)
    lowest_left_out = table.id == "esf_2014"
    ask(families["education"], total, *(("≤", within) if lowest_left_out else ("=", same)))
    ask(families["age"], total, "≤", within)
    for rule in table.computed:
        for whole in rule.within or ((total,) if rule.family in ("subset", "result") else ()):
            ask((rule.code,), whole, "≤", within)
    for code in number:
        if all((code, sex) in by_sex for sex in ("F", "M")):
            women, men = by_sex[code, "F"], by_sex[code, "M"]
            found.append(Identity(f"{code}: K + M = {code}", women + men == number[code]))
    return found

"""One person's facts in one project, as the fund reads them: entry from the first enrolment, exit from the last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from stegvis.evaluation.fund.tables import OLDEST, UNEMPLOYED, RuleTable


@dataclass(frozen=True)
class Stay:
    """What is known of one enrolment. Empty text and None: not known.

    `found`: (day, destination) at the exit and at follow-ups after it. `attained`: (day, what was completed).
    """

    person: str
    enrolment: str
    sex: str
    age: int
    start_on: date
    end_on: date | None = None
    status: str = ""
    months: int | None = None
    education: str = ""
    groups: frozenset[str] = frozenset()
    found: tuple[tuple[date, str], ...] = ()
    attained: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Record:
    """The participation record of one person in one project. `first` and `last` are the enrolments it was made of."""

    first: Stay
    last: Stay
    attained: tuple[tuple[date, str], ...] = field(default=())

    @property
    def end_on(self) -> date | None:
        """The last day, None for somebody who is still there."""
        return self.last.end_on

    def lacks(self) -> tuple[str, ...]:
        """The facts without which the record is not complete, in the order they are asked for."""
        entry = self.first
        missing = {
            "sex": entry.sex not in ("F", "M"),
            "age": not 0 <= entry.age <= OLDEST,
            "status": not entry.status,
            "months": entry.status == UNEMPLOYED and entry.months is None,
            "education": not entry.education,
        }
        return tuple(name for name, lacking in missing.items() if lacking)

    @property
    def complete(self) -> bool:
        """Whether the record may count for any code."""
        return not self.lacks()

    def found_in(self, table: RuleTable, window: str) -> frozenset[str]:
        """Destinations seen in a window of the table after the last day; empty for somebody who is still there."""
        if self.end_on is None:
            return frozenset()
        first, last = window_after(self.end_on, table, window)
        return frozenset(code for day, code in self.last.found if first <= day <= last)

    def attained_by(self, table: RuleTable) -> frozenset[str]:
        """What was completed from the first start to the end of the window upon leaving."""
        if self.end_on is None:
            return frozenset()
        until = window_after(self.end_on, table, "immediate")[1]
        return frozenset(code for day, code in self.attained if self.first.start_on <= day <= until)


def window_after(end_on: date, table: RuleTable, window: str) -> tuple[date, date]:
    """The first and last day on which a result of the window may be seen. Raises KeyError for an unknown window."""
    six = months_later(end_on, table.later_months)
    near = timedelta(days=table.tolerance_days)
    return {
        "immediate": (end_on, end_on + timedelta(days=table.immediate_days)),
        "later": (six - near, six + near),
    }[window]


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(day.year + year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def gather(stays: Iterable[Stay], at: date) -> list[Record]:
    """One record per person with what was known at the end of the day `at`, ordered by person."""
    by_person: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.start_on <= at:
            by_person.setdefault(stay.person, []).append(stay)
    return [_record(mine, at) for _person, mine in sorted(by_person.items())]


def _record(mine: list[Stay], at: date) -> Record:
    mine = sorted(mine, key=lambda stay: (stay.start_on, stay.enrolment))
    last = mine[-1]
    ended = last.end_on is not None and last.end_on <= at
    known = tuple((day, code) for day, code in last.found if day <= at) if ended else ()
    last = Stay(**{**vars(last), "end_on": last.end_on if ended else None, "found": known})
    attained = {(day, code) for stay in mine for day, code in stay.attained if day <= at}
    return Record(mine[0], last, tuple(sorted(attained)))

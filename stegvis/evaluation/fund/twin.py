"""The slow, obvious twin of the fund's tables: each code written out by hand, from the regulations' annexes.

It reads no table. `counting` must agree, code by code.
"""

from datetime import date, timedelta

from stegvis.evaluation.fund.records import Record

_ISCED = {"none": 0, "primary": 1, "lower_secondary": 2, "upper_secondary": 3, "post_secondary": 4, "tertiary": 5}


def codes_of(record: Record, period: str) -> frozenset[str]:
    """The codes of `esf_plus` or `esf_2014` that the record counts for."""
    facts = _Facts(record)
    if not facts.complete:
        return frozenset()
    told = _esf_plus(facts) if period == "esf_plus" else _esf_2014(facts)
    return frozenset(code for code, counts in told.items() if counts)


class _Facts:
    def __init__(self, record: Record):
        entry, last = record.first, record.last
        self.age, self.groups = entry.age, entry.groups
        self.unemployed = entry.status == "unemployed"
        self.student = entry.status == "student"
        self.inactive = entry.status in ("inactive", "student")
        self.employed = entry.status == "employed"
        known = self.unemployed or self.inactive or self.employed
        self.complete = (
            entry.sex in ("F", "M")
            and 0 <= self.age <= 110
            and known
            and bool(entry.education)
            and not (self.unemployed and entry.months is None)
        )
        self.isced = _ISCED.get(entry.education, -1)
        self.long = self.unemployed and (entry.months or 0) > (6 if self.age < 25 else 12)
        self.soon: set[str] = set()
        self.late: set[str] = set()
        self.qualified = False
        if last.end_on is not None:
            self._after(record, last.end_on)

    def _after(self, record: Record, left: date) -> None:
        six = _half_a_year_after(left)
        for day, code in record.last.found:
            if 0 <= (day - left).days <= 28:
                self.soon.add(code)
            if abs((day - six).days) <= 14:
                self.late.add(code)
        for day, code in record.attained:
            inside = record.first.start_on <= day <= left + timedelta(days=28)
            self.qualified = self.qualified or (inside and code in ("compulsory_school", "upper_secondary"))


def _half_a_year_after(day: date) -> date:
    month, year = (day.month + 6, day.year) if day.month <= 6 else (day.month - 6, day.year + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def _esf_plus(one: _Facts) -> dict[str, bool]:
    without_work = one.unemployed or one.inactive
    return {
        "EECO01": True,
        "EECO02": one.unemployed,
        "EECO03": one.long,
        "EECO04": one.inactive,
        "EECO05": one.employed,
        "EECO06": one.age < 18,
        "EECO07": 18 <= one.age < 30,
        "EECO08": one.age > 54,
        "EECO09": one.isced <= 2,
        "EECO10": one.isced in (3, 4),
        "EECO11": one.isced >= 5,
        "EECO12": "disability" in one.groups,
        "EECR01": one.inactive and bool(one.soon & {"job_seeking", "employment_service"}),
        "EECR02": not one.student and "studies" in one.soon,
        "EECR03": one.qualified,
        "EECR04": without_work and "work" in one.soon,
        "EECR05": without_work and "work" in one.late,
    }


def _esf_2014(one: _Facts) -> dict[str, bool]:
    without_work = one.unemployed or one.inactive
    return {
        "CO01+03+05": True,
        "CO01": one.unemployed,
        "CO02": one.long,
        "CO03": one.inactive,
        "CO04": one.inactive and not one.student,
        "CO05": one.employed,
        "CO06": one.age < 25,
        "CO07": one.age > 54,
        "CO08": one.age > 54 and without_work and not one.student,
        "CO09": one.isced in (1, 2),
        "CO10": one.isced in (3, 4),
        "CO11": one.isced >= 5,
        "CO16": "disability" in one.groups,
        "CR01": one.inactive and bool(one.soon & {"job_seeking", "employment_service"}),
        "CR02": not one.student and "studies" in one.soon,
        "CR03": one.qualified,
        "CR04": without_work and "work" in one.soon,
        "CR06": without_work and "work" in one.late,
        "CR08": one.age > 54 and without_work and "work" in one.late,
    }

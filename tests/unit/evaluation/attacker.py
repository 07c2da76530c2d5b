"""An attacker who reads every table of every release and reasons with whole numbers of people.

Independent of the gate's own model: he knows only the rows as shown, the rules of counting, and what the pages say
about held municipalities. For each release and each way of splitting people he thinks in *kinds* (a municipality, a
month, a channel or a target group; a sex; a headline; whether work or studies is among the exits), each kind with an
unknown number of people. Every shown number is an equation over kinds. Whoever is split by municipality is also split
by channel and by month, so the tables hang together by sex, headline and hit; that is all that ties them, because
people can be dealt out to the splits in any way. Besides, months lie in half-years, whoever is still enrolled has been
there since the start, and a table of two dimensions crossed sums to both. What he cannot tell from this, nobody can.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from stegvis.evaluation.codes import DESTINATIONS, REPORTING_GROUPS, SEXES, STILL_ENROLLED

KINDS_OF_CROSSED = [("reached", True), ("elsewhere", False), (STILL_ENROLLED, False)]
TIME_BEGINS = {"6_9": 182, "9_12": 273, "12_18": 364, "18_24": 546, "24_more": 728}
HALF_YEARS = {"0_6": ("0_6",), "6_12": ("6_9", "9_12"), "12_more": ("12_18", "18_24", "24_more")}

POPULATION = {"participants": "enrolled", "ended": "ended", "duration": "ended"}
OVERLAPPING = "target_group"
OUTCOMES = [
    (headline, hit)
    for headline in (*DESTINATIONS, STILL_ENROLLED)
    for hit in {"work": (True,), "studies": (True,), STILL_ENROLLED: (False,)}.get(headline, (False, True))
]


class Attacker:
    """Collects shown rows as equations, then asks whether a number can lie where it does not belong.

    `values`: dimension → the values there are, the first dimension being one that everybody has; two dimensions crossed
    stand as `one|other`. `releases`: how many. `dates`: of each release, where there are tables of time.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], releases: int = 1, dates: Sequence[date] = ()):
        self.values, self.first = values, next(iter(values))
        kinds = [
            (number, dimension, value, sex, headline, hit)
            for number in range(releases)
            for dimension, names in values.items()
            for value, sex, (headline, hit) in (
                product(names, ("",), KINDS_OF_CROSSED) if "|" in dimension else product(names, SEXES, OUTCOMES)
            )
        ]
        columns = list(zip(*kinds, strict=True))
        self.release, self.hit = np.array(columns[0]), np.array(columns[5])
        self.dimension, self.value, self.sex, self.headline = (np.array(column) for column in columns[1:5])
        self.size = len(kinds)
        self.equations: dict[bytes, tuple[np.ndarray, int]] = {}
        self.inequalities: list[np.ndarray] = []
        self.worlds: list[np.ndarray] = []
        self.dice = np.random.default_rng(1)
        self._solver: tuple | None = None
        for number in range(releases):
            self._tables_hang_together(number)
            self._crossed_sum_to_both(number)
            if dates and "month" in values:
                self._months_and_time(number, dates[number])

    def picture(self, *, release: int = 0, by: Mapping[str, str], base: str | None = None) -> np.ndarray:
        """The kinds of a group in a base, as true and false."""
        split = [name for name in by if name != "sex"]
        chosen = (self.release == release) & (self.dimension == ("|".join(split) or self.first))
        if split:
            chosen &= self.value == "|".join(by[name] for name in split)
        if "sex" in by:
            chosen &= self.sex == by["sex"]
        if base not in (None, "enrolled"):
            chosen &= self.headline != STILL_ENROLLED
        if base == "ended_not_transferred":
            chosen &= self.headline != "transferred"
        return chosen

    def denominator(self, result: dict, row: dict, release: int = 0) -> np.ndarray:
        """The kinds counted in the row's denominator."""
        base = result["base"] or POPULATION.get(result["indicator"])
        return self.picture(release=release, by=row["by"], base=base)

    def numerator(self, result: dict, row: dict, release: int = 0) -> np.ndarray:
        """The kinds counted in the row's numerator."""
        chosen, destination = self.denominator(result, row, release), row.get("destination")
        if result["indicator"].startswith("work_or_studies"):
            return chosen & self.hit
        if result["indicator"] == "exit_destination":
            return chosen & np.isin(self.headline, REPORTING_GROUPS.get(destination, (destination,)))
        return chosen & (self.headline == destination) if destination else chosen

    def knows(self, picture: np.ndarray, number: int) -> None:
        """One more equation. Worlds found before no longer count."""
        key = picture.astype(np.int8).tobytes()
        assert self.equations.get(key, (None, number))[1] == number, "one group of people, two numbers"
        if key not in self.equations:
            self.worlds.clear()
            self._solver = None
            self.equations[key] = (picture.astype(float), number)

    def reads(self, result: dict, release: int = 0) -> None:
        """Every shown number of one answer (as JSON) becomes an equation."""
        for row in result["rows"]:
            if row["numerator"] is not None:
                self.knows(self.numerator(result, row, release), row["numerator"])
            if row["denominator"] is not None:
                self.knows(self.denominator(result, row, release), row["denominator"])

    def knows_held(self, municipality: str, release: int) -> None:
        """The page says that the municipality stands as in the release before: kind by kind the same."""
        for sex, (headline, hit) in product(SEXES, OUTCOMES):
            same = (self.dimension == "municipality") & (self.value == municipality) & (self.sex == sex)
            same &= (self.headline == headline) & (self.hit == hit)
            self.knows((same & (self.release == release)).astype(float) - (same & (self.release == release - 1)), 0)
        for dimension, names in self.values.items():
            for value, (headline, _) in product(names, KINDS_OF_CROSSED):
                moves = "half_years" in dimension and headline == STILL_ENROLLED  # time goes on for them
                if dimension.startswith("municipality|") and value.startswith(f"{municipality}|") and not moves:
                    same = (self.dimension == dimension) & (self.value == value) & (self.headline == headline)
                    now, then = (same & (self.release == number) for number in (release, release - 1))
                    self.knows(now.astype(float) - then, 0)

    def knows_nobody_vanishes(self, release: int) -> None:
        """Who has been enrolled stays counted: no group of participants is smaller than in the release before."""
        for dimension, names in self.values.items():
            if dimension == "time_in_project" or "half_years" in dimension:
                continue  # people move on there as time goes by
            for value, sex in product(names, ("",) if "|" in dimension else SEXES):
                group = (self.dimension == dimension) & (self.value == value) & (self.sex == sex)
                grown = (group & (self.release == release)).astype(float) - (group & (self.release == release - 1))
                self.inequalities.append(grown)
        self._solver = None

    def can_be(self, picture: np.ndarray, low: float, high: float) -> bool:
        """Whether some world that fits everything shown has between low and high people in the picture.

        Worlds found on the way are kept, since one world often answers many questions.
        """
        if high < low:
            return False
        if any(low - 0.5 < world @ picture < high + 0.5 for world in self.worlds):
            return True
        rows, lower, upper = self._constraints()
        constraint = LinearConstraint(
            sparse.vstack([rows, sparse.csr_matrix(picture.astype(float))], format="csc"),
            np.append(lower, low),
            np.append(upper, high),
        )
        anywhere = self.dice.integers(0, 3, self.size).astype(float)
        found = milp(anywhere, constraints=constraint, bounds=Bounds(0, np.inf), integrality=np.ones(self.size)).x
        if found is not None:
            self.worlds.append(np.rint(found))
        return found is not None

    def learns(self, picture: np.ndarray, truth: int, threshold: int = 5) -> bool:
        """Whether the attacker knows that a small truth is small (or knows it exactly)."""
        if not 0 < truth < threshold:
            return False
        return not (self.can_be(picture, 0, 0) or self.can_be(picture, threshold, np.inf))

    def _constraints(self) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
        if self._solver is None:
            told, numbers = zip(*self.equations.values(), strict=True)
            numbers = np.array(numbers, dtype=float)
            rows = sparse.csr_matrix(np.array([*told, *self.inequalities]))
            free = len(self.inequalities)
            self._solver = (
                rows,
                np.append(numbers, np.zeros(free)),
                np.append(numbers, np.full(free, np.inf)),
            )
        return self._solver

    def _tables_hang_together(self, release: int) -> None:
        for sex, (headline, hit) in product(SEXES, OUTCOMES):
            alike = (self.release == release) & (self.sex == sex) & (self.headline == headline) & (self.hit == hit)
            everybody = alike & (self.dimension == self.first)
            for dimension, names in self.values.items():
                if dimension == OVERLAPPING:
                    for value in names:
                        some = alike & (self.dimension == dimension) & (self.value == value)
                        self.inequalities.append(everybody.astype(float) - some)
                elif dimension != self.first and "|" not in dimension:
                    self.knows(everybody.astype(float) - (alike & (self.dimension == dimension)), 0)

    def _crossed_sum_to_both(self, release: int) -> None:
        for dimension in [name for name in self.values if "|" in name]:
            here = (self.release == release) & (self.dimension == dimension)
            for position, part in enumerate(dimension.split("|")):
                shown_as = "time_in_project" if part == "half_years_in_project" else part
                for value in {name.split("|")[position] for name in self.values[dimension]}:
                    mine = here & np.array([one.split("|")[position:][:1] == [value] for one in self.value])
                    gathered = HALF_YEARS.get(value, ()) if part != shown_as else (value,)
                    margin = (self.release == release) & (self.dimension == shown_as) & np.isin(self.value, gathered)
                    ended, still = self.headline != STILL_ENROLLED, self.headline == STILL_ENROLLED
                    for kind in (self.hit, ended & ~self.hit, still):
                        self.knows((mine & kind).astype(float) - (margin & kind), 0)

    def _months_and_time(self, release: int, at: date) -> None:
        here = self.release == release
        months = self.values["month"]
        for half in self.values.get("start_half_year", ()):
            inside = [month for month in months if month[:4] == half[:4] and (int(month[5:]) > 6) == (half[6] == "2")]
            for sex, (headline, hit) in product(SEXES, OUTCOMES):
                alike = here & (self.sex == sex) & (self.headline == headline) & (self.hit == hit)
                whole = alike & (self.dimension == "start_half_year") & (self.value == half)
                parts = alike & (self.dimension == "month") & np.isin(self.value, inside)
                self.knows(whole.astype(float) - parts, 0)
        for days in TIME_BEGINS.values():
            longer = [time for time in self.values["time_in_project"] if TIME_BEGINS.get(time, 0) >= days]
            latest = at - timedelta(days)
            late = [month for month in months if date.fromisoformat(f"{month}-01") > latest]
            early = [month for month in months if _next_month(month) <= latest + timedelta(1)]
            time, month = here & (self.dimension == "time_in_project"), here & (self.dimension == "month")
            long, still = np.isin(self.value, longer), self.headline == STILL_ENROLLED
            for sex in SEXES:
                alike = (self.sex == sex) & still
                self._at_least(time & ~long & alike, month & np.isin(self.value, late) & alike)
                self._at_least(time & long & alike, month & np.isin(self.value, early) & alike)
                for headline, hit in OUTCOMES:
                    alike = (self.sex == sex) & (self.headline == headline) & (self.hit == hit)
                    self._at_least(month & ~np.isin(self.value, late) & alike, time & long & alike)

    def _at_least(self, more: np.ndarray, less: np.ndarray) -> None:
        if less.any():
            self.inequalities.append(more.astype(float) - less)
            self._solver = None


def _next_month(month: str) -> date:
    return (date.fromisoformat(f"{month}-01") + timedelta(31)).replace(day=1)

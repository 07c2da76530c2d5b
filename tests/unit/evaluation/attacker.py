"""An attacker who reads every table of a release and reasons with whole numbers of people.

Independent of the gate's own model: he knows only the rows as shown. He thinks in kinds of people (municipality,
sex, channel, headline, whether work or studies is among the exits), each kind with an unknown number. Every shown
number is an equation over kinds. What he cannot tell from it, nobody can.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from stegvis.evaluation.codes import DESTINATIONS, REPORTING_GROUPS, SEXES, STILL_ENROLLED


@dataclass(frozen=True)
class Kind:
    """A kind of person, as the attacker thinks of them."""

    municipality: str
    sex: str
    inflow_channel: str
    headline: str
    worked_or_studied: bool

    def is_in(self, base: str | None) -> bool:
        """Whether such people are in the base."""
        if base == "enrolled":
            return True
        return self.headline != STILL_ENROLLED and (base != "ended_not_transferred" or self.headline != "transferred")

    def counts(self, indicator: str, destination: str | None) -> bool:
        """Whether such people, being in the base, are in the numerator."""
        if indicator == "work_or_studies":
            return self.worked_or_studied
        if indicator == "exit_destination":
            return self.headline in REPORTING_GROUPS.get(destination, (destination,))
        return indicator != "exit_destination_detailed" or self.headline == destination


POPULATION = {"participants": "enrolled", "ended": "ended", "duration": "ended"}


def _kinds(municipalities: Iterable[str], channels: Iterable[str]) -> list[Kind]:
    kinds = []
    for place, sex, channel, headline in product(municipalities, SEXES, channels, (*DESTINATIONS, STILL_ENROLLED)):
        hits = {"work": (True,), "studies": (True,), STILL_ENROLLED: (False,)}.get(headline, (False, True))
        kinds += [Kind(place, sex, channel, headline, hit) for hit in hits]
    return kinds


class Attacker:
    """Collects shown rows as equations, then asks whether a number can lie where it does not belong."""

    def __init__(self, municipalities: Iterable[str], channels: Iterable[str]):
        self.kinds = _kinds(municipalities, channels)
        self.equations: dict[bytes, tuple[np.ndarray, int]] = {}
        self.worlds: list[np.ndarray] = []
        self.dice = np.random.default_rng(1)

    def picture(self, belongs: Callable[[Kind], bool]) -> np.ndarray:
        """A group of kinds as a row of ones and zeros."""
        return np.array([belongs(kind) for kind in self.kinds], dtype=float)

    def numerator(self, result: dict, row: dict) -> np.ndarray:
        """The kinds counted in the row's numerator."""
        base = result["base"] or POPULATION.get(result["indicator"])
        name, destination = result["indicator"], row.get("destination")
        return self.picture(
            lambda kind: _matches(kind, row["by"]) and kind.is_in(base) and kind.counts(name, destination)
        )

    def denominator(self, result: dict, row: dict) -> np.ndarray:
        """The kinds counted in the row's denominator."""
        base = result["base"] or POPULATION.get(result["indicator"])
        return self.picture(lambda kind: _matches(kind, row["by"]) and kind.is_in(base))

    def knows(self, picture: np.ndarray, number: int) -> None:
        """One more equation. Worlds found before no longer count."""
        self.worlds.clear()
        self.equations[picture.tobytes()] = (picture, number)

    def reads(self, result: dict) -> None:
        """Every shown number of one answer (as JSON) becomes an equation."""
        for row in result["rows"]:
            if row["numerator"] is not None:
                self.knows(self.numerator(result, row), row["numerator"])
            if row["denominator"] is not None:
                self.knows(self.denominator(result, row), row["denominator"])

    def can_be(self, picture: np.ndarray, low: float, high: float) -> bool:
        """Whether some world that fits everything shown has between low and high people in the picture.

        Worlds found on the way are kept, since one world often answers many questions.
        """
        if any(low - 0.5 < world @ picture < high + 0.5 for world in self.worlds):
            return True
        pictures = np.array([row for row, _ in self.equations.values()] + [picture])
        numbers = [number for _, number in self.equations.values()]
        shown = LinearConstraint(sparse.csc_matrix(pictures), [*numbers, low], [*numbers, high])
        anywhere = self.dice.integers(0, 3, len(self.kinds)).astype(float)
        free = Bounds(np.zeros(len(self.kinds)), np.full(len(self.kinds), np.inf))
        found = milp(anywhere, constraints=shown, bounds=free, integrality=1).x
        if found is not None:
            self.worlds.append(np.rint(found))
        return found is not None

    def learns(self, picture: np.ndarray, truth: int, threshold: int = 5) -> bool:
        """Whether the attacker knows that a small truth is small (or knows it exactly)."""
        if not 0 < truth < threshold:
            return False
        return not (self.can_be(picture, 0, 0) or self.can_be(picture, threshold, np.inf))


def _matches(kind: Kind, by: dict[str, str]) -> bool:
    return all(getattr(kind, name) == value for name, value in by.items())

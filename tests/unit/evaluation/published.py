"""Releases one after the other, as `reporting` makes them: hold municipalities back, gate against all before, read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

import numpy as np

from stegvis.evaluation import twin
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.codes import STILL_ENROLLED
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Kind
from stegvis.evaluation.gate import PublishedSet, carry_over, gated, published_set
from tests.unit.evaluation.attacker import Attacker

THRESHOLD = 5


@dataclass(frozen=True)
class Told:
    """One release: its place in the row, what it was made from, and which municipalities it holds."""

    number: int
    extract: Extract
    at: date
    held: tuple[str, ...]
    earlier: tuple[PublishedSet, ...]

    @cached_property
    def answers(self) -> list[tuple[dict, tuple]]:
        """(what is shown, as JSON; what is true, row by row) for every question of the catalogue."""
        found, persons = [], twin.persons_at(self.extract, self.at)
        for definition in INDICATORS.values():
            for base, by in product(definition.bases or (None,), definition.breakdowns):
                asked = {"at": self.at, "base": base, "by": by}
                shown = gated(definition, self.extract, earlier=self.earlier, **asked).to_json()
                found.append((shown, twin.compute(definition, self.extract, persons=persons, **asked).rows))
        return found

    @property
    def counts(self) -> Iterator[tuple[dict, dict, object]]:
        """(table, row as shown, row as it is) for all but medians, which are about days."""
        for shown, truth in self.answers:
            if INDICATORS[shown["indicator"]].kind != Kind.MEDIAN_DURATION:
                yield from ((shown, row, true) for row, true in zip(shown["rows"], truth, strict=True))


def release_all(extracts: Sequence[tuple[Extract, date]]) -> list[Told]:
    """The releases of these extracts, in order of time."""
    made: list[Told] = []
    earlier: list[PublishedSet] = []
    for number, (extract, at) in enumerate(extracts):
        held: tuple[str, ...] = ()
        if made:
            extract, held = carry_over(made[-1].extract, made[-1].at, extract, at)
        told = Told(number, extract, at, held, tuple(earlier))
        earlier.append(published_set(extract, at=at, earlier=told.earlier))
        made.append(told)
    return made


def attacker_of(releases: Sequence[Told]) -> Attacker:
    """Somebody who has read every table of all these releases, and what they say about held municipalities."""
    values: dict[str, set[str]] = {"municipality": set()}
    for told in releases:
        for shown, _ in told.answers:
            for row in shown["rows"]:
                split = {name: value for name, value in row["by"].items() if name != "sex"}
                if split:
                    values.setdefault("|".join(split), set()).add("|".join(split.values()))
    known = {name: sorted(found) for name, found in values.items() if found}
    dates = [told.at for told in releases]
    attacker = Attacker(known or {"municipality": ["nowhere"]}, len(releases), dates)
    for told in releases:
        for shown, _ in told.answers:
            attacker.reads(shown, told.number)
        for place in told.held:
            attacker.knows_held(place, told.number)
        if told.number:
            attacker.knows_nobody_vanishes(told.number)
    return attacker


def leaks(attacker: Attacker, told: Told) -> Iterator[tuple]:
    """Small numbers, small remainders and uniform groups that the attacker can tell though they are hidden."""
    seen = set()
    for shown, row, true in told.counts:
        if not row["suppressed"] or true.destination == STILL_ENROLLED:
            continue
        part = attacker.numerator(shown, row, told.number)
        whole = attacker.denominator(shown, row, told.number)
        sums = [(part, true.numerator)]
        if true.denominator is not None and shown["base"] != "enrolled":
            sums += [(whole, true.denominator), (whole & ~part, true.denominator - true.numerator)]
        for picture, number in sums:
            if (key := picture.tobytes()) not in seen:
                seen.add(key)
                if attacker.learns(picture, number, THRESHOLD):
                    yield told.number, shown["indicator"], shown["base"], row["by"], row.get("destination"), number
        alike = true.denominator and true.numerator == true.denominator and shown["base"] != "enrolled"
        if alike and not attacker.can_be(whole & ~part, 1, np.inf):
            yield told.number, "everybody alike", row["by"], row.get("destination")


def small_changes(attacker: Attacker, before: Told, now: Told) -> Iterator[tuple]:
    """Changes of 1–4 since a number was shown that the attacker can tell.

    Not of those still enrolled: that number changes by newcomers minus leavers, so a small difference of two groups,
    each protected by itself, is no small group of people.
    """
    then = {_key(shown, row): (row, true) for shown, row, true in before.counts}
    seen = set()
    for shown, row, true in now.counts:
        if true.destination == STILL_ENROLLED:
            continue
        was, was_true = then.get(_key(shown, row), (None, None))
        if was is None or was["numerator"] is None or not 0 < abs(true.numerator - was_true.numerator) < THRESHOLD:
            continue
        picture = attacker.numerator(shown, row, now.number)
        if (key := picture.tobytes()) in seen:
            continue
        seen.add(key)
        old = was_true.numerator
        escapes = [(old, old), (old + THRESHOLD, np.inf), (0, old - THRESHOLD)]
        if not any(attacker.can_be(picture, low, high) for low, high in escapes):
            yield now.number, shown["indicator"], shown["base"], row["by"], row.get("destination"), old, true.numerator


def _key(shown: dict, row: dict) -> tuple:
    return shown["indicator"], shown["base"], tuple(sorted(row["by"].items())), row.get("destination")

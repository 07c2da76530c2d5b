"""What a printed share says about the exact one, and which whole numbers of people could have given it.

Everything is exact: a share of 87.5 percent is half way, and floating point must not decide which way it goes.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

#: Rounding rules by name: how a share was printed.
RULES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


@dataclass(frozen=True)
class Span:
    """Between two exact numbers; `closed` tells whether the upper one belongs to it. The lower one belongs as told."""

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = False

    def holds(self, exact: Fraction) -> bool:
        """Is the number in the span?"""
        above = exact >= self.low if self.low_closed else exact > self.low
        return above and (exact <= self.high if self.high_closed else exact < self.high)


def decimals_of(value: Decimal) -> int:
    """How many decimals the number was printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def span(value: Decimal, rule: str) -> Span:
    """The exact percent that are printed as this value by the rule. Raises KeyError for an unknown rule."""
    step = Fraction(1, 10 ** decimals_of(value))
    exact = Fraction(value)
    if RULES[rule] == ROUND_DOWN:
        return Span(exact, exact + step)
    if RULES[rule] == ROUND_HALF_EVEN:
        even = int(exact / step) % 2 == 0
        return Span(exact - step / 2, exact + step / 2, even, even)
    return Span(exact - step / 2, exact + step / 2)


def rounded(numerator: int, base: int, decimals: int, rule: str) -> Decimal:
    """The share in percent, printed with so many decimals by the rule. Raises ZeroDivisionError on an empty base."""
    exact = Fraction(100 * numerator, base) * 10**decimals
    whole = math.floor(exact)
    rest = exact - whole
    tail = Decimal("0") if rest == 0 else Decimal("0.5") if rest == Fraction(1, 2) else Decimal("0.25")
    tail = Decimal("0.75") if rest > Fraction(1, 2) else tail
    return (Decimal(whole) + tail).quantize(Decimal(1), rounding=RULES[rule]).scaleb(-decimals)


def counts(value: Decimal, base: int, rule: str) -> range:
    """The whole numbers of people whose share of the base is printed as this value; empty when there is none."""
    within = span(value, rule)
    first = max(0, math.floor(within.low * base / 100) - 1)
    last = min(base, math.ceil(within.high * base / 100) + 1)
    found = [n for n in range(first, last + 1) if within.holds(Fraction(100 * n, base))] if base else []
    return range(found[0], found[-1] + 1) if found else range(0)


def nearest(value: Decimal, base: int) -> tuple[int, ...]:
    """The whole numbers whose shares lie on either side of the value."""
    exact = Fraction(value) * base / 100
    below, above = math.floor(exact), math.ceil(exact)
    return tuple(sorted({min(max(below, 0), base), min(max(above, 0), base)}))

"""Rounding rules, by name. Shares are numbers between 0 and 1; percent are whole numbers for people to read."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction


def share(numerator: int, denominator: int) -> float | None:
    """Numerator over denominator, 0–1; None when nobody is in the denominator.

    Raises ValueError when the numerator is not among the denominator.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is not a share")
    return numerator / denominator if denominator else None


def _percent(numerator: int, denominator: int, rounding: str) -> int | None:
    if share(numerator, denominator) is None:
        return None
    exact = Fraction(100 * numerator, denominator)
    # Two decimals beyond the point would hide a tie; the fraction is exact, so only true ties are ties.
    whole = exact.numerator // exact.denominator
    rest = exact - whole
    tail = "0" if rest == 0 else "0.25" if rest < Fraction(1, 2) else "0.5" if rest == Fraction(1, 2) else "0.75"
    return int((Decimal(whole) + Decimal(tail)).quantize(Decimal(1), rounding=rounding))


def percent_half_up(numerator: int, denominator: int) -> int | None:
    """Whole percent, exact halves upwards (12.5 → 13): the rule taught in school, and the default."""
    return _percent(numerator, denominator, ROUND_HALF_UP)


def percent_half_even(numerator: int, denominator: int) -> int | None:
    """Whole percent, exact halves to the even neighbour (12.5 → 12): so that errors even out over many numbers."""
    return _percent(numerator, denominator, ROUND_HALF_EVEN)


def percent_cut(numerator: int, denominator: int) -> int | None:
    """Whole percent with the decimals cut off (47.8 → 47): seen in printed reports."""
    return _percent(numerator, denominator, ROUND_DOWN)


ROUNDING_RULES: dict[str, Callable[[int, int], int | None]] = {
    "percent_half_up": percent_half_up,
    "percent_half_even": percent_half_even,
    "percent_cut": percent_cut,
}


def percent(numerator: int, denominator: int, rule: str = "percent_half_up") -> int | None:
    """Whole percent by the named rule of ROUNDING_RULES; None when nobody is in the denominator.

    Raises KeyError for a rule that does not exist, ValueError when the numerator exceeds the denominator.
    """
    return ROUNDING_RULES[rule](numerator, denominator)

"""Rounding rules of printed shares, and what each says about the people behind the share.

Everything is in whole numbers: a share of 87.5 percent is exactly half way, and floating point must not decide it.
"""

from stegvis.demo.synthesiser.figures import Figure

# A printed percent p under a rule means: low <= 200 * numerator / base < high, as multiples of the base.
_BOUNDS = {
    "half_up": lambda p: (2 * p - 1, 2 * p + 1),
    "down": lambda p: (2 * p, 2 * p + 2),
}


def share_bounds(figure: Figure) -> tuple[int, int]:
    """Return (low, high) with low * base <= 200 * numerator < high * base for the printed share."""
    return _BOUNDS[figure.rounding](figure.printed)


def rounded_percent(numerator: int, base: int, rule: str) -> int:
    """Round a share to whole percent by the rule (`half_up` or `down`). Raises ZeroDivisionError on an empty base."""
    if rule == "down":
        return 100 * numerator // base
    return (200 * numerator + base) // (2 * base)

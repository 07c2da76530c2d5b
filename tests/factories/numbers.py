"""Identity numbers for tests: check digits fit, birth numbers only 980–999 (the tax agency's range for tests)."""

import datetime as dt


def identity_number(nth: int = 0, *, sex: str = "F", born: dt.date | None = None, coordination: bool = False) -> str:
    """The nth number (twelve digits) of a sex. Without `born`, each ten numbers move on to the next birthday from 1980.

    Raises ValueError when a given birthday has no more numbers (ten per sex).
    """
    day = born or dt.date(1980, 1, 1) + dt.timedelta(days=nth // 10)
    if born and nth > 9:
        raise ValueError("a birthday has ten test numbers per sex")
    birth_number = 980 + 2 * (nth % 10) + (sex == "M")
    short = f"{day:%y%m}{day.day + (60 if coordination else 0):02}{birth_number}"
    return f"{day.year // 100:02}{short}{_check_digit(short)}"


def _check_digit(nine: str) -> int:
    """Luhn's, weights 2 1 2 1 … from the left."""
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(product // 10 + product % 10 for product in products) % 10

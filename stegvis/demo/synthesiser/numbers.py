"""Identity numbers and telephone numbers that belong to nobody.

Identity numbers use birth numbers 980–999 only, the range from which the tax agency takes its public test numbers;
telephone numbers use the block that the Post and Telecom Authority keeps free for films and books.
"""

import random
from collections.abc import Iterable
from datetime import date

TEST_BIRTH_NUMBERS = range(980, 1000)
COORDINATION_DAY = 60
FICTIONAL_MOBILE_NUMBERS = tuple(f"070-174 {n // 100:02d} {n % 100:02d}" for n in range(605, 700))


def luhn_digit(digits: str) -> int:
    """Check digit by Luhn's rule with weights 2, 1, 2, … from the left (nine digits, without century)."""
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return -total % 10


class IdentityNumbers:
    """Gives out each test number once."""

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._given: set[str] = set(given)

    def draw(self, rng: random.Random, born_on: date, sex: str, coordination: bool) -> str | None:
        """Twelve digits for this birth date and sex (`F` even, `M` odd), or None if the date's numbers are used up.

        With `coordination` a samordningsnummer: the day is raised by 60.
        """
        parity = 1 if sex == "M" else 0
        free = [n for n in TEST_BIRTH_NUMBERS if n % 2 == parity]
        rng.shuffle(free)
        day = born_on.day + (COORDINATION_DAY if coordination else 0)
        for number in free:
            nine = f"{born_on:%y%m}{day:02d}{number}"
            value = f"{born_on.year // 100}{nine}{luhn_digit(nine)}"
            if value not in self._given:
                self._given.add(value)
                return value
        return None

"""How large the invented registers are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """A register: so many enrolments of three people in ten, spread over municipalities with units of equal size."""

    enrolments: int
    organisations: int
    units: int
    active_per_coach: int = 40

    @property
    def people(self) -> int:
        """Participants: each has a third of ten enrolments or so, in projects that follow on each other."""
        return self.enrolments * 3 // 10

    @property
    def coaches(self) -> int:
        """Coaches in each unit: enough that nobody has more than `active_per_coach`; about one in ten is active."""
        return max(1, round(self.enrolments / (self.organisations * self.units) * 0.105 / self.active_per_coach + 0.5))

    @property
    def name(self) -> str:
        """The name in file names and tables."""
        return str(self.enrolments)


SMALLEST = Size(500, 1, 1)
MIDDLE = Size(50_000, 5, 4)
#: The manager of one of its municipalities sees 50,000 enrolments.
LARGEST = Size(1_000_000, 20, 4)
#: For `--size small`, where the whole table is made in about a minute.
SMALL = Size(5_000, 2, 2)
BY_NAME = {size.name: size for size in (SMALLEST, SMALL, MIDDLE, LARGEST)}

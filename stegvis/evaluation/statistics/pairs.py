"""Did people change between a first and a last measurement? Each is compared with themselves (paired change)."""

from dataclasses import dataclass
from functools import lru_cache
from math import comb

from stegvis.evaluation.intervals import wilson


@dataclass(frozen=True)
class Change:
    """How many went up, stayed and went down, and how many were not measured twice (never left out in silence).

    `chance`: how likely so uneven a split of the changed is if up and down were equally likely (0–1).
    `interval`: the 95 % interval of the share that went up among those who changed.
    """

    up: int
    same: int
    down: int
    missing: int
    chance: float
    interval: tuple[float, float] | None

    @property
    def measured(self) -> int:
        """How many were measured twice."""
        return self.up + self.same + self.down

    @property
    def more_than_chance(self) -> bool:
        """Whether the split is more uneven than chance gives in 19 cases of 20."""
        return self.chance < 0.05


def change(up: int, same: int, down: int, missing: int = 0) -> Change:
    """The exact two-sided sign test on those who changed; those who stayed say nothing about the direction.

    W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.4. Raises ValueError below 0.
    """
    if min(up, same, down, missing) < 0:
        raise ValueError("a count of people is not negative")
    return Change(up, same, down, missing, _sign_test(up, down), wilson(up, up + down))


@lru_cache(maxsize=1024)
def _sign_test(up: int, down: int) -> float:
    changed = up + down
    tail = sum(comb(changed, one) for one in range(min(up, down) + 1))
    return min(1.0, 2 * tail / 2**changed)

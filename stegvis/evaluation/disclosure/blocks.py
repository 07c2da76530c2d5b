"""Smallest boxes of people, dimension by dimension: what every shown number is a sum of."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from stegvis.evaluation.codes import SEXES
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.disclosure import cells

Boxes = Mapping[tuple[str, str], Mapping[str, int]]
"""(value, sex) → leaf → people."""

Place = tuple[int, str, str, str, str]
"""One box: state, dimension, value, sex, leaf. Two releases in which a value stands unchanged share its boxes."""


@dataclass(frozen=True)
class Block:
    """The boxes of one dimension, in one release.

    `states`: value → the number of the release since which it stands as it does. Without one: the newest, 0.
    The boxes of two dimensions crossed hold both sexes together, and only whether work or studies was reached.
    `moving`: the state of those still enrolled where time since the start is crossed in. It goes on for them though
    nothing has happened, so they stand elsewhere than in the release before.
    """

    dimension: str
    boxes: Boxes
    fine: bool = False
    states: Mapping[str, int] = field(default_factory=dict)
    moving: int = 0

    @classmethod
    def counted(cls, dimension: str, census: Mapping[tuple[str, str], Counter], fine: bool = False) -> "Block":
        """From `engine.census`: (value, sex) → (destination, hit) → people."""
        crossed = cells.is_crossed(dimension)
        boxes: dict[tuple[str, str], Counter] = {}
        for (value, sex), found in census.items():
            inside = boxes.setdefault((value, "" if crossed else sex), Counter())
            for (destination, hit), people in found.items():
                for leaf in cells.leaves_of_box(destination, hit, fine, crossed):
                    inside[leaf] += people
        return cls(dimension, boxes, fine)

    @property
    def crossed(self) -> bool:
        """Whether two dimensions are crossed."""
        return cells.is_crossed(self.dimension)

    @property
    def moves(self) -> bool:
        """Whether those still enrolled change their place as time goes by."""
        return self.crossed and Dimension.HALF_YEARS_IN in cells.parts_of(self.dimension)

    @property
    def time_goes_on(self) -> bool:
        """Whether people change their value from one release to the next though nothing has happened."""
        return self.moves or self.dimension == Dimension.TIME_IN

    @property
    def values(self) -> list[str]:
        """The values somebody has, in plain order."""
        return sorted({value for value, _ in self.boxes})

    @property
    def sexes(self) -> tuple[str, ...]:
        """How its boxes are split by sex."""
        return ("",) if self.crossed else SEXES

    @property
    def leaves(self) -> tuple[str, ...]:
        """What each box is divided into."""
        if self.crossed:
            return cells.CROSSED_LEAVES
        return cells.FINE_LEAVES if self.fine else cells.COARSE_LEAVES

    @property
    def numbers(self) -> dict[str, tuple[str, ...]]:
        """The numbers that the tables show of each group, with the leaves each sums."""
        return cells.CROSSED_NUMBERS if self.crossed else cells.numbers_of(self.fine)

    def place(self, value: str, sex: str, leaf: str) -> Place:
        """The name of one box."""
        moves = leaf == cells.STILL and self.moves
        return self.moving if moves else self.states.get(value, 0), self.dimension, value, sex, leaf

    def places(self) -> Iterator[Place]:
        """Every box, filled or not, in order."""
        for value, sex, leaf in product(self.values, self.sexes, self.leaves):
            yield self.place(value, sex, leaf)

    def people(self) -> Iterator[tuple[Place, int]]:
        """How many people stand in which box."""
        for (value, sex), inside in self.boxes.items():
            for leaf, people in inside.items():
                yield self.place(value, sex, leaf), people

    def places_of(self, value: str, sex: str, leaf: str) -> list[Place]:
        """The boxes of a coarse leaf, which a fine block holds in parts."""
        parts = cells.REST_CODES if self.fine and leaf == cells.REST else (leaf,)
        return [self.place(value, sex, part) for part in parts]

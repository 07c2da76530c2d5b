"""The life wheel as shapes: a sector for each area, as long as its score, and the former wheel as a line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.casework.vocabulary.mapping import LIFE_AREAS

#: Middle and outer radius in the picture's own units; the outermost ring is 10.
MIDDLE, OUTER, MARKS = 170, 140, 156
RINGS = (2, 4, 6, 8, 10)


@dataclass(frozen=True)
class Sector:
    """One area: its number and words, the score now and before, the shape, and where number and score are written."""

    number: int
    label: str
    score: int
    before: int | None
    first: bool
    path: str
    mark: tuple[str, str]
    at: tuple[str, str]

    @property
    def moved(self) -> str:
        """How far it has moved since the former wheel: +2, −1, 0; empty when there is none."""
        if self.before is None:
            return ""
        change = self.score - self.before
        return f"+{change}" if change > 0 else str(change).replace("-", "−")


@dataclass(frozen=True)
class Wheel:
    """Everything the template draws. `before` is the outline of the former wheel, empty without one."""

    sectors: tuple[Sector, ...]
    rings: tuple[str, ...]
    before: str


def draw(scores: Mapping[str, int], before: Mapping[str, int] | None = None, first: frozenset[str] = frozenset()):
    """The wheel of these scores (1–10, by area), with the former one's outline when there is one."""
    sectors = tuple(
        _sector(place, area, scores[area], before.get(area) if before else None, area in first)
        for place, area in enumerate(LIFE_AREAS.codes)
        if area in scores
    )
    outline = ""
    if before and all(area in before for area in LIFE_AREAS.codes):
        outline = "M" + " L".join(_arc(place, before[area]) for place, area in enumerate(LIFE_AREAS.codes)) + " Z"
    return Wheel(sectors, tuple(f"{OUTER * ring / 10:.1f}" for ring in RINGS), outline)


def _sector(place: int, area: str, score: int, before: int | None, first: bool) -> Sector:
    middle = (place + 0.5) / len(LIFE_AREAS.codes)
    return Sector(
        place + 1,
        LIFE_AREAS.label(area),
        score,
        before,
        first,
        f"M{MIDDLE} {MIDDLE} L{_arc(place, score)} Z",
        _point(middle, MARKS),
        _point(middle, max(OUTER * score / 10 * 0.68, 22)),
    )


def _arc(place: int, score: int) -> str:
    radius = OUTER * score / 10
    step = 1 / len(LIFE_AREAS.codes)
    start, end = _point(place * step, radius), _point((place + 1) * step, radius)
    return f"{start[0]} {start[1]} A{radius:.1f} {radius:.1f} 0 0 1 {end[0]} {end[1]}"


def _point(turn: float, radius: float) -> tuple[str, str]:
    """A point at a share of a full turn, clockwise from the top."""
    angle = 2 * math.pi * turn
    return f"{MIDDLE + radius * math.sin(angle):.1f}", f"{MIDDLE - radius * math.cos(angle):.1f}"

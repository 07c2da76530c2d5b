"""A pointer to a live figure, as text: `goal:<code>`, or `indicator:<id>:<base>:<cell>` for everybody together."""

from dataclasses import dataclass

from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import Kind


@dataclass(frozen=True)
class Figure:
    """What a box, question or finding points at. `cell` is a group of a distribution."""

    goal: str = ""
    indicator: str = ""
    base: str = ""
    cell: str = ""

    @classmethod
    def read(cls, text: str) -> "Figure | None":
        """From its text; None for nothing and for what can no longer be understood."""
        kind, _, rest = text.partition(":")
        if kind == "goal" and rest:
            return cls(goal=rest)
        parts = rest.split(":")
        if kind != "indicator" or len(parts) != 3 or parts[0] not in INDICATORS:
            return None
        return cls(indicator=parts[0], base=parts[1], cell=parts[2])

    def __str__(self) -> str:
        return f"goal:{self.goal}" if self.goal else f"indicator:{self.indicator}:{self.base}:{self.cell}"

    @property
    def is_share(self) -> bool:
        """Is it read in percent?"""
        return bool(self.goal) or INDICATORS[self.indicator].kind in (Kind.SHARE, Kind.DISTRIBUTION)


def every() -> list[Figure]:
    """Every figure of the catalogue that a release holds for everybody together."""
    found = []
    for one in INDICATORS.values():
        for base in one.bases or (None,):
            cells = one.cells_on(base) or ("",)
            found += [Figure(indicator=one.id, base=str(base or ""), cell=cell) for cell in cells]
    return found

"""A pointer to a live figure as text: `goal:<code>`, `own:<code>` (own indicator), `indicator:<id>:<base>:<cell>`."""

from dataclasses import dataclass

from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import Kind


@dataclass(frozen=True)
class Figure:
    """What a box, question or finding points at. `cell` is a group of a distribution."""

    goal: str = ""
    own: str = ""
    indicator: str = ""
    base: str = ""
    cell: str = ""

    @classmethod
    def read(cls, text: str) -> "Figure | None":
        """From its text; None for nothing and for what can no longer be understood."""
        kind, _, rest = text.partition(":")
        if kind in ("goal", "own") and rest:
            return cls(**{kind: rest})
        parts = rest.split(":")
        if kind != "indicator" or len(parts) != 3 or parts[0] not in INDICATORS:
            return None
        return cls(indicator=parts[0], base=parts[1], cell=parts[2])

    def __str__(self) -> str:
        if self.goal or self.own:
            return f"goal:{self.goal}" if self.goal else f"own:{self.own}"
        return f"indicator:{self.indicator}:{self.base}:{self.cell}"

    @property
    def is_share(self) -> bool:
        """Is it read in percent? What an own indicator is, only its definition says."""
        if not self.indicator:
            return bool(self.goal)
        return INDICATORS[self.indicator].kind in (Kind.SHARE, Kind.DISTRIBUTION)


def every() -> list[Figure]:
    """Every figure of the catalogue that a release holds for everybody together."""
    found = []
    for one in INDICATORS.values():
        for base in one.bases or (None,):
            cells = one.cells_on(base) or ("",)
            found += [Figure(indicator=one.id, base=str(base or ""), cell=cell) for cell in cells]
    return found

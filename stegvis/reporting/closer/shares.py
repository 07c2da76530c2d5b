"""Shares of one whole beside each other: what several panels of the closer look are made of."""

from dataclasses import dataclass

from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.story import TableView


@dataclass(frozen=True)
class Shares:
    """The finding in a sentence (or why there is none), dots to draw, the figures, and what not to conclude."""

    says: str
    dots: tuple[ShareDot, ...] = ()
    table: TableView | None = None
    caution: str = ""

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return any(dot.share is not None for dot in self.dots)

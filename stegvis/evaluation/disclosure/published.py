"""What a release has told, kept for the releases after it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.cells import Cell


@dataclass(frozen=True)
class PublishedSet:
    """Every cell of a release: the shown ones, and the hidden ones with their true values.

    The hidden values are needed to see that nothing has changed behind them. A published set is therefore as
    confidential as the extract and is kept beside it; what may leave the house is a GatedResult.
    """

    at: date
    threshold: int
    shown: Mapping[Cell, int]
    withheld: Mapping[Cell, int]

    def to_json(self) -> str:
        """Compact JSON, cells in fixed order; the same set always gives the same text."""
        content = {
            "at": self.at.isoformat(),
            "threshold": self.threshold,
            "shown": [[*cell, value] for cell, value in sorted(self.shown.items())],
            "withheld": [[*cell, value] for cell, value in sorted(self.withheld.items())],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "PublishedSet":
        """Read what `to_json` wrote. Raises ValueError when it is something else."""
        try:
            content = json.loads(text)
            shown, withheld = (
                {Cell(*map(str, cell)): int(value) for *cell, value in content[part]} for part in ("shown", "withheld")
            )
            return cls(date.fromisoformat(content["at"]), int(content["threshold"]), shown, withheld)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"this is no published set: {error}") from error

    def leaves(self, dimension: str, *, fine: bool) -> dict[tuple[str, str], dict[str, int]]:
        """The boxes behind the cells of a dimension: (value, sex) → leaf → people. Empty where it has none."""
        told = {**self.shown, **self.withheld}
        groups = [cell for cell in told if cell.dimension == dimension and cell.value]
        by_sex = not cells.is_crossed(dimension)
        groups = [cell for cell in groups if bool(cell.sex) == by_sex]
        return {
            (cell.value, cell.sex): cells.leaves_of_group(cell, told, fine)
            for cell in groups
            if cell.number == cells.PARTICIPANTS
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

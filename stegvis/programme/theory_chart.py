"""A theory of change as one value: boxes in layers, arrows, assumptions. As it stands, or as it stood in a version."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from stegvis.programme.theory_words import LAYERS

LAYER_ORDER = tuple(LAYERS.codes)


@dataclass(frozen=True)
class Box:
    """One box. `figure` names a live figure (see `figures.py`); `planned` is in percent where that is a share.

    `reached`: a count noted by hand, with its day and source; never about fewer people than may be shown.
    """

    id: str
    layer: str
    position: int
    name: str
    text: str = ""
    figure: str = ""
    planned: int | None = None
    counted_in: str = ""
    reached: int | None = None
    reached_on: dt.date | None = None
    reached_source: str = ""


@dataclass(frozen=True)
class Assumed:
    """Something that must hold: about a box, or about the arrow from `box` to `target`. `verdict`: of its last review,
    "" when nobody has reviewed it."""

    id: str
    number: int
    text: str
    box: str
    target: str = ""
    verdict: str = ""
    reviewed_on: dt.date | None = None


@dataclass(frozen=True)
class Chart:
    """The whole theory. Boxes stand in the order of their layers and positions; arrows are pairs of their ids."""

    version: int = 0
    call: str = ""
    call_number: str = ""
    objective: str = ""
    boxes: tuple[Box, ...] = ()
    arrows: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[Assumed, ...] = ()

    def layers(self) -> list[tuple[str, list[Box]]]:
        """Every layer with its boxes, empty ones too."""
        return [(layer, [box for box in self.boxes if box.layer == layer]) for layer in LAYER_ORDER]

    def box(self, box_id: str) -> Box | None:
        """The box with the id."""
        return next((one for one in self.boxes if one.id == str(box_id)), None)

    def leads_to(self, box_id: str) -> list[Box]:
        """The boxes that arrows go to from this one."""
        wanted = {target for source, target in self.arrows if source == str(box_id)}
        return [box for box in self.boxes if box.id in wanted]

    def comes_from(self, box_id: str) -> list[Box]:
        """The boxes that arrows come from to this one."""
        wanted = {source for source, target in self.arrows if target == str(box_id)}
        return [box for box in self.boxes if box.id in wanted]

    def of(self, box_id: str, target: str = "") -> list[Assumed]:
        """The assumptions about a box, or about the arrow from it to `target`."""
        return [one for one in self.assumptions if (one.box, one.target) == (str(box_id), target)]

    def chain(self, box_id: str) -> "Chart":
        """The same chart with this box, all that leads to it, and all that it leads to."""
        kept = self._reached([str(box_id)], forward=True) | self._reached([str(box_id)], forward=False)
        return self._only(kept)

    def _reached(self, begin: Collection[str], *, forward: bool) -> set[str]:
        found, fresh = set(begin), set(begin)
        while fresh:
            fresh = {b if forward else a for a, b in self.arrows if (a if forward else b) in fresh} - found
            found |= fresh
        return found

    def _only(self, kept: set[str]) -> "Chart":
        return replace(
            self,
            boxes=tuple(box for box in self.boxes if box.id in kept),
            arrows=tuple(pair for pair in self.arrows if kept.issuperset(pair)),
            assumptions=tuple(
                one for one in self.assumptions if one.box in kept and (not one.target or one.target in kept)
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is kept in a version: days as texts."""
        return _days_as_text(asdict(self))

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Chart":
        """From a version."""
        return cls(
            **{
                **kept,
                "boxes": tuple(Box(**{**one, "reached_on": _day(one["reached_on"])}) for one in kept["boxes"]),
                "arrows": tuple((source, target) for source, target in kept["arrows"]),
                "assumptions": tuple(
                    Assumed(**{**one, "reviewed_on": _day(one["reviewed_on"])}) for one in kept["assumptions"]
                ),
            }
        )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _days_as_text(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _days_as_text(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_days_as_text(value) for value in told]
    return told.isoformat() if isinstance(told, dt.date) else told


def in_order(layer: str) -> int:
    """The layer's place from left to right (top to bottom in the drawing)."""
    return LAYER_ORDER.index(layer)

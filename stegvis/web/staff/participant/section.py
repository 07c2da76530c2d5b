"""A part of the page of a participant that a capability brings."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """`place` is `actions` (buttons in the heading), `top` (above everything), `main` or `side`; `order` counts from
    above. The template gets `facts` as `section.facts`."""

    template: str
    place: str
    order: int
    facts: dict = field(default_factory=dict)

"""A document made ready for the rules: references followed, bases as numbers, shares as the counts they allow."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from stegvis.evaluation.printed import rounding
from stegvis.evaluation.printed.document import Document, PrintedFigure, Reference


@dataclass(frozen=True)
class Reach:
    """From the least to the most that a printed number can stand for, ends included."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(self.low + other.low, self.high + other.high)

    def meets(self, other: "Reach") -> bool:
        """Can both be the same number?"""
        return self.low <= other.high and other.low <= self.high


class Book:
    """The figures of a document and what is known about each."""

    def __init__(self, document: Document):
        self.document = document

    @cached_property
    def by_id(self) -> dict[str, PrintedFigure]:
        """Every figure by its id."""
        return {figure.id: figure for figure in self.document.figures}

    def rule(self, figure: PrintedFigure) -> str:
        """How the figure was rounded; half up where nothing is said."""
        return figure.rounding or self.document.rounding or "half_up"

    def rule_is_stated(self, figure: PrintedFigure) -> bool:
        """Does the document say how the figure was rounded?"""
        return bool(figure.rounding or self.document.rounding)

    def people(self, reference: Reference | None) -> int | None:
        """The number of people a reference stands for; None when it is not there or is no count."""
        if reference is None or isinstance(reference, int):
            return reference
        figure = self.by_id[reference]
        return int(figure.value) if figure.unit == "persons" else None

    def base_of(self, figure: PrintedFigure) -> int | None:
        """Of how many people a share is, where that is known."""
        return self.people(figure.base) if figure.is_share else None

    def counts(self, figure: PrintedFigure) -> range | None:
        """The whole numbers of people a share allows; None when its base is not known."""
        base = self.base_of(figure)
        if not figure.is_share or base is None:
            return None
        if figure.numerator is not None and (stated := self.people(figure.numerator)) is not None:
            return range(stated, stated + 1)
        return rounding.counts(figure.value, base, self.rule(figure))

    def reach(self, figure: PrintedFigure) -> Reach:
        """What the figure can stand for: people for counts and for shares with a base, else percent."""
        allowed = self.counts(figure)
        if allowed:
            return Reach(Fraction(allowed[0]), Fraction(allowed[-1]))
        if figure.is_share:
            return self.percent(figure)
        return Reach(Fraction(figure.value), Fraction(figure.value))

    def percent(self, figure: PrintedFigure) -> Reach:
        """The exact percent a printed share can stand for, its upper end included."""
        within = rounding.span(figure.value, self.rule(figure))
        return Reach(max(within.low, Fraction(0)), min(within.high, Fraction(100)))

    def is_complete(self, split: str) -> bool:
        """Do the printed parts of the split make the whole?"""
        return split not in self.document.incomplete

    def name(self, reference: Reference, language: str) -> str:
        """`Women (228)` for a figure, the number for a number."""
        if isinstance(reference, int):
            return str(reference)
        figure = self.by_id[reference]
        return f"{figure.label.in_language(language)} ({self.printed(figure, language)})"

    @staticmethod
    def printed(figure: PrintedFigure, language: str) -> str:
        """The number as printed: `49 %`, `577 000`, `1,5`."""
        text = number_text(figure.value, language)
        return f"{text} %" if figure.is_share else text


def number_text(value: Decimal | Fraction | int, language: str, decimals: int | None = None) -> str:
    """A number in the language's manner; `decimals` rounds a fraction for reading."""
    if isinstance(value, Fraction):
        # half up at the last decimal, in whole numbers
        scaled = (2 * value * 10 ** (decimals or 0) + 1) // 2
        value = Decimal(int(scaled)).scaleb(-(decimals or 0))
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.replace(".", ",") if language == "sv" else text
